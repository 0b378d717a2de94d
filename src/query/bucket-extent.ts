/** From when to when a bucket of an answer is, told by its printed name. */
import { Temporal } from 'temporal-polyfill';
import { type ClockGrain, type DayGrain, type Grain, isClockGrain } from '../base/value-type.ts';
import { CLOCK_UNITS } from './list-buckets.ts';
import { moveDay, type ReportingCalendar } from './reporting-calendar.ts';
import { periodAt } from './zone-periods.ts';

/** Instants, or local times where the bucket is one of wall clocks; the end is the first moment after it. */
export type BucketExtent =
  | { readonly kind: 'instants'; readonly start: Temporal.Instant; readonly end: Temporal.Instant }
  | { readonly kind: 'local'; readonly start: Temporal.PlainDateTime; readonly end: Temporal.PlainDateTime };

/** What buckets are cut by. */
export interface BucketClock {
  readonly zone: string;
  readonly calendar: ReportingCalendar;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}(:\d{2})?)$/;

/** `null` for moments that no calendar of ours has: those before Christ, and infinity. */
export function extentOf(name: string, grain: Grain, { zone, calendar }: BucketClock): BucketExtent | null {
  if (!isClockGrain(grain)) return DAY.test(name) ? extentOfDays(name, grain, { zone, calendar }) : null;
  if (INSTANT.test(name)) return extentOfInstants(name, grain, zone);
  if (!WALL_CLOCK.test(name)) return null;
  const start = Temporal.PlainDateTime.from(name);
  return { kind: 'local', start, end: start.add({ milliseconds: CLOCK_UNITS[grain] }) };
}

function extentOfDays(name: string, unit: DayGrain, { zone, calendar }: BucketClock): BucketExtent {
  const day = Temporal.PlainDate.from(name);
  const next = moveDay(day, { count: 1, unit }, calendar);
  return (
    evenExtent([day, next], zone) ?? {
      kind: 'instants',
      start: day.toZonedDateTime(zone).toInstant(),
      end: endBefore(next, zone),
    }
  );
}

const TWO_DAYS = 2 * 86_400_000;

/** Where the clock runs evenly, and for two days before and behind, midnights are a sum and need none of its rules. */
function evenExtent(
  days: readonly [Temporal.PlainDate, Temporal.PlainDate],
  zone: string,
): BucketExtent | null {
  const [from, to] = days.map((day) => Date.parse(`${day.toString()}T00:00Z`));
  if (from === undefined || to === undefined) return null;
  const { start, end, offset } = periodAt(from, zone);
  if (from - TWO_DAYS < start || to + TWO_DAYS > end) return null;
  const at = (midnight: number) => Temporal.Instant.fromEpochMilliseconds(midnight - offset);
  return { kind: 'instants', start: at(from), end: at(to) };
}

/**
 * The first instant from which on no clock shows an earlier day. Where clocks go back over midnight, the day
 * before comes again for a while; where they go back to midnight or later, it does not.
 */
function endBefore(day: Temporal.PlainDate, zone: string): Temporal.Instant {
  const first = day.toZonedDateTime(zone);
  const midnight = day.toPlainDateTime();
  const second = midnight.toZonedDateTime(zone, { disambiguation: 'later' });
  if (!second.toPlainDateTime().equals(midnight) || second.equals(first)) return first.toInstant();
  const change = first.getTimeZoneTransition('next');
  return (change?.toPlainDate().equals(day) ? first : second).toInstant();
}

/** A bucket ends with its clock's unit, or before, where clocks change. */
function extentOfInstants(name: string, grain: ClockGrain, zone: string): BucketExtent {
  const start = Temporal.Instant.from(name);
  const local = start.toZonedDateTimeISO(zone);
  const offset = local.offsetNanoseconds / 1_000_000;
  const unit = CLOCK_UNITS[grain];
  const whole = Math.floor((start.epochMilliseconds + offset) / unit) * unit + unit - offset;
  const { end } = periodAt(start.epochMilliseconds, zone);
  return {
    kind: 'instants',
    start,
    end: Temporal.Instant.fromEpochMilliseconds(Math.min(whole, end)),
  };
}
