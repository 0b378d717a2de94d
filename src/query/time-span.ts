/**
 * Stretches of time and how windows move them, on one clock: that of the reporting zone for instants, and one
 * without changes for days and wall clocks. It knows neither buckets' names nor how bounds are written.
 */
import { Temporal } from 'temporal-polyfill';
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import { type DayGrain, type Grain, isClockGrain, isOwnGrain } from '../base/value-type.ts';
import { type Duration, grainOf } from '../formula/metric-tree.ts';
import {
  bucketStart as firstDay,
  isBucketStart,
  knownBucketStart,
  moveDay,
  type ReportingCalendar,
} from './reporting-calendar.ts';
import { momentOf } from './resolve-bound.ts';
import type { WindowStep } from './window.ts';

export type Moment = Temporal.ZonedDateTime;

/** So many of one unit. */
export interface Length {
  /** Whole, but for seconds: those go down to the microsecond. */
  readonly count: number;
  readonly unit: Grain;
}

/** `[start, end)`. */
export interface TimeSpan {
  /** `null` since the beginning of the data. */
  readonly start: Moment | null;
  readonly end: Moment;
  /** Where it is a whole number of some unit, which it stays when it is moved. */
  readonly whole: Length | null;
}

export interface SpanSetting {
  /** Up to where time has run; a stretch that is not over is moved as far as it has gone. `null`: unknown. */
  readonly elapsed: Moment | null;
  /** One bucket of the query; `null` without a grain. */
  readonly bucket: Length | null;
  readonly calendar: ReportingCalendar;
}

/** Steps that look at the query's buckets are refused before, where there are none. */
export function moveSpan(span: TimeSpan, step: WindowStep, setting: SpanSetting): TimeSpan {
  switch (step.kind) {
    case 'shift':
      return shiftSpan(span, lengthOf(step.by), setting);
    case 'shift_to_start':
      return firstBucket(span, grainOf(step.period), setting);
    case 'trailing':
      return step.length.kind === 'buckets'
        ? trailingBuckets(span, step.length.count, setting)
        : trailing(span, lengthOf(step.length), setting.calendar);
    case 'to_date':
      return {
        start: knownPeriodStart(lastMoment(span), grainOf(step.period), setting.calendar),
        end: span.end,
        whole: null,
      };
    case 'running':
      return { start: null, end: span.end, whole: null };
    case 'last_day':
      return lastDay(span, setting);
    case 'each_bucket':
    case 'compared_range':
      // Which bucket of the earlier range is meant, only the list of all buckets can say.
      return span;
    default:
      return assertNever(step);
  }
}

/**
 * A whole number of units keeps its length and moves by its start; any other stretch moves by both ends, and so
 * do periods of the project's own, which differ in length, where none begins with the moved start. What is not
 * over yet moves as far as it has gone.
 */
export function shiftSpan(
  span: TimeSpan,
  by: Length,
  { elapsed, calendar }: Pick<SpanSetting, 'elapsed' | 'calendar'>,
): TimeSpan {
  const { start, end, whole } = elapsedPart(span, elapsed);
  const earlier = start && moveBack(start, by, calendar);
  if (earlier && whole && isWholeFrom(earlier, whole, calendar))
    return { start: earlier, end: moveForward(earlier, whole, calendar), whole };
  return { start: earlier, end: moveEndBack(end, by, calendar), whole: null };
}

function isWholeFrom(start: Moment, { unit }: Length, calendar: ReportingCalendar): boolean {
  return isClockGrain(unit) || !isOwnGrain(unit) || isBucketStart(start.toPlainDate(), unit, calendar);
}

function elapsedPart(span: TimeSpan, elapsed: Moment | null): TimeSpan {
  if (!elapsed || !isBefore(elapsed, span.end)) return span;
  const begun = span.start === null || isBefore(span.start, elapsed);
  return begun ? { start: span.start, end: elapsed, whole: null } : span;
}

/** The bucket that holds the first day of the period that holds the stretch's start. */
function firstBucket(span: TimeSpan, period: DayGrain, { bucket, calendar }: SpanSetting): TimeSpan {
  invariant(bucket, 'the first bucket of a period needs buckets');
  const first = knownPeriodStart(span.start ?? lastMoment(span), period, calendar);
  const start = isClockGrain(bucket.unit) ? first : periodStart(first, bucket.unit, calendar);
  return { start, end: moveForward(start, bucket, calendar), whole: bucket };
}

function trailing({ end }: TimeSpan, length: Length, calendar: ReportingCalendar): TimeSpan {
  return { start: moveBack(end, length, calendar), end, whole: length };
}

function lastDay(span: TimeSpan, { calendar }: SpanSetting): TimeSpan {
  const day = periodStart(lastMoment(span), 'day', calendar);
  const isCut = span.start !== null && isBefore(day, span.start);
  return { start: isCut ? span.start : day, end: span.end, whole: null };
}

