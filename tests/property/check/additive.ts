/** Sums of the product's own cells, for metrics whose parts add up to the whole. */
import type { Cell } from '../../../src/base/exact-number.ts';
import { ExactNumber } from '../../../src/base/exact-number.ts';
import { bucketOf, type DayGrain } from '../oracle/calendar.ts';
import { Decimal } from '../oracle/decimal.ts';
import type { Metric } from '../oracle/schema.ts';

/** A plain sum or count in exact numbers, which anyone may ask for by any dimension. */
export function isAdditive({ formula, emptyIsNull, isPrivate, allowed }: Metric): boolean {
  if (formula.kind !== 'aggregate' || emptyIsNull || isPrivate || allowed !== null) return false;
  // Chosen rows of groups are not those of the whole.
  if (formula.choice !== undefined) return false;
  if (formula.function === 'count') return true;
  return formula.function === 'sum' && formula.argument?.type !== 'float';
}

/** The sum of the last column. */
export function sumOf(rows: readonly (readonly Cell[])[]): Decimal {
  return rows.reduce((sum, row) => {
    const cell = row.at(-1);
    if (!(cell instanceof ExactNumber)) throw new TypeError(`not an exact number: ${String(cell)}`);
    return sum.plus(Decimal.parse(cell.digits));
  }, Decimal.of(0));
}

/** Sums of the last column by bucket and groups, the first column being the time. */
export function rollUp(
  rows: readonly (readonly Cell[])[],
  grain: DayGrain,
): Readonly<Record<string, string>> {
  const parts = new Map<string, (readonly Cell[])[]>();
  for (const row of rows) {
    const [time = null, ...groups] = row.slice(0, -1);
    // Weeks play no part in the grains that this is called for, so it does not matter when they start.
    const bucket = typeof time === 'string' ? bucketOf(time, grain, 'monday') : null;
    const key = JSON.stringify([bucket, ...groups]);
    parts.set(key, [...(parts.get(key) ?? []), row]);
  }
  return Object.fromEntries([...parts].map(([key, part]) => [key, sumOf(part).toString()]));
}
