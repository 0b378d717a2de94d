/**
 * Every bucket that a range touches, as the warehouse names them: by the same definition, from the zone's
 * periods and not from any row. What the buckets are for is for others to say.
 */
import { Temporal } from 'temporal-polyfill';
import {
  type ClockGrain,
  type DayGrain,
  type Grain,
  isClockGrain,
  isOwnGrain,
  type ValueType,
} from '../base/value-type.ts';
import type { TimeBound } from './bound-query.ts';
import { bucketStart, moveDay, type ReportingCalendar } from './reporting-calendar.ts';
import { type ZonePeriod, zonePeriods } from './zone-periods.ts';

interface Buckets {
  readonly from: TimeBound;
  readonly to: TimeBound;
  readonly grain: Grain;
  readonly zone: string;
  readonly calendar: ReportingCalendar;
}

/** A stretch of local time, `[from, to)`. */
interface LocalSpan {
  readonly from: Temporal.PlainDateTime;
  readonly to: Temporal.PlainDateTime;
}

export const CLOCK_UNITS: Readonly<Record<ClockGrain, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
};

/**
 * The texts that are bound for the buckets, in the order of time; `types` are those of the legs' times.
 * Buckets of the clock are of the legs' own type, longer ones are dates.
 */
export function listBuckets(asked: Buckets, types: ReadonlySet<ValueType>): readonly string[] {
  const { grain } = asked;
  if (isClockGrain(grain))
    return types.has('time') ? listInstants(asked, grain) : listWallClocks(asked, grain);
  const spans = [
    ...(types.has('time') ? instantSpans(asked) : []),
    ...(types.has('date') || types.has('local_time') ? [wallClockSpan(asked)] : []),
  ];
  const days = new Set(spans.flatMap((span) => listDays(span, grain, asked.calendar)));
  return [...days].sort();
}

function listInstants({ from, to, zone }: Buckets, grain: ClockGrain): readonly string[] {
  const [lower, upper] = [Temporal.Instant.from(from.instant), Temporal.Instant.from(to.instant)];
  const unit = CLOCK_UNITS[grain];
  // Nothing is cut below a millisecond, so a bound within one is the same as the next.
  const last = Math.ceil(Number(upper.epochNanoseconds) / 1e6);
  const texts: string[] = [];
  for (const period of zonePeriods(lower, upper, zone)) {
    const first = Math.max(lower.epochMilliseconds, period.start);
    const end = Math.min(last, period.end);
    for (let at = floorTo(first + period.offset, unit) - period.offset; at < end; at += unit)
      texts.push(printMoment(Math.max(at, period.start), period));
  }
  return texts;
}

function listWallClocks({ from, to }: Buckets, grain: ClockGrain): readonly string[] {
  const [lower, upper] = [from, to].map(({ local }) => Temporal.PlainDateTime.from(local));
  const texts: string[] = [];
  if (!lower || !upper) return texts;
  const start = lower.round({ smallestUnit: grain, roundingMode: 'floor' });
  for (let at = start; Temporal.PlainDateTime.compare(at, upper) < 0; at = at.add({ [`${grain}s`]: 1 }))
    texts.push(at.toString());
  return texts;
}

function wallClockSpan({ from, to }: Buckets): LocalSpan {
  return { from: Temporal.PlainDateTime.from(from.local), to: Temporal.PlainDateTime.from(to.local) };
}

/**
 * What the zone's clock shows between the bounds. Days may be skipped whole, and may come back for an hour;
 * weeks and longer are never skipped, so that only clocks near the bounds matter to them. Periods of the
 * project's own may be of one day.
 */
function instantSpans({ from, to, grain, zone }: Buckets): readonly LocalSpan[] {
  const [lower, upper] = [Temporal.Instant.from(from.instant), Temporal.Instant.from(to.instant)];
  const [near, far] = [lower.add({ hours: 48 }), upper.subtract({ hours: 48 })];
  if (grain === 'day' || isOwnGrain(grain) || Temporal.Instant.compare(near, far) >= 0)
    return spansBetween(lower, upper, zone);
  const edges = [...spansBetween(lower, near, zone), ...spansBetween(far, upper, zone)];
  return [...edges, { from: localAt(near, zone), to: localAt(far, zone) }];
}

function spansBetween(from: Temporal.Instant, to: Temporal.Instant, zone: string): readonly LocalSpan[] {
  return [...zonePeriods(from, to, zone)].map(({ start, end, offset }) => {
    const shift = (moment: Temporal.Instant): Temporal.PlainDateTime =>
      moment.add({ milliseconds: offset }).toZonedDateTimeISO('UTC').toPlainDateTime();
    const first = start > from.epochMilliseconds ? Temporal.Instant.fromEpochMilliseconds(start) : from;
    const last = end <= to.epochMilliseconds ? Temporal.Instant.fromEpochMilliseconds(end) : to;
    return { from: shift(first), to: shift(last) };
  });
}

function localAt(moment: Temporal.Instant, zone: string): Temporal.PlainDateTime {
  return moment.toZonedDateTimeISO(zone).toPlainDateTime();
}

function listDays({ from, to }: LocalSpan, unit: DayGrain, calendar: ReportingCalendar): string[] {
  const days: string[] = [];
  let day = bucketStart(from.toPlainDate(), unit, calendar);
  while (Temporal.PlainDateTime.compare(day.toPlainDateTime(), to) < 0) {
    days.push(day.toString());
    day = moveDay(day, { count: 1, unit }, calendar);
  }
  return days;
}

function floorTo(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}

/** Wall clock and full offset, in which no year is cut off: `2026-03-29T03:00:00+02:00`. */
function printMoment(moment: number, { offset }: ZonePeriod): string {
  const clock = new Date(moment + offset).toISOString().slice(0, 19);
  const ahead = new Date(Math.abs(offset)).toISOString().slice(11, 19);
  return `${clock}${offset < 0 ? '-' : '+'}${ahead}`;
}
