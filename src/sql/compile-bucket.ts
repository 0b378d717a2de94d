/** The first day, or for parts of a day the first moment, of the bucket that holds a moment (S6). */
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import type { ValueType } from '../base/value-type.ts';
import type { CalendarStarts } from '../catalog/calendar-starts.ts';
import type { BucketOperator } from '../formula/operators.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { type Sql, sql } from './sql-text.ts';

interface Moment {
  readonly time: Sql;
  readonly type: ValueType | 'null';
  /** The reporting zone, for instants alone. */
  readonly zone: Sql | null;
  /** Transitions at which the zone's clock stood within an hour, for hours and minutes of instants. */
  readonly cuts?: Sql | null;
}

/**
 * Buckets of a day and longer are named by their local date and never turned back into an instant, so that a midnight that
 * occurs twice, or not at all, makes no difference.
 */
export function compileBucket(operator: BucketOperator, moment: Moment, starts: CalendarStarts): Sql {
  // Of seconds alone, no zone is known or needed.
  if (operator === 'bucket_second') return sql`date_trunc('second', ${moment.time})`;
  const local = moment.type === 'time' ? localTime(moment) : moment.time;
  const wall = moment.type === 'date' ? sql`${local}::timestamp` : local;
  switch (operator) {
    case 'bucket_minute':
      return compileClock(sql`'minute'`, moment);
    case 'bucket_hour':
      return compileClock(sql`'hour'`, moment);
    case 'bucket_day':
      return moment.type === 'date' ? local : sql`${local}::date`;
    case 'bucket_week':
      return compileWeek(wall, starts.weekShift);
    case 'bucket_month':
      return sql`date_trunc('month', ${wall})::date`;
    case 'bucket_quarter':
      return sql`date_trunc('quarter', ${wall})::date`;
    case 'bucket_fiscal_quarter':
      return compileFiscal(sql`'quarter'`, wall, starts.fiscalShift);
    case 'bucket_year':
      return sql`date_trunc('year', ${wall})::date`;
    case 'bucket_fiscal_year':
      return compileFiscal(sql`'year'`, wall, starts.fiscalShift);
    default:
      return assertNever(operator);
  }
}

function localTime({ time, zone }: Moment): Sql {
  invariant(zone, 'an instant is cut by the clock of a zone');
  return sql`(${time} at time zone ${zone})`;
}

/**
 * With a zone, `date_trunc` finds the start of the local hour that has the moment's own offset: an hour that
 * occurs twice is two buckets. Where clocks changed within the hour, the bucket starts at the change, which
 * is the last of `cuts` up to the moment; `greatest` passes over the null where there is none.
 */
function compileClock(grain: Sql, { time, type, zone, cuts }: Moment): Sql {
  if (type !== 'time') return sql`date_trunc(${grain}, ${time})`;
  invariant(zone && cuts, 'an instant is cut by the clock of a zone');
  return sql`greatest(date_trunc(${grain}, ${time}, ${zone}), (${cuts})[width_bucket(${time}, ${cuts})])`;
}

/** `date_trunc` knows Monday only: other weeks are moved there and back. */
function compileWeek(wall: Sql, weekShift: number): Sql {
  if (weekShift === 0) return sql`date_trunc('week', ${wall})::date`;
  const shift: ParameterSlot = { kind: 'constant', value: `${weekShift} days` };
  return sql`(date_trunc('week', ${wall} + ${shift}::interval) - ${shift}::interval)::date`;
}

/** Fiscal years are moved to January and back; so many months earlier, a day may become its month's last, no more. */
function compileFiscal(grain: Sql, wall: Sql, fiscalShift: number): Sql {
  if (fiscalShift === 0) return sql`date_trunc(${grain}, ${wall})::date`;
  const shift: ParameterSlot = { kind: 'constant', value: `${fiscalShift} months` };
  return sql`(date_trunc(${grain}, ${wall} - ${shift}::interval) + ${shift}::interval)::date`;
}
