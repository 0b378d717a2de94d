/**
 * The windows of a metric's formula over every bucket of a range, and over the range as a whole. What is bound
 * are texts; which rows lie in them is the warehouse's to find.
 */
import { Temporal } from 'temporal-polyfill';
import { type Grain, isClockGrain, type OwnGrain, type ValueType } from '../base/value-type.ts';
import type { Period } from '../catalog/catalog.ts';
import { grainOf } from '../formula/metric-tree.ts';
import { countBuckets } from './bind-time.ts';
import type { TimeBound } from './bound-query.ts';
import { extentOf } from './bucket-extent.ts';
import { limit } from './check-query.ts';
import { CLOCK_UNITS, listBuckets } from './list-buckets.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { countPeriods, type ReportingCalendar } from './reporting-calendar.ts';
import {
  followAlike,
  isBefore,
  type Length,
  type Moment,
  moveSpan,
  periodStart,
  type SpanSetting,
  shiftSpan,
  type TimeSpan,
} from './time-span.ts';
import { nextPeriod } from './whole-periods.ts';
import type { ComparedRange, Window } from './window.ts';

export interface WindowRange {
  readonly from: TimeBound | null;
  readonly to: TimeBound;
  readonly grain: Grain | null;
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  /** The grain of the project's own that the range is whole periods of, if it is. */
  readonly unit: OwnGrain | null;
  readonly now: Date | null;
  /** The first day of the data, where every bucket since then is asked for. */
  readonly beginning: TimeBound | null;
  /** What the leg's dates stand for, where that is a period. */
  readonly period?: Period | null;
}

/** A bucket and its window, as texts of the leg's own type. */
export interface ListedWindow {
  /** The bucket of the query, if it has a grain, and then those that the window looks at one by one. */
  readonly buckets: readonly string[];
  readonly start: string;
  readonly end: string;
}

/** What is before everything else. */
const BEGINNING = '-infinity';

/** One window for each bucket that has one, in the order of time. Asked for with a grain only. */
export function listWindows(window: Window, range: WindowRange, type: ValueType): readonly ListedWindow[] {
  const listing = listingOf(range, type);
  const places = basePlaces(window, listing).flatMap((base) => followWindow(window, base, listing));
  return printWindows(places, type);
}

/** The windows over the range as a whole: several where the window looks at every bucket of a grain. */
export function listWholeWindows(
  window: Window,
  range: WindowRange,
  type: ValueType,
): readonly ListedWindow[] {
  const listing = wholeListing(range, type);
  return printWindows(followWindow(window, wholePlace(window, listing), listing), type);
}

/** The buckets alone, of a window that ends with every bucket of a grain; `isWhole` for the range without the query's. */
export function listPlaces(
  window: Window,
  range: WindowRange,
  { type, isWhole }: { readonly type: ValueType; readonly isWhole: boolean },
): readonly (readonly string[])[] {
  const last = window.at(-1);
  if (last?.kind !== 'each_bucket') return [];
  const listing = isWhole ? wholeListing(range, type) : listingOf(range, type);
  const bases = isWhole ? [wholePlace(window, listing)] : basePlaces(window, listing);
  return bases
    .flatMap((base) => followWindow(window.slice(0, -1), base, listing))
    .flatMap((place) => {
      const inner = rangeWithin(place, last.grain, listing);
      const labels = inner ? listBuckets(inner, new Set([type])) : [];
      return labels.map((label) => [...place.buckets, label]);
    });
}

function listingOf(range: WindowRange, type: ValueType): Listing {
  return { range, type, clock: clockOf(range, type), count: { listed: 0 } };
}

function wholeListing(range: WindowRange, type: ValueType): Listing {
  return { range, type, clock: { ...clockOf(range, type), bucket: null }, count: { listed: 0 } };
}

/** Where windows begin: the buckets of the query, or those that a comparison pairs with them. */
function basePlaces([first]: Window, listing: Listing): readonly Place[] {
  const { range, type, clock } = listing;
  const buckets = listSpans(range, type, clock);
  const spans =
    first?.kind === 'compared_range' ? pairSpans(first, buckets, listing) : buckets.map(({ span }) => span);
  return buckets.flatMap(({ label }, place) => {
    const span = spans[place];
    return span ? [{ buckets: [label], span }] : [];
  });
}

function wholePlace(window: Window, listing: Listing): Place {
  return { buckets: [], span: wholeSpan(window, listing) };
}

/** The window over the range as a whole, which has no start where it goes back to the beginning. */
export function wholeWindow(
  window: Window,
  range: WindowRange,
  type: ValueType,
): { readonly start: string | null; readonly end: string } {
  const clock = { ...clockOf(range, type), bucket: null };
  const base = wholeSpan(window, { range, type, clock });
  const { start, end } = window.reduce((span, step) => moveSpan(span, step, clock), base);
  return { start: start && printMoment(start, type), end: printMoment(end, type) };
}

