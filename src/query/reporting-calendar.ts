/**
 * How days are put into buckets: weeks, months and years, fiscal ones, and periods of the project's own. Days
 * only: it knows neither zones nor clocks, and nothing of where periods were read.
 */
import { Temporal } from 'temporal-polyfill';
import { invariant } from '../base/invariant.ts';
import { type DayGrain, isOwnGrain, type OwnGrain } from '../base/value-type.ts';
import type { CalendarStarts } from '../catalog/calendar-starts.ts';
import { SemanticError } from '../errors/semantic-error.ts';

export interface ReportingCalendar extends CalendarStarts {
  /** Every grain of the project's own. */
  readonly own: ReadonlyMap<OwnGrain, OwnPeriods>;
}

/**
 * `stand_in`: months take the place of periods that nobody has read, or that no day of the data asks for.
 * `unread`: nothing asked for them.
 */
export type OwnPeriods = KnownPeriods | { readonly kind: 'stand_in' } | { readonly kind: 'unread' };

/** The days that a calendar knows, without gaps. */
export interface KnownPeriods {
  readonly kind: 'known';
  /** The first day of each period, ascending, as ISO 8601. */
  readonly starts: readonly string[];
  /** The day after the last; empty where there is none. */
  readonly end: string;
}

/** Months in place of all periods of the project's own. */
export function standInCalendar({ own, ...starts }: ReportingCalendar): ReportingCalendar {
  return { ...starts, own: new Map([...own.keys()].map((grain) => [grain, { kind: 'stand_in' }])) };
}

/** So many buckets of one grain of days. */
export interface DayLength {
  readonly count: number;
  readonly unit: DayGrain;
}

/** Of a bucket, by the calendar alone. */
const UNITS: Readonly<
  Record<Exclude<DayGrain, OwnGrain>, { readonly days?: number; readonly months?: number }>
> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  fiscal_quarter: { months: 3 },
  year: { months: 12 },
  fiscal_year: { months: 12 },
};

/**
 * The first day of the bucket that holds `day`. The end of what a calendar knows begins something, too.
 * @throws SemanticError QUERY_CALENDAR_RANGE
 */
export function bucketStart(
  day: Temporal.PlainDate,
  grain: DayGrain,
  calendar: ReportingCalendar,
): Temporal.PlainDate {
  if (isOwnGrain(grain)) {
    const periods = findPeriods(grain, calendar);
    return periods ? dayAt(periods, placeOf(day, { grain, periods }), grain) : day.with({ day: 1 });
  }
  const { weekShift, fiscalShift } = calendar;
  switch (grain) {
    case 'day':
      return day;
    case 'week':
      return day.subtract({ days: (day.dayOfWeek - 1 + weekShift) % 7 });
    case 'month':
      return day.with({ day: 1 });
    case 'quarter':
      return monthStart(day, 3);
    case 'year':
      return monthStart(day, 12);
    default: {
      // Months that are shorter keep the day within the month, which is all that counts.
      const moved = day.subtract({ months: fiscalShift });
      return monthStart(moved, grain === 'fiscal_quarter' ? 3 : 12).add({ months: fiscalShift });
    }
  }
}

/**
 * As {@link bucketStart}, of a day that the calendar has: what begins behind its last day may be that one's own
 * period, which goes on.
 * @throws SemanticError QUERY_CALENDAR_RANGE
 */
export function knownBucketStart(
  day: Temporal.PlainDate,
  grain: DayGrain,
  calendar: ReportingCalendar,
): Temporal.PlainDate {
  const periods = isOwnGrain(grain) ? findPeriods(grain, calendar) : null;
  if (periods && isOwnGrain(grain) && day.toString() === periods.end) throw outside('after', grain, periods);
  return bucketStart(day, grain, calendar);
}

/** The first day of the stretch of so many months, counted from January, that holds `day`. */
function monthStart(day: Temporal.PlainDate, months: 3 | 12): Temporal.PlainDate {
  return day.with({ month: day.month - ((day.month - 1) % months), day: 1 });
}

