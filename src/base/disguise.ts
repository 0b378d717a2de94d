/** How values that are sensitive are shown. */

/** From the plainest to what tells least. */
export const DISGUISES = ['clear', 'pseudonym', 'masked'] as const;

/** Those that are not the values themselves. */
export const STAND_INS = ['pseudonym', 'masked'] as const;

export type StandIn = (typeof STAND_INS)[number];

export type Disguise =
  | { readonly kind: 'clear' }
  /** A text in the place of each value: the same for equal values, and another for every recipient. */
  | { readonly kind: 'pseudonym' }
  /** Dots, and behind them the last characters of values that are three times as long; none for 0. */
  | { readonly kind: 'masked'; readonly keepLast: number };

/** What stands in the place of the values; `null` where they stand themselves. */
export function standInOf(disguise: Disguise | null): StandIn | null {
  return disguise === null || disguise.kind === 'clear' ? null : disguise.kind;
}

/** The one that tells more: of masked values, that of which more stays. */
export function plainer(a: Disguise, b: Disguise): Disguise {
  const [rankOfA, rankOfB] = [a, b].map(({ kind }) => DISGUISES.indexOf(kind));
  if (rankOfA !== rankOfB) return (rankOfA ?? 0) < (rankOfB ?? 0) ? a : b;
  return a.kind === 'masked' && b.kind === 'masked' && b.keepLast > a.keepLast ? b : a;
}
