/** Which of two grains has the longer buckets; those of a project's own are as long as its table of days says. */
import { Temporal } from 'temporal-polyfill';
import { type CommonGrain, GRAINS, type Grain, isOwnGrain } from '../base/value-type.ts';
import { findPeriods, type ReportingCalendar } from './reporting-calendar.ts';

/** How many days a bucket has at least and at most, those within a day apart. */
const DAYS: Readonly<Record<CommonGrain, readonly [least: number, most: number]>> = {
  second: [0, 0],
  minute: [0, 0],
  hour: [0, 0],
  day: [1, 1],
  week: [7, 7],
  month: [28, 31],
  quarter: [90, 92],
  fiscal_quarter: [89, 92],
  year: [365, 366],
  fiscal_year: [365, 366],
};

/** Whether no bucket of the one is ever whole within a bucket of the other. */
export function isLonger(grain: Grain, around: Grain, calendar: ReportingCalendar): boolean {
  if (!isOwnGrain(grain) && !isOwnGrain(around)) return GRAINS.indexOf(grain) > GRAINS.indexOf(around);
  const [inner, outer] = [daysOf(grain, calendar), daysOf(around, calendar)];
  return inner !== null && outer !== null && inner[0] > outer[1];
}

/** `null` where nobody knows: there are no periods, or they were not read. */
function daysOf(grain: Grain, calendar: ReportingCalendar): readonly [least: number, most: number] | null {
  if (!isOwnGrain(grain)) return DAYS[grain];
  const periods = findPeriods(grain, calendar);
  if (!periods || periods.starts.length === 0) return null;
  const bounds = [...periods.starts, periods.end].map((day) => Temporal.PlainDate.from(day));
  const lengths = bounds.slice(1).map((day, place) => bounds[place]?.until(day).days ?? 0);
  return [Math.min(...lengths), Math.max(...lengths)];
}
