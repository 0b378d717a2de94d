/** Of rows that are valid for a while, the one that is valid at a moment. */
import type { Row } from './schema.ts';
import { compareValues, type Value } from './value.ts';

/** Columns, or members that are stored as they are. */
export interface Validity {
  readonly since: string;
  readonly until: string;
  readonly primaryKey: readonly string[];
}

/** `rows` have equal keys; none where there is no moment. */
export function findValid(rows: readonly Row[], moment: Value, validity: Validity): Row | null {
  if (moment === null) return null;
  const begun = rows.filter(
    (row) => isSomething(row, validity) && !isAfter(row[validity.since] ?? null, moment),
  );
  // A row ends where the next begins, so that only the last to begin can be valid still.
  const [last] = begun.toSorted((one, other) => compareBeginnings(other, one, validity));
  if (last === undefined) return null;
  const until = last[validity.until] ?? null;
  return until === null || compareValues(moment, until) < 0 ? last : null;
}

/** Not a row that ends before it begins, or at once. */
function isSomething(row: Row, { since, until }: Validity): boolean {
  const [first, last] = [row[since] ?? null, row[until] ?? null];
  return first === null || last === null || compareValues(first, last) < 0;
}

function isAfter(since: Value, moment: NonNullable<Value>): boolean {
  return since !== null && compareValues(since, moment) > 0;
}

/** Open beginnings come first; of those that begin together, the greatest key comes last. */
function compareBeginnings(one: Row, other: Row, { since, primaryKey }: Validity): number {
  const [first, second] = [one[since] ?? null, other[since] ?? null];
  if (first !== null && second !== null && compareValues(first, second) !== 0)
    return compareValues(first, second);
  if ((first === null) !== (second === null)) return first === null ? -1 : 1;
  return compareKeys(primaryKey, one, other);
}

/** Keys that no dimension declares are texts, of which longer ones are greater. */
export function compareKeys(primaryKey: readonly string[], one: Row, other: Row): number {
  for (const column of primaryKey) {
    const [left, right] = [textOf(one[column] ?? null), textOf(other[column] ?? null)];
    const difference = left.length - right.length || compareValues(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : '';
}
