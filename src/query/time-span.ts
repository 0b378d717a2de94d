/**
 * Stretches of time and how windows move them, on one clock: that of the reporting zone for instants, and one
 * without changes for days and wall clocks. It knows neither buckets' names nor how bounds are written.
 */
import { Temporal } from 'temporal-polyfill';
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import type { Duration, Period } from '../formula/metric-tree.ts';
import type { UnitOfTime } from '../formula/units-of-time.ts';
import { truncateDay } from './calendar-units.ts';
import { momentOf } from './resolve-bound.ts';
import type { WindowStep } from './window.ts';

export type Moment = Temporal.ZonedDateTime;

/** So many of one unit. */
export interface Length {
  readonly count: number;
  readonly unit: UnitOfTime;
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
  /** Days by which weeks start before Monday. */
  readonly weekShift: number;
}

/** Steps that look at the query's buckets are refused before, where there are none. */
export function moveSpan(span: TimeSpan, step: WindowStep, setting: SpanSetting): TimeSpan {
  switch (step.kind) {
    case 'shift':
      return shiftSpan(span, lengthOf(step.by), setting.elapsed);
    case 'shift_to_start':
      return firstBucket(span, step.period, setting);
    case 'trailing':
      return step.length.kind === 'buckets'
        ? trailingBuckets(span, step.length.count, setting)
        : trailing(span, lengthOf(step.length));
    case 'to_date':
      return {
        start: periodStart(lastMoment(span), step.period, setting.weekShift),
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
 * A whole number of units keeps its length and moves by its start; any other stretch moves by both ends. What
 * is not over yet moves as far as it has gone.
 */
export function shiftSpan(span: TimeSpan, by: Length, elapsed: Moment | null): TimeSpan {
  const { start, end, whole } = elapsedPart(span, elapsed);
  const earlier = start && moveBack(start, by);
  if (earlier && whole) return { start: earlier, end: moveForward(earlier, whole), whole };
  return { start: earlier, end: moveEndBack(end, by), whole: null };
}

function elapsedPart(span: TimeSpan, elapsed: Moment | null): TimeSpan {
  if (!elapsed || !isBefore(elapsed, span.end)) return span;
  const begun = span.start === null || isBefore(span.start, elapsed);
  return begun ? { start: span.start, end: elapsed, whole: null } : span;
}

/** The bucket that holds the first day of the period that holds the stretch's start. */
function firstBucket(span: TimeSpan, period: Period, { bucket, weekShift }: SpanSetting): TimeSpan {
  invariant(bucket, 'the first bucket of a period needs buckets');
  const first = periodStart(span.start ?? lastMoment(span), period, weekShift);
  const start = isPeriod(bucket.unit) ? periodStart(first, bucket.unit, weekShift) : first;
  return { start, end: moveForward(start, bucket), whole: bucket };
}

function trailing({ end }: TimeSpan, length: Length): TimeSpan {
  return { start: moveBack(end, length), end, whole: length };
}

function lastDay(span: TimeSpan, { weekShift }: SpanSetting): TimeSpan {
  const day = periodStart(lastMoment(span), 'day', weekShift);
  const isCut = span.start !== null && isBefore(day, span.start);
  return { start: isCut ? span.start : day, end: span.end, whole: null };
}

/**
 * The bucket that holds the last moment, as far as it goes, and those before it. A whole number of units that
 * ends within a bucket, having been moved there, is as long as so many whole buckets.
 */
function trailingBuckets(span: TimeSpan, count: number, { bucket, weekShift }: SpanSetting): TimeSpan {
  invariant(bucket, 'so many buckets need buckets');
  const { end } = span;
  const { unit } = bucket;
  const isAtEdge = bucketStart(end, unit, weekShift).equals(end);
  if (span.whole && !isAtEdge) return trailing(span, { count, unit });
  const last = bucketStart(lastMoment(span), unit, weekShift);
  const first = moveBack(last, { count: count - 1, unit });
  const start = first && bucketStart(first, unit, weekShift);
  return { start, end, whole: isAtEdge ? { count, unit } : null };
}

/** The first moment of the bucket that holds `moment`; where clocks change within an hour, it is two. */
function bucketStart(moment: Moment, unit: UnitOfTime, weekShift: number): Moment {
  if (isPeriod(unit)) return periodStart(moment, unit, weekShift);
  const start = moment.round({ smallestUnit: unit, roundingMode: 'floor' });
  const change = moment.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return change && isBefore(start, change) ? change : start;
}

/** @param by in calendar units moves the wall clock and keeps the day or takes the month's last */
export function moveBack(moment: Moment, by: Length): Moment | null {
  return move(moment, { count: -by.count, unit: by.unit });
}

/** The moment as long after `start` as `to` is after `from`: by wall clocks, or exactly in buckets of clocks. */
export function followAlike(
  start: Moment,
  { from, to }: { readonly from: Moment; readonly to: Moment },
  unit: UnitOfTime,
): Moment {
  if (!isPeriod(unit)) return start.add(from.until(to));
  const elapsed = from.toPlainDateTime().until(to.toPlainDateTime());
  return momentOf(start.toPlainDateTime().add(elapsed), start.timeZoneId);
}

function moveForward(moment: Moment, by: Length): Moment {
  const moved = move(moment, by);
  invariant(moved, 'a bucket after a moment that there is, is one too');
  return moved;
}

/** `null` where no calendar goes: so early that it is before all data. */
function move(moment: Moment, { count, unit }: Length): Moment | null {
  try {
    if (unit === 'second' || unit === 'minute' || unit === 'hour') return moment.add({ [`${unit}s`]: count });
    const months = { month: count, quarter: 3 * count, year: 12 * count };
    const duration =
      unit === 'day' || unit === 'week'
        ? { days: unit === 'day' ? count : 7 * count }
        : { months: months[unit] };
    const local = moment.toPlainDateTime().add(duration);
    return momentOf(local, moment.timeZoneId);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * An end at midnight is the end of its last day, which keeps its number or becomes the month's last: what ends
 * with the 30th of March, ends with the 28th of February a month before. The end of a month stays one. Hours
 * know no days and are exact.
 */
function moveEndBack(end: Moment, by: Length): Moment {
  const isEndOfDay = isPeriod(by.unit) && end.startOfDay().equals(end);
  if (!isEndOfDay || end.day === 1) return moveBack(end, by) ?? end;
  const lastDay = moveBack(end.subtract({ days: 1 }).startOfDay(), by);
  return lastDay ? lastDay.add({ days: 1 }).startOfDay() : end;
}

function lastMoment({ end }: TimeSpan): Moment {
  return end.subtract({ nanoseconds: 1 });
}

/** The first moment of the period that holds `moment`. */
export function periodStart(moment: Moment, period: Period, weekShift: number): Moment {
  invariant(typeof period === 'string', 'windows by grains of calendars are refused');
  const grain = period === 'fiscal_year' ? 'year' : period;
  const day = truncateDay(moment.toPlainDate(), grain, weekShift);
  return momentOf(day.toPlainDateTime(), moment.timeZoneId);
}

function isPeriod(unit: UnitOfTime): unit is Exclude<UnitOfTime, 'second' | 'minute' | 'hour'> {
  return unit !== 'second' && unit !== 'minute' && unit !== 'hour';
}

function lengthOf({ count, unit }: Duration): Length {
  invariant(typeof unit === 'string', 'windows by grains of calendars are refused');
  return { count, unit };
}

export function isBefore(a: Moment, b: Moment): boolean {
  return Temporal.ZonedDateTime.compare(a, b) < 0;
}
