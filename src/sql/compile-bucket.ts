/** The first day of the bucket that holds a moment, in the reporting zone (S6). */
import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../base/assert-never.ts';
import type { ValueType } from '../base/value-type.ts';
import type { BucketOperator } from '../formula/operators.ts';
import type { ParameterSlot } from './compiled-statement.ts';

type Sql = RawBuilder<unknown>;

interface Moment {
  readonly time: Sql;
  readonly type: ValueType | 'null';
  /** The reporting zone, for instants alone. */
  readonly zone: Sql | null;
}

/**
 * Buckets are named by their local date and never turned back into an instant, so that a midnight that
 * occurs twice, or not at all, makes no difference.
 */
export function compileBucket(operator: BucketOperator, moment: Moment, weekShift: number): Sql {
  const local = moment.type === 'time' ? sql`(${moment.time} at time zone ${moment.zone})` : moment.time;
  const wall = moment.type === 'date' ? sql`${local}::timestamp` : local;
  switch (operator) {
    case 'bucket_day':
      return moment.type === 'date' ? local : sql`${local}::date`;
    case 'bucket_week':
      return compileWeek(wall, weekShift);
    case 'bucket_month':
      return sql`date_trunc('month', ${wall})::date`;
    case 'bucket_quarter':
      return sql`date_trunc('quarter', ${wall})::date`;
    case 'bucket_year':
      return sql`date_trunc('year', ${wall})::date`;
    default:
      return assertNever(operator);
  }
}

/** `date_trunc` knows Monday only: other weeks are moved there and back. */
function compileWeek(wall: Sql, weekShift: number): Sql {
  if (weekShift === 0) return sql`date_trunc('week', ${wall})::date`;
  const shift: ParameterSlot = { kind: 'constant', value: `${weekShift} days` };
  return sql`(date_trunc('week', ${wall} + ${shift}::interval) - ${shift}::interval)::date`;
}
