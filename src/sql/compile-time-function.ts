/**
 * Functions of times. What looks at the calendar looks at local time: an instant is turned into the wall
 * clock of the reporting zone first. What a database could not compute with (infinity, years beyond 9999) is
 * null, never an error.
 */
import { assertNever } from '../base/assert-never.ts';
import type { CalendarStarts } from '../catalog/calendar-starts.ts';
import type { TimeOperator } from '../formula/operators.ts';
import { compileBucket } from './compile-bucket.ts';
import type { CompiledOperand } from './compile-cast.ts';
import { type Sql, sql } from './sql-text.ts';
import { withinYears } from './within-years.ts';

const NONE: CompiledOperand = { sql: sql`null`, kind: 'literal', type: 'null' };

/** The last operand is the zone where an operand is an instant. */
export function compileTimeFunction(
  operator: Exclude<TimeOperator, 'business_minutes'>,
  operands: readonly CompiledOperand[],
  starts: CalendarStarts,
): Sql {
  const [a = NONE, b = NONE] = operands;
  const zone = operands.at(-1)?.sql ?? NONE.sql;
  switch (operator) {
    case 'instant_of':
      return sql`(${a.sql} at time zone ${zone})`;
    case 'elapsed':
      return sql`trim_scale(extract(epoch from ${b.sql}) - extract(epoch from ${a.sql}))`;
    case 'add_exact':
      return sql`(${withinYears(a.sql)} + ${b.sql}::interval)`;
    case 'add_calendar':
      return compileMove(a, b.sql, zone);
    case 'date_diff_day':
      return daysBetween(day(a, zone), day(b, zone));
    case 'date_diff_week':
      return sql`div(${bucketsApart('bucket_week')}, '7')`;
    case 'date_diff_month':
      // Lengths of months differ from their mean by far less than half a month, however many are added up.
      return sql`round(${bucketsApart('bucket_month')} / '30.436875')`;
    case 'date_diff_quarter':
      return sql`round(${bucketsApart('bucket_quarter')} / '91.310625')`;
    case 'date_diff_year':
      return sql`(extract(year from ${wallClock(b, zone)}) - extract(year from ${wallClock(a, zone)}))`;
    default:
      return compilePart(operator, wallClock(a, zone));
  }

  /** Days from the first day of the bucket of one moment to that of the other's. */
  function bucketsApart(bucket: 'bucket_week' | 'bucket_month' | 'bucket_quarter'): Sql {
    const [from, to] = [a, b].map((moment) => {
      const isDate = moment.type === 'date';
      const time = isDate ? withinYears(moment.sql) : wallClock(moment, zone);
      return compileBucket(bucket, { time, type: isDate ? 'date' : 'local_time', zone: null }, starts);
    });
    return daysBetween(from ?? NONE.sql, to ?? NONE.sql);
  }
}

function compilePart(operator: Extract<TimeOperator, `date_part_${string}`>, local: Sql): Sql {
  switch (operator) {
    case 'date_part_hour':
      return sql`extract(hour from ${local})`;
    case 'date_part_day_of_week':
      return sql`extract(isodow from ${local})`;
    case 'date_part_day_of_month':
      return sql`extract(day from ${local})`;
    case 'date_part_day_of_year':
      return sql`extract(doy from ${local})`;
    case 'date_part_iso_week':
      return sql`extract(week from ${local})`;
    case 'date_part_month':
      return sql`extract(month from ${local})`;
    case 'date_part_quarter':
      return sql`extract(quarter from ${local})`;
    case 'date_part_year':
      return sql`extract(year from ${local})`;
    default:
      return assertNever(operator);
  }
}

/** A calendar's unit moves the wall clock: the same time of another day, whatever clocks do in between. */
function compileMove(moment: CompiledOperand, duration: Sql, zone: Sql): Sql {
  const moved = sql`(${wallClock(moment, zone)} + ${duration}::interval)`;
  if (moment.type === 'time') return sql`(${moved} at time zone ${zone})`;
  if (moment.type === 'date') return sql`(${withinYears(moment.sql)} + ${duration}::interval)::date`;
  return sql`(${withinYears(moment.sql)} + ${duration}::interval)`;
}

function wallClock({ sql: moment, type }: CompiledOperand, zone: Sql): Sql {
  return type === 'time' ? sql`(${withinYears(moment)} at time zone ${zone})` : moment;
}

function day(moment: CompiledOperand, zone: Sql): Sql {
  const local = wallClock(moment, zone);
  return moment.type === 'date' ? local : sql`${local}::date`;
}

/** By numbers of days, since the difference of infinite dates is an error. */
function daysBetween(from: Sql, to: Sql): Sql {
  return sql`(extract(julian from ${to}) - extract(julian from ${from}))`;
}