/**
 * The bucket that holds the last moment, as far as it goes, and those before it. A whole number of units that
 * ends within a bucket, having been moved there, is as long as so many whole buckets.
 */
function trailingBuckets(span: TimeSpan, count: number, { bucket, calendar }: SpanSetting): TimeSpan {
  invariant(bucket, 'so many buckets need buckets');
  const { end } = span;
  const { unit } = bucket;
  const isAtEdge = bucketStart(end, unit, calendar).equals(end);
  if (span.whole && !isAtEdge) return trailing(span, { count, unit }, calendar);
  const last = isClockGrain(unit)
    ? bucketStart(lastMoment(span), unit, calendar)
    : knownPeriodStart(lastMoment(span), unit, calendar);
  const first = moveBack(last, { count: count - 1, unit }, calendar);
  const start = first && bucketStart(first, unit, calendar);
  return { start, end, whole: isAtEdge ? { count, unit } : null };
}

/** The first moment of the bucket that holds `moment`; where clocks change within an hour, it is two. */
function bucketStart(moment: Moment, unit: Grain, calendar: ReportingCalendar): Moment {
  if (!isClockGrain(unit)) return periodStart(moment, unit, calendar);
  const start = moment.round({ smallestUnit: unit, roundingMode: 'floor' });
  const change = moment.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return change && isBefore(start, change) ? change : start;
}

/** @param by in calendar units moves the wall clock and keeps the day or takes the month's last */
function moveBack(moment: Moment, by: Length, calendar: ReportingCalendar): Moment | null {
  return move(moment, { count: -by.count, unit: by.unit }, calendar);
}

/** The moment as long after `start` as `to` is after `from`: by wall clocks, or exactly in buckets of clocks. */
export function followAlike(
  start: Moment,
  { from, to }: { readonly from: Moment; readonly to: Moment },
  unit: Grain,
): Moment {
  if (isClockGrain(unit)) return start.add(from.until(to));
  const elapsed = from.toPlainDateTime().until(to.toPlainDateTime());
  return momentOf(start.toPlainDateTime().add(elapsed), start.timeZoneId);
}

function moveForward(moment: Moment, by: Length, calendar: ReportingCalendar): Moment {
  const moved = move(moment, by, calendar);
  invariant(moved, 'a bucket after a moment that there is, is one too');
  return moved;
}

/** `null` where no calendar goes: so early that it is before all data. */
function move(moment: Moment, { count, unit }: Length, calendar: ReportingCalendar): Moment | null {
  try {
    if (unit === 'second') return moment.add({ microseconds: Math.round(count * 1e6) });
    if (isClockGrain(unit)) return moment.add({ [`${unit}s`]: count });
    const day = moveDay(moment.toPlainDate(), { count, unit }, calendar);
    return momentOf(day.toPlainDateTime(moment.toPlainTime()), moment.timeZoneId);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * An end at midnight is the end of its last day, which keeps its number or becomes the month's last: what ends
 * with the 30th of March, ends with the 28th of February a month before. The end of a month stays one, and so
 * does that of a period of the project's own. Hours know no days and are exact.
 */
function moveEndBack(end: Moment, by: Length, calendar: ReportingCalendar): Moment {
  if (isClockGrain(by.unit) || !end.startOfDay().equals(end)) return moveBack(end, by, calendar) ?? end;
  const unit = isOwnGrain(by.unit) ? by.unit : 'month';
  if (isBucketStart(end.toPlainDate(), unit, calendar)) return moveBack(end, by, calendar) ?? end;
  const lastDay = moveBack(end.subtract({ days: 1 }).startOfDay(), by, calendar);
  return lastDay ? lastDay.add({ days: 1 }).startOfDay() : end;
}

function lastMoment({ end }: TimeSpan): Moment {
  return end.subtract({ nanoseconds: 1 });
}

/** The first moment of the period that holds `moment`. */
export function periodStart(moment: Moment, period: DayGrain, calendar: ReportingCalendar): Moment {
  const day = firstDay(moment.toPlainDate(), period, calendar);
  return momentOf(day.toPlainDateTime(), moment.timeZoneId);
}

/** As {@link periodStart}, of a moment whose day the calendar has. @throws SemanticError QUERY_CALENDAR_RANGE */
function knownPeriodStart(moment: Moment, period: DayGrain, calendar: ReportingCalendar): Moment {
  const day = knownBucketStart(moment.toPlainDate(), period, calendar);
  return momentOf(day.toPlainDateTime(), moment.timeZoneId);
}

function lengthOf({ count, unit }: Duration): Length {
  return { count, unit: grainOf(unit) };
}

export function isBefore(a: Moment, b: Moment): boolean {
  return Temporal.ZonedDateTime.compare(a, b) < 0;
}
