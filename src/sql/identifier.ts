/** Names of steps and columns in SQL. Postgres cuts identifiers at 63 bytes, silently; we do not let it. */
import { hashOf } from '../base/hash.ts';
import { type Sql, sql } from './sql-text.ts';

const MAXIMUM_BYTES = 63;

/** A name of our own making, shortened where it is too long, and never to the same as another. */
export function ownName(name: string): string {
  // No character has more than three bytes for each of its code units.
  if (name.length * 3 <= MAXIMUM_BYTES || Buffer.byteLength(name) <= MAXIMUM_BYTES) return name;
  return `${name.slice(0, 40)}… ${hashOf(name).slice(0, 16)}`;
}

/** `"a"."b"` of our own names. */
export function own(...names: readonly string[]): Sql {
  return sql.id(...names.map(ownName));
}

/** A column of the customer's table, as it is called there. */
export function stored(relation: string, column: string): Sql {
  return sql.id(ownName(relation), column);
}

/** Says of each row whether it is the total; with a space, which no name of a query or definition has. */
export const TOTAL_MARK = 'is total';

/** The column of that name, in steps that have it. */
export function markOf(totals: boolean): readonly Sql[] {
  return totals ? [own(TOTAL_MARK)] : [];
}

/** Parts of a select list, one a line, inside a step. */
export function lines(parts: readonly Sql[]): Sql {
  return sql.join(parts, sql`,\n      `);
}
