/**
 * The demo's fixed two years, day by day in a client's zone. Instants are whole seconds since 1970;
 * nothing here reads the clock.
 */
import { Temporal } from 'temporal-polyfill';

/** First day of the demo's data. */
export const DEMO_FROM = '2024-07-01';
/** The day after its last. */
export const DEMO_TO = '2026-07-01';

const HOUR = 3600;
/** Seconds in an ordinary day. */
export const DAY = 24 * HOUR;

/** One calendar day as a zone lives it. */
export interface DemoDay {
  /** `2025-03-30`. */
  readonly date: string;
  /** Days since {@link DEMO_FROM}. */
  readonly index: number;
  /** ISO weekday, Monday is 1. */
  readonly weekday: number;
  /** Instant of its first second. */
  readonly start: number;
  /** 23 or 25 hours where clocks change. */
  readonly seconds: number;
  /** Instant at which the clocks change, where they do. */
  readonly clockChange: number | null;
}

const daysByZone = new Map<string, readonly DemoDay[]>();

/** All days of the demo's window in `zone`; those of a zone are looked up once. */
export function listDays(zone: string): readonly DemoDay[] {
  const days = daysByZone.get(zone) ?? computeDays(zone);
  daysByZone.set(zone, days);
  return days;
}

function computeDays(zone: string): readonly DemoDay[] {
  const from = Temporal.PlainDate.from(DEMO_FROM);
  const count = from.until(DEMO_TO).days;
  return Array.from({ length: count }, (_, index) => describeDay(from.add({ days: index }), index, zone));
}

function describeDay(date: Temporal.PlainDate, index: number, zone: string): DemoDay {
  const start = date.toZonedDateTime(zone);
  const seconds = toSeconds(date.add({ days: 1 }).toZonedDateTime(zone)) - toSeconds(start);
  const change = seconds === DAY ? null : start.getTimeZoneTransition('next');
  return {
    date: date.toString(),
    index,
    weekday: date.dayOfWeek,
    start: toSeconds(start),
    seconds,
    clockChange: change === null ? null : toSeconds(change),
  };
}

function toSeconds(moment: Temporal.ZonedDateTime): number {
  return moment.epochMilliseconds / 1000;
}

/** The instant at which the last of `days` is over. */
export function endOfDays(days: readonly DemoDay[]): number {
  const last = days.at(-1);
  return last === undefined ? 0 : last.start + last.seconds;
}

/** An instant as PostgreSQL prints it in UTC: `2025-03-30 01:00:00+00`. */
export function printInstant(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}+00`;
}
