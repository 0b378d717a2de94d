/** Parts of a time that rows can be grouped by, whatever year or day they are of. */
import type { DatePart } from './operators.ts';

/** By the name that queries write behind a time: `ordered_at:hour_of_day`. All are whole numbers, weekdays 1 to 7. */
export const PARTS_OF_TIME = {
  hour_of_day: 'hour',
  day_of_week: 'day_of_week',
  day_of_month: 'day_of_month',
  day_of_year: 'day_of_year',
  iso_week: 'iso_week',
  month_of_year: 'month',
  quarter_of_year: 'quarter',
} as const satisfies Readonly<Record<string, DatePart>>;

export type PartOfTime = keyof typeof PARTS_OF_TIME;

/** As queries may name them. */
export const PART_NAMES: readonly PartOfTime[] = [
  'hour_of_day',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'iso_week',
  'month_of_year',
  'quarter_of_year',
];

export function findPart(name: string): PartOfTime | undefined {
  return PART_NAMES.find((part) => part === name);
}
