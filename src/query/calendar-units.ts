/** Buckets of a day and longer, on the calendar alone: where one starts and how long it is. */
import type { Temporal } from 'temporal-polyfill';
import { assertNever } from '../base/assert-never.ts';
import type { ClockGrain, Grain } from '../base/value-type.ts';

export type CalendarGrain = Exclude<Grain, ClockGrain>;

export interface CalendarUnit {
  readonly days?: number;
  readonly months?: number;
  readonly years?: number;
}

export const CALENDAR_UNITS: Readonly<Record<CalendarGrain, CalendarUnit>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

/** The first day of the bucket that holds `day`; weeks start `weekShift` days before Monday. */
export function truncateDay(
  day: Temporal.PlainDate,
  grain: CalendarGrain,
  weekShift: number,
): Temporal.PlainDate {
  switch (grain) {
    case 'day':
      return day;
    case 'week':
      return day.subtract({ days: (day.dayOfWeek - 1 + weekShift) % 7 });
    case 'month':
      return day.with({ day: 1 });
    case 'quarter':
      return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 });
    case 'year':
      return day.with({ month: 1, day: 1 });
    default:
      return assertNever(grain);
  }
}
