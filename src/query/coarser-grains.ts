/** Which grains have buckets that are made of whole buckets of another. */
import { type CommonGrain, GRAINS } from '../base/value-type.ts';
import type { PartOfTime } from '../formula/parts-of-time.ts';

const DAYS_UP = GRAINS.slice(GRAINS.indexOf('day'));

/** By grain, those that are made of it beside itself. Weeks make nothing else, fiscal years need not begin as others do. */
const MAKES: Readonly<Record<CommonGrain, readonly CommonGrain[]>> = {
  second: ['minute', 'hour', ...DAYS_UP],
  minute: ['hour', ...DAYS_UP],
  hour: DAYS_UP,
  day: DAYS_UP.slice(1),
  week: [],
  month: ['quarter', 'fiscal_quarter', 'year', 'fiscal_year'],
  quarter: ['year'],
  fiscal_quarter: ['fiscal_year'],
  year: [],
  fiscal_year: [],
};

/** The size of what a part of a time tells apart. */
export const PART_GRAINS: Readonly<Record<PartOfTime, CommonGrain>> = {
  hour_of_day: 'hour',
  day_of_week: 'day',
  day_of_month: 'day',
  day_of_year: 'day',
  iso_week: 'week',
  month_of_year: 'month',
  quarter_of_year: 'quarter',
};

/** The grains that are made of `grain`, finest first; none of a name that is no grain. */
export function findCoarser(grain: string): readonly CommonGrain[] {
  const known = GRAINS.find((each) => each === grain);
  return known ? MAKES[known] : [];
}

/** Whether buckets of `grain` are whole ones of `finest`. Periods of a project's own are whole days, whatever else. */
export function isMadeOf(grain: string, finest: string): boolean {
  const coarser = findCoarser(finest);
  if (grain.includes('.')) return finest === 'day' || coarser.includes('day');
  return grain === finest || coarser.some((each) => each === grain);
}
