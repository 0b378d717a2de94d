/** Aggregates over the values of groups by brute force, over arrays and days; it knows nothing of formulas, plans or SQL. */

export interface DatedRow {
  readonly tenant: string;
  /** Of 2026, from 1; `null` is unknown. */
  readonly day: number | null;
  readonly kind: string | null;
  readonly shelf: string | null;
  readonly value: number | null;
}

export const AGAIN = [
  'sum',
  'count',
  'count_distinct',
  'min',
  'max',
  'avg',
  'median',
  'first',
  'last',
] as const;

/** `max(best per kind, day) filter (where rows > 1)`. */
export interface Regrouped {
  readonly again: (typeof AGAIN)[number];
  readonly input: 'total' | 'best';
  readonly per: readonly ('kind' | 'day' | 'week')[];
  /** Groups of more than one row only. */
  readonly several: boolean;
}

/** Days `[start, end)`. */
export interface Days {
  readonly start: number;
  readonly end: number;
}

/** 1 January 2026 is a Thursday. */
export function weekOf(day: number): number {
  return Math.floor((day + 2) / 7);
}

/** Of the rows of some days; exact but for averages and medians. */
export function regroup(rows: readonly DatedRow[], asked: Regrouped, days: Days): number | null {
  const groups = groupsOf(rows, asked.per, days);
  const kept = groups.filter((group) => !asked.several || group.length > 1);
  return aggregate(
    asked.again,
    kept.map((group) => valueOf(group, asked.input)),
  );
}

/** In the order of time, where time tells them apart. */
function groupsOf(
  rows: readonly DatedRow[],
  per: Regrouped['per'],
  { start, end }: Days,
): readonly (readonly DatedRow[])[] {
  const kinds = per.includes('kind') ? [...new Set(rows.map(({ kind }) => kind))] : ['all'];
  const bucketOf = (day: number): number => (per.includes('week') ? weekOf(day) : day);
  const all = Array.from({ length: end - start }, (_, place) => bucketOf(start + place));
  const isTimed = per.some((group) => group !== 'kind');
  const buckets = isTimed ? [...new Set(all)] : [0];
  return buckets.flatMap((bucket) =>
    kinds.map((kind) =>
      rows.filter(
        (row) =>
          (!isTimed || bucketOf(row.day ?? 0) === bucket) && (!per.includes('kind') || row.kind === kind),
      ),
    ),
  );
}

function valueOf(rows: readonly DatedRow[], input: Regrouped['input']): number | null {
  const values = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  if (input === 'total') return values.reduce((sum, value) => sum + value, 0);
  return values.length === 0 ? null : Math.max(...values);
}

function aggregate(again: Regrouped['again'], all: readonly (number | null)[]): number | null {
  const values = all.filter((value) => value !== null);
  const sum = values.reduce((total, value) => total + value, 0);
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const at = (place: number): number => sorted[place] ?? 0;
  const some = (value: number): number | null => (values.length === 0 ? null : value);
  const of = {
    sum,
    count: values.length,
    count_distinct: new Set(values).size,
    min: some(at(0)),
    max: some(at(sorted.length - 1)),
    avg: some(sum / values.length),
    median: some((at(Math.floor(middle)) + at(Math.ceil(middle))) / 2),
    first: all[0] ?? null,
    last: all.at(-1) ?? null,
  };
  return of[again];
}