/** The range that a window over the range as a whole begins with. */
function wholeSpan([first]: Window, { range, type, clock }: Pairing): TimeSpan {
  const base = rangeSpan(range, type);
  return first?.kind === 'compared_range' ? shiftSpan(base, lengthOf(first, base, range), clock) : base;
}

/** A stretch of time, and the buckets that it is of. */
interface Place {
  readonly buckets: readonly string[];
  readonly span: TimeSpan;
}

interface Listing extends Pairing {
  /** How many buckets of a grain were listed inside of others so far. */
  readonly count: { listed: number };
}

/**
 * Where the window leads to from a bucket; a comparison has chosen that already. What follows every bucket of a
 * grain is counted in such buckets.
 */
function followWindow(window: Window, from: Place, listing: Listing): readonly Place[] {
  let { clock } = listing;
  let places: readonly Place[] = [from];
  for (const step of window) {
    if (step.kind === 'each_bucket') {
      places = places.flatMap((place) => splitPlace(place, step.grain, listing));
      clock = { ...clock, bucket: bucketLength(step.grain) };
    } else places = places.map(({ buckets, span }) => ({ buckets, span: moveSpan(span, step, clock) }));
  }
  return places;
}

function splitPlace(place: Place, grain: Grain, listing: Listing): readonly Place[] {
  const inner = rangeWithin(place, grain, listing);
  if (!inner) return [];
  const { type, clock } = listing;
  return listSpans(inner, type, { ...clock, bucket: bucketLength(grain) }).map(({ label, span }) => ({
    buckets: [...place.buckets, label],
    span,
  }));
}

/** The stretch as a range of a grain of its own, if there is anything in it. @throws SemanticError QUERY_LIMIT_EXCEEDED */
function rangeWithin(
  { span }: Place,
  grain: Grain,
  { range, type, count }: Listing,
): (WindowRange & { readonly from: TimeBound; readonly grain: Grain }) | null {
  const start = span.start ?? beginningOf(range, grain, type);
  if (!start || !isBefore(start, span.end)) return null;
  const [from, to] = [boundAt(start, type), boundAt(span.end, type)];
  count.listed += countBuckets([from, to], grain, range.calendar);
  limit('buckets to aggregate over', count.listed, QUERY_LIMITS.bucketsWithin, '/metrics');
  return { ...range, from, to, grain };
}

function beginningOf(
  { beginning, zone, calendar }: WindowRange,
  grain: Grain,
  type: ValueType,
): Moment | null {
  if (!beginning) return null;
  const moment = boundMoment(beginning, zone, type);
  return isClockGrain(grain) ? moment : periodStart(moment, grain, calendar);
}

/** Without those in which there is nothing to see. */
function printWindows(places: readonly Place[], type: ValueType): readonly ListedWindow[] {
  return places.flatMap(({ buckets, span: { start, end } }) => {
    if (start && !isBefore(start, end)) return [];
    return [{ buckets, start: printMoment(start, type), end: printMoment(end, type) }];
  });
}

function clockOf(range: WindowRange, type: ValueType): SpanSetting {
  const { now, grain, calendar, period } = range;
  const bucket = grain && bucketLength(grain);
  const elapsed = now && elapsedAt(now, range.zone, type);
  return {
    elapsed: elapsed && period ? wholePeriod(elapsed, period, calendar) : elapsed,
    bucket,
    calendar,
  };
}

/** No part of a period can be told from the rest. */
function wholePeriod(elapsed: Moment, period: Period, calendar: ReportingCalendar): Moment {
  const last = elapsed.subtract({ days: 1 }).toPlainDate();
  return nextPeriod(last, { period, calendar }).toZonedDateTime('UTC');
}

function bucketLength(grain: Grain): Length {
  return { count: 1, unit: grain };
}

/** Now; for days the end of today, since no part of a day can be told from the rest. */
function elapsedAt(now: Date, zone: string, type: ValueType): Moment {
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  if (type === 'time') return moment;
  const local = moment.toPlainDateTime().toZonedDateTime('UTC');
  return type === 'date' ? local.startOfDay().add({ days: 1 }) : local;
}

interface BucketSpan {
  readonly label: string;
  readonly span: TimeSpan;
}

