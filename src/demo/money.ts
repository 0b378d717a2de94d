/** Money as whole kopecks, so that the demo's own sums are exact. */

/** An amount in kopecks. */
export type Kopecks = number;

/** `percent` of an amount, to the nearest kopeck. */
export function takePercent(amount: Kopecks, percent: number): Kopecks {
  return Math.round((amount * percent) / 100);
}

/** The amount that a text of {@link printMoney} stands for; nothing is 0. */
export function readMoney(text: string | null): Kopecks {
  return text === null ? 0 : Number(text.replace('.', ''));
}

/** An amount as PostgreSQL prints `numeric(14,2)`: `1234.50`. */
export function printMoney(amount: Kopecks): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
