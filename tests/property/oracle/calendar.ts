/** Buckets of time, found by walking day by day and minute by minute. */
import {
  fromMicros,
  instantAt,
  type Moment,
  readMoment,
  toMicros,
  type Weekday,
  wallClock,
} from './clock.ts';

export const SUB_DAY_GRAINS = ['second', 'minute', 'hour'] as const;
export const DAY_GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;
/** Fiscal years begin in November in every project here: with no quarter of the calendar. */
export const BUCKET_GRAINS = [...DAY_GRAINS, 'fiscal_quarter', 'fiscal_year'] as const;
export const FISCAL_YEAR_STARTS = 'november';
const FISCAL_MONTH = 11;

export type SubDayGrain = (typeof SUB_DAY_GRAINS)[number];
export type DayGrain = (typeof BUCKET_GRAINS)[number];
export type Grain = SubDayGrain | DayGrain;

const WEEKDAYS: readonly Weekday[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function isSubDay(grain: Grain): grain is SubDayGrain {
  return grain === 'second' || grain === 'minute' || grain === 'hour';
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function isoWeekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The first day of the bucket that holds a day. */
export function bucketOf(day: string, grain: DayGrain, weekStarts: Weekday): string {
  const [year = '', month = ''] = day.split('-');
  if (grain === 'day') return day;
  if (grain === 'month') return `${year}-${month}-01`;
  if (grain === 'year') return `${year}-01-01`;
  if (grain === 'quarter') {
    const first = Math.floor((Number(month) - 1) / 3) * 3 + 1;
    return `${year}-${String(first).padStart(2, '0')}-01`;
  }
  if (grain === 'fiscal_quarter' || grain === 'fiscal_year') return fiscalStart(day, grain);
  let date = day;
  while (WEEKDAYS[isoWeekday(date) % 7] !== weekStarts) date = addDays(date, -1);
  return date;
}

function fiscalStart(day: string, grain: 'fiscal_quarter' | 'fiscal_year'): string {
  const months = grain === 'fiscal_year' ? 12 : 3;
  let first = `${day.slice(0, 7)}-01`;
  while ((Number(first.slice(5, 7)) - FISCAL_MONTH + 12) % months !== 0)
    first = `${addDays(first, -1).slice(0, 7)}-01`;
  return first;
}

/** The first day after the bucket that holds a day. */
export function nextBucket(day: string, grain: DayGrain, weekStarts: Weekday): string {
  const bucket = bucketOf(day, grain, weekStarts);
  let next = addDays(day, 1);
  while (bucketOf(next, grain, weekStarts) === bucket) next = addDays(next, 1);
  return next;
}

/** `2026-01-31T10` for the hour of a wall clock. */
function truncated(wall: string, grain: SubDayGrain): string {
  return wall.slice(0, { hour: 13, minute: 16, second: 19 }[grain]);
}

/** The start of the second, minute or hour that a wall clock shows. */
export function startOfWall(wall: string, grain: SubDayGrain): string {
  return `${truncated(wall, grain)}:00:00`.slice(0, 19).concat('.000000');
}

/** Minutes that the zone is ahead of UTC at an instant. */
export function offsetAt(instant: string, zone: string): number {
  return (toMicros(wallClock(instant, zone)) - toMicros(instant)) / MINUTE;
}

const foundStarts = new Map<string, string>();

/** The first of the instants around this one that share its local hour (minute, second) and its offset. */
export function startOfSpan(instant: string, zone: string, grain: SubDayGrain): string {
  const key = `${instant} ${zone} ${grain}`;
  const found = foundStarts.get(key) ?? searchStart(instant, zone, grain);
  foundStarts.set(key, found);
  return found;
}

function searchStart(instant: string, zone: string, grain: SubDayGrain): string {
  const offset = offsetAt(instant, zone);
  const wall = wallClock(instant, zone);
  const start = toMicros(instant) - (toMicros(wall) - toMicros(startOfWall(wall, grain)));
  // Offsets change at whole minutes only.
  let first = toMicros(instant);
  for (let micros = Math.floor(first / MINUTE) * MINUTE; micros >= start; micros -= MINUTE) {
    if (offsetAt(instantAt(micros), zone) !== offset) return instantAt(first);
    first = micros;
  }
  return instantAt(start);
}

/** The starts of all spans with an instant in `[from, to)`. */
export function spansBetween(from: string, to: string, at: { zone: string; grain: SubDayGrain }): string[] {
  if (toMicros(to) <= toMicros(from)) return [];
  // No clock changes but at a quarter of an hour.
  const step = { second: SECOND, minute: MINUTE, hour: 15 * MINUTE }[at.grain];
  const first = startOfSpan(from, at.zone, at.grain);
  const spans = [first];
  const nameOf = (micros: number) => {
    const instant = instantAt(micros);
    return `${truncated(wallClock(instant, at.zone), at.grain)} ${offsetAt(instant, at.zone)}`;
  };
  let current = nameOf(toMicros(first));
  for (let micros = toMicros(first) + step; micros < toMicros(to); micros += step) {
    const name = nameOf(micros);
    if (name !== current) spans.push(instantAt(micros));
    current = name;
  }
  return spans;
}

/** The same for wall clocks, which never jump. */
export function wallsBetween(from: string, to: string, grain: SubDayGrain): string[] {
  const step = { hour: HOUR, minute: MINUTE, second: SECOND }[grain];
  const walls: string[] = [];
  for (let micros = toMicros(startOfWall(from, grain)); micros < toMicros(to); micros += step)
    walls.push(fromMicros(micros));
  return walls;
}

/** The first days of all buckets with an instant in `[from, to)`. */
export function daysBetween(
  from: Moment,
  to: Moment,
  at: { zone: string; grain: DayGrain; weekStarts: Weekday },
): string[] {
  const days: string[] = [];
  for (
    let day = from.wall.slice(0, 10);
    readMoment(day, at.zone).instant < to.instant;
    day = addDays(day, 1)
  ) {
    const bucket = bucketOf(day, at.grain, at.weekStarts);
    if (days.at(-1) !== bucket) days.push(bucket);
  }
  return days;
}
