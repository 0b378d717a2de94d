/** What policies say of sensitive members: to whom they are shown, and how. */
import { type Disguise, plainer } from '../base/disguise.ts';
import { hashOf } from '../base/hash.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';

export interface Showing {
  /** `model.member` */
  readonly member: string;
  readonly as: Disguise;
  /** Whom it is shown; `null` for everybody. */
  readonly to: AccessRule | null;
}

/** How the sensitive members are shown to somebody, as `model.member`; those that are absent are hidden. */
export interface ShownBook {
  /** Equal for equal books; empty where all are hidden. */
  readonly key: string;
  readonly members: ReadonlyMap<string, Disguise>;
}

export const NONE_SHOWN: ShownBook = Object.freeze({ key: '', members: new Map<string, never>() });

/** Of several showings of one member, the plainest counts. */
export function bookShown(showings: readonly Showing[]): ShownBook {
  if (showings.length === 0) return NONE_SHOWN;
  const members = new Map<string, Disguise>();
  for (const { member, as } of showings) members.set(member, plainer(members.get(member) ?? as, as));
  return Object.freeze({ key: hashOf(members), members });
}
