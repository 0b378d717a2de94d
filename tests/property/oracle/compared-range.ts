/** The range that `compare` looks at: the query's own moved back, its buckets paired with those at the same places. */
import { dayOf, dayStart } from './buckets.ts';
import { addDays, isSubDay } from './calendar.ts';
import { instantOf, toMicros, wallClock } from './clock.ts';
import { cutAtNow, type Interval, type Setting, shiftBack } from './interval.ts';
import { moveExactly } from './move-time.ts';
import type { Moved } from './window.ts';

/** Both ends of a range, as values of the leg's time. */
export interface Ends {
  readonly first: string | null;
  readonly last: string | null;
}

/** How far back: so many units, or a length of time. */
type Distance = Moved | { readonly micros: number };

/** The range as a whole, as far as it has gone. */
export function compareWhole({ first, last }: Ends, by: Moved | null, setting: Setting): Interval {
  const whole: Interval = { start: first, end: last, length: null };
  return moveBack(cutAtNow(whole, setting), by ?? distanceOf({ first, last }, setting), setting);
}

/** The range before, all of it. */
export function earlierRange({ first, last }: Ends, by: Moved | null, setting: Setting): Ends {
  const whole: Interval = { start: first, end: last, length: null };
  const { start, end } = moveBack(whole, by ?? distanceOf({ first, last }, setting), setting);
  return { first: start, last: end };
}

/** What is not over yet is compared with a part that is as long. */
export function comparePart(bucket: Interval, partner: Interval, setting: Setting): Interval {
  const now = elapsedUntil(setting);
  if (bucket.start === null || bucket.end === null || partner.start === null || partner.end === null)
    return partner;
  if (now <= bucket.start || bucket.end <= now) return partner;
  const end = followAlike(partner.start, { from: bucket.start, to: now }, setting);
  return end < partner.end ? { start: partner.start, end, length: null } : partner;
}

function moveBack(interval: Interval, by: Distance, setting: Setting): Interval {
  if (!('micros' in by)) return shiftBack(interval, by, setting);
  const move = (value: string | null) =>
    value === null ? null : moveExactly(value, setting.type, -by.micros);
  return { start: move(interval.start), end: move(interval.end), length: null };
}

/** Whole months move by so many, whole days by days, and everything else by its length. */
function distanceOf({ first, last }: Ends, setting: Setting): Distance {
  if (first === null || last === null) throw new Error('an open range has none before it');
  const days = [first, last].map((value) => dayOf(value, setting));
  const [from = '', to = ''] = days;
  if ([first, last].some((value, place) => value !== dayStart(days[place] ?? '', setting)))
    return { micros: toMicros(last) - toMicros(first) };
  if (days.every((day) => day.endsWith('-01'))) return { count: monthOf(to) - monthOf(from), unit: 'month' };
  let count = 0;
  while (addDays(from, count) < to) count += 1;
  return { count, unit: 'day' };
}

function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** Now, or the end of today, of which no part can be told from the rest. */
function elapsedUntil({ type, zone, now }: Setting): string {
  const wall = wallClock(now, zone);
  if (type === 'date') return addDays(wall.slice(0, 10), 1);
  return type === 'time' ? now : wall;
}

/** As long after `start` as `to` is after `from`: as clocks on the wall show it, or exactly in buckets of clocks. */
function followAlike(
  start: string,
  { from, to }: { readonly from: string; readonly to: string },
  { type, zone, grain }: Setting,
): string {
  const wall = (value: string) => {
    if (type === 'date') return `${value}T00:00:00.000000`;
    return type === 'time' && (grain === null || !isSubDay(grain)) ? wallClock(value, zone) : value;
  };
  const moved = moveExactly(wall(start), 'local_time', toMicros(wall(to)) - toMicros(wall(from)));
  if (type === 'date') return moved.slice(0, 10);
  if (type !== 'time') return moved;
  return grain !== null && isSubDay(grain) ? `${moved}Z` : instantOf(moved, zone);
}