/**
 * The day so many buckets later, or earlier where `count` is below zero: as far into its bucket, or on the last
 * day of that.
 * @throws SemanticError QUERY_CALENDAR_RANGE, RangeError where no calendar of ours goes
 */
export function moveDay(
  day: Temporal.PlainDate,
  { count, unit }: DayLength,
  calendar: ReportingCalendar,
): Temporal.PlainDate {
  if (isOwnGrain(unit)) {
    const periods = findPeriods(unit, calendar);
    return periods ? movePeriods(day, count, { grain: unit, periods }) : day.add({ months: count });
  }
  const { days = 0, months = 0 } = UNITS[unit];
  return day.add({ days: days * count, months: months * count });
}

/** Whether a bucket begins with the day, or what a calendar knows ends before it; no day that is unknown does. */
export function isBucketStart(
  day: Temporal.PlainDate,
  grain: DayGrain,
  calendar: ReportingCalendar,
): boolean {
  const periods = isOwnGrain(grain) ? findPeriods(grain, calendar) : null;
  if (!periods) return bucketStart(day, grain, calendar).equals(day);
  return [...periods.starts, periods.end].includes(day.toString());
}

/** In how many of its periods the days from one to before another lie, as far as they are known. */
export function countPeriods(
  [from, to]: readonly [Temporal.PlainDate, Temporal.PlainDate],
  grain: OwnGrain,
  calendar: ReportingCalendar,
): number {
  const periods = findPeriods(grain, calendar);
  if (!periods) return Math.ceil(from.until(to).total({ unit: 'month', relativeTo: from }));
  const [first, last] = [from.toString(), to.toString()];
  return periods.starts.filter((start) => first < start && start < last).length + 1;
}

/** `null` where months stand in. */
export function findPeriods(grain: OwnGrain, { own }: ReportingCalendar): KnownPeriods | null {
  const periods = own.get(grain);
  invariant(periods && periods.kind !== 'unread', `the periods of ${grain} were not read`);
  return periods.kind === 'known' ? periods : null;
}

interface GrainPeriods {
  readonly grain: OwnGrain;
  readonly periods: KnownPeriods;
}

function movePeriods(
  day: Temporal.PlainDate,
  count: number,
  { grain, periods }: GrainPeriods,
): Temporal.PlainDate {
  const place = placeOf(day, { grain, periods });
  const into = dayAt(periods, place, grain).until(day).days;
  const start = dayAt(periods, place + count, grain);
  if (into === 0) return start;
  const last = dayAt(periods, place + count + 1, grain).subtract({ days: 1 });
  const moved = start.add({ days: into });
  return Temporal.PlainDate.compare(moved, last) > 0 ? last : moved;
}

/** The place of the period that holds a day; the number of periods for the day after the last. */
function placeOf(day: Temporal.PlainDate, { grain, periods }: GrainPeriods): number {
  const text = day.toString();
  const { starts, end } = periods;
  if (text === end) return starts.length;
  if (starts.length === 0 || text < (starts[0] ?? '')) throw outside('before', grain, periods);
  if (text > end) throw outside('after', grain, periods);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? '') <= text) low = middle;
    else high = middle - 1;
  }
  return low;
}

function dayAt({ starts, end, ...rest }: KnownPeriods, place: number, grain: OwnGrain): Temporal.PlainDate {
  const text = place === starts.length ? end : starts[place];
  if (text === undefined || text === '')
    throw outside(place < 0 ? 'before' : 'after', grain, { starts, end, ...rest });
  return Temporal.PlainDate.from(text);
}

function outside(side: 'before' | 'after', grain: OwnGrain, periods: KnownPeriods): SemanticError {
  const known = sayKnownDays(periods);
  const hint = 'Ask for a range that it covers, or add the missing days to its table.';
  return new SemanticError('QUERY_CALENDAR_RANGE', { grain, side, known }, { path: '/time', hint });
}

/** `2025-01-01 to 2025-12-31`, both included. */
export function sayKnownDays({ starts, end }: KnownPeriods): string {
  if (starts.length === 0) return 'none';
  return `${starts[0]} to ${Temporal.PlainDate.from(end).subtract({ days: 1 }).toString()}`;
}
