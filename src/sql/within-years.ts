/** Moments that a database can compute with, whatever is done to them. */
import { type Sql, sql } from './sql-text.ts';

/** The moment, or null where it is so far off that arithmetic with it might fail. */
export function withinYears(moment: Sql): Sql {
  const kept = sql`greatest(least(${moment}, '9999-12-31'), '0001-01-01')`;
  return sql`nullif(nullif(${kept}, '0001-01-01'), '9999-12-31')`;
}
