/** Row-level formulas over times, taken apart in the zone of the query. */
import { addDays, bucketOf, type DAY_GRAINS, type Grain, isoWeekday } from './calendar.ts';
import { toMicros, type Weekday, wallClock } from './clock.ts';
import { Decimal } from './decimal.ts';
import { moveTime } from './move-time.ts';
import type { RowFormula, RowView } from './row-formula.ts';
import type { Value } from './value.ts';

export type DatePart =
  | 'hour'
  | 'day_of_week'
  | 'day_of_month'
  | 'day_of_year'
  | 'iso_week'
  | 'month'
  | 'quarter'
  | 'year';

/** `date_part(hour, t)`. */
export function datePart(part: DatePart, time: RowFormula): RowFormula {
  return {
    type: 'integer',
    print: (prefix) => `date_part(${part}, ${time.print(prefix)})`,
    evaluate: (row) => {
      const wall = localWall(time, row);
      return wall === null ? null : Decimal.of(partOf(wall, part));
    },
  };
}

function partOf(wall: string, part: DatePart): number {
  const day = wall.slice(0, 10);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  switch (part) {
    case 'hour':
      return Number(wall.slice(11, 13));
    case 'day_of_week':
      return isoWeekday(day);
    case 'day_of_month':
      return date;
    case 'day_of_year':
      return daysFrom(`${day.slice(0, 4)}-01-01`, day) + 1;
    case 'iso_week': {
      // A week belongs to the year that its Thursday lies in.
      const thursday = addDays(day, 4 - isoWeekday(day));
      return Math.floor(daysFrom(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
    }
    case 'month':
      return month;
    case 'quarter':
      return Math.ceil(month / 3);
    case 'year':
      return year;
  }
}

function daysFrom(first: string, second: string): number {
  return (Date.parse(`${second}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000;
}

/** Units of the calendar that formulas of rows know; fiscal ones are for buckets and windows. */
type CalendarUnit = (typeof DAY_GRAINS)[number];

/** `date_diff(month, a, b)`: how many starts of such a unit lie between two moments. */
export function dateDiff(unit: CalendarUnit, from: RowFormula, to: RowFormula): RowFormula {
  return {
    type: 'integer',
    print: (prefix) => `date_diff(${unit}, ${from.print(prefix)}, ${to.print(prefix)})`,
    evaluate: (row) => {
      const [start, end] = [localWall(from, row)?.slice(0, 10), localWall(to, row)?.slice(0, 10)];
      if (start === undefined || end === undefined) return null;
      return Decimal.of(boundaries(start, end, unit, row.weekStarts));
    },
  };
}

function boundaries(start: string, end: string, unit: CalendarUnit, weekStarts: Weekday): number {
  const [first, last] = [bucketOf(start, unit, weekStarts), bucketOf(end, unit, weekStarts)];
  if (unit === 'day' || unit === 'week') return daysFrom(first, last) / (unit === 'day' ? 1 : 7);
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return (months(last) - months(first)) / { month: 1, quarter: 3, year: 12 }[unit];
}

/** `elapsed(a, b)`: the seconds from one instant to another, exactly. */
export function elapsed(from: RowFormula, to: RowFormula): RowFormula {
  return {
    type: 'decimal',
    print: (prefix) => `elapsed(${from.print(prefix)}, ${to.print(prefix)})`,
    evaluate: (row) => {
      const [start, end] = [from.evaluate(row), to.evaluate(row)];
      if (typeof start !== 'string' || typeof end !== 'string') return null;
      return new Decimal(BigInt(toMicros(end) - toMicros(start)), 6);
    },
  };
}

/** `t + 7 days`; `count` may be negative. */
export function shifted(time: RowFormula, count: number, unit: Grain): RowFormula {
  const sign = count < 0 ? '-' : '+';
  const words = `${Math.abs(count)} ${unit}${Math.abs(count) === 1 ? '' : 's'}`;
  return {
    type: time.type,
    print: (prefix) => `(${time.print(prefix)} ${sign} ${words})`,
    evaluate: (row) => {
      const value = time.evaluate(row);
      return typeof value === 'string' ? moveTime(value, { type: time.type, count, unit }, row.zone) : null;
    },
  };
}

function localWall(time: RowFormula, row: RowView): string | null {
  const value: Value = time.evaluate(row);
  if (typeof value !== 'string') return null;
  return time.type === 'time' ? wallClock(value, row.zone) : value;
}

/** `time '2026-01-31T10:00:00Z'`. */
export function timeLiteral(instant: string): RowFormula {
  return { type: 'time', print: () => `time '${instant}'`, evaluate: () => instant };
}

/** `local_time '2026-01-31T10:00:00'`. */
export function localTimeLiteral(wall: string): RowFormula {
  return { type: 'local_time', print: () => `local_time '${wall}'`, evaluate: () => wall };
}
