/** Chosen rows by brute force, over arrays and days; it knows nothing of formulas, plans or SQL. */

export interface SnapshotRow {
  readonly tenant: string;
  readonly id: number;
  readonly key: string | null;
  readonly kind: string | null;
  /** Of 2026, from 1; `null` is unknown. */
  readonly day: number | null;
  readonly value: number | null;
}

export interface SnapshotChoice {
  readonly word: 'last' | 'first' | 'latest' | 'at_end';
  readonly byKey: boolean;
}

/** Days `[start, end)`. */
export interface Days {
  readonly start: number;
  readonly end: number;
}

/** The rows that are chosen among those of some days, of each tenant apart. */
export function chooseRows(
  rows: readonly SnapshotRow[],
  { word, byKey }: SnapshotChoice,
  { start, end }: Days,
): readonly SnapshotRow[] {
  const first = {
    last: start,
    first: start,
    latest: Number.NEGATIVE_INFINITY,
    at_end: Math.max(start, end - 1),
  }[word];
  const within = rows.filter(({ day }) => day !== null && day >= first && day < end);
  if (word === 'at_end') return within;
  const isAhead = (a: SnapshotRow, b: SnapshotRow): boolean => {
    const sign = word === 'first' ? -1 : 1;
    const [days, ids] = [(a.day ?? 0) - (b.day ?? 0), a.id - b.id];
    return sign * (days === 0 && byKey ? ids : days) > 0;
  };
  return within.filter(
    (row) =>
      !within.some(
        (other) => other.tenant === row.tenant && (!byKey || other.key === row.key) && isAhead(other, row),
      ),
  );
}