/** Buckets that the range cuts are as long as what is left of them. */
function listSpans(range: WindowRange, type: ValueType, { bucket }: SpanSetting): readonly BucketSpan[] {
  const { from, to, grain, zone, calendar } = range;
  const whole = rangeSpan(range, type);
  if (!from || !grain || !whole.start) return [];
  const { start: first, end: last } = whole;
  return listBuckets({ from, to, grain, zone, calendar }, new Set([type])).flatMap((label) => {
    const extent = extentOf(label, grain, { zone: type === 'time' ? zone : 'UTC', calendar });
    if (!extent) return [];
    const [start, end] = [toMoment(extent.start, zone, type), toMoment(extent.end, zone, type)];
    const isCut = isBefore(start, first) || isBefore(last, end);
    const span = {
      start: isBefore(start, first) ? first : start,
      end: isBefore(last, end) ? last : end,
      whole: isCut || isShort(start, end, grain) ? null : bucket,
    };
    return [{ label, span }];
  });
}

/** Whether clocks that change cut an hour or a minute short. */
function isShort(start: Moment, end: Moment, grain: Grain): boolean {
  return isClockGrain(grain) && end.epochMilliseconds - start.epochMilliseconds < CLOCK_UNITS[grain];
}

function toMoment(at: Temporal.Instant | Temporal.PlainDateTime, zone: string, type: ValueType): Moment {
  if (at instanceof Temporal.PlainDateTime) return at.toZonedDateTime('UTC');
  return at.toZonedDateTimeISO(type === 'time' ? zone : 'UTC');
}

function rangeSpan({ from, to, zone }: WindowRange, type: ValueType): TimeSpan {
  return { start: from && boundMoment(from, zone, type), end: boundMoment(to, zone, type), whole: null };
}

function boundMoment({ instant, local }: TimeBound, zone: string, type: ValueType): Moment {
  return type === 'time'
    ? Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
    : Temporal.PlainDateTime.from(local).toZonedDateTime('UTC');
}

interface Pairing {
  readonly range: WindowRange;
  readonly type: ValueType;
  readonly clock: SpanSetting;
}

/** The buckets of the earlier range, paired by position; none where it has fewer. */
function pairSpans(
  step: ComparedRange,
  buckets: readonly BucketSpan[],
  { range, type, clock }: Pairing,
): readonly TimeSpan[] {
  const base = rangeSpan(range, type);
  const whole = shiftSpan(base, lengthOf(step, base, range), { ...clock, elapsed: null });
  if (!whole.start) return [];
  const earlier = { ...range, from: boundAt(whole.start, type), to: boundAt(whole.end, type) };
  const partners = listSpans(earlier, type, clock);
  return buckets.flatMap(({ span }, place) => {
    const partner = partners[place];
    return partner ? [elapsedAlike(partner.span, span, clock)] : [];
  });
}

/** A bucket that time has not filled yet is compared with the part of its partner that is as long. */
function elapsedAlike(partner: TimeSpan, bucket: TimeSpan, { elapsed, bucket: unit }: SpanSetting): TimeSpan {
  if (!elapsed || !unit || !bucket.start || !partner.start) return partner;
  if (!isBefore(bucket.start, elapsed) || !isBefore(elapsed, bucket.end)) return partner;
  const end = followAlike(partner.start, { from: bucket.start, to: elapsed }, unit.unit);
  return isBefore(end, partner.end) ? { start: partner.start, end, whole: null } : partner;
}

/**
 * By itself, a range of whole periods of the project's own that it was asked by moves by so many, one of whole
 * months by months, of whole days by days, any other by its length.
 */
function lengthOf(
  { by }: ComparedRange,
  { start, end }: TimeSpan,
  { unit, calendar }: Pick<WindowRange, 'unit' | 'calendar'>,
): Length {
  if (by) return { count: by.count, unit: grainOf(by.unit) };
  if (!start) return { count: 1, unit: 'second' };
  if (unit) return { count: countPeriods([start.toPlainDate(), end.toPlainDate()], unit, calendar), unit };
  const days = [start, end].every((moment) => moment.startOfDay().equals(moment));
  if (days && start.day === 1 && end.day === 1)
    return {
      count: start.toPlainDate().until(end.toPlainDate(), { largestUnit: 'month' }).months,
      unit: 'month',
    };
  if (days) return { count: start.toPlainDate().until(end.toPlainDate()).days, unit: 'day' };
  return { count: Number(end.epochNanoseconds - start.epochNanoseconds) / 1e9, unit: 'second' };
}

function boundAt(moment: Moment, type: ValueType): TimeBound {
  const instant = moment.toInstant().toString();
  const local = moment.toPlainDateTime().toString();
  return { instant, local, parameter: printMoment(moment, type) };
}

/** Wall clock and full offset for instants, in which no year is cut off. */
function printMoment(moment: Moment | null, type: ValueType): string {
  if (!moment || moment.year < 1) return BEGINNING;
  if (type === 'date') return moment.toPlainDate().toString();
  const local = moment.toPlainDateTime().toString();
  return type === 'time' ? `${local}${moment.offset}` : local;
}
