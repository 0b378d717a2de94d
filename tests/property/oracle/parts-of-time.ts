/** Parts of times that rows are grouped by, whatever year or day they are of. */
import { type Clockwork, dayOf } from './buckets.ts';
import { addDays, isoWeekday } from './calendar.ts';
import { wallClock } from './clock.ts';
import { Decimal } from './decimal.ts';

/** As queries name them. */
export const PARTS_OF_TIME = [
  'hour_of_day',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'iso_week',
  'month_of_year',
  'quarter_of_year',
] as const;

export type PartOfTime = (typeof PARTS_OF_TIME)[number];

/** A whole number; weekdays are 1 for Monday to 7. */
export function partOfTime(part: PartOfTime, value: string, clockwork: Clockwork): Decimal {
  const day = dayOf(value, clockwork);
  const [year = '', month = '', date = ''] = day.split('-');
  switch (part) {
    case 'hour_of_day':
      return Decimal.parse(String(Number(hourOf(value, clockwork))));
    case 'day_of_week':
      return Decimal.of(isoWeekday(day));
    case 'day_of_month':
      return Decimal.of(Number(date));
    case 'day_of_year':
      return Decimal.of(daysFrom(`${year}-01-01`, day) + 1);
    case 'iso_week': {
      // The week is one of the year that has its Thursday.
      const thursday = addDays(day, 4 - isoWeekday(day));
      return Decimal.of(Math.floor(daysFrom(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1);
    }
    case 'month_of_year':
      return Decimal.of(Number(month));
    case 'quarter_of_year':
      return Decimal.of(Math.ceil(Number(month) / 3));
  }
}

function hourOf(value: string, { type, zone }: Clockwork): string {
  return (type === 'time' ? wallClock(value, zone) : value).slice(11, 13);
}

function daysFrom(first: string, last: string): number {
  let days = 0;
  while (addDays(first, days) < last) days += 1;
  return days;
}
