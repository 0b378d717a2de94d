/**
 * The stretches of time that windows evaluate a metric over. Bounds are values of the leg's own type of time
 * (days, wall clocks, instants), which compare as texts.
 */
import { bucketStart, type Clockwork, dayOf, dayStart, nextBucketStart, valueBefore } from './buckets.ts';
import { addDays, bucketOf, type DayGrain, type Grain, isSubDay } from './calendar.ts';
import { toMicros, wallClock } from './clock.ts';
import { MICROS, moveBound, moveDay, moveExactly } from './move-time.ts';
import type { Type } from './value.ts';
import type { Window } from './window.ts';

export interface Interval {
  /** `null`: from the beginning. */
  readonly start: string | null;
  /** `null` only where there are no rows at all. */
  readonly end: string | null;
  /** Of a bucket that is whole and of a trailing length, which keep it when they are shifted. */
  readonly length: Length | null;
}

/** So many units of the calendar, or of a clock. */
export type Length = { readonly count: number; readonly unit: DayGrain } | { readonly micros: number };

/** Where and when windows are reckoned. */
export interface Setting extends Clockwork {
  /** Of the query. */
  readonly grain: Grain | null;
  /** The instant at which it is asked. */
  readonly now: string;
}

/** Applies windows from the outermost on. */
export function applyWindows(interval: Interval, windows: readonly Window[], setting: Setting): Interval {
  return windows.reduce((current, window) => applyWindow(current, window, setting), interval);
}

interface Ending extends Omit<Interval, 'start'> {
  readonly end: string;
}

export function holds({ start, end }: Interval, value: string): boolean {
  return (start === null || start <= value) && (end === null || value < end);
}

function applyWindow(interval: Interval, window: Window, setting: Setting): Interval {
  const { end } = interval;
  if (end === null) return interval;
  switch (window.kind) {
    case 'running':
      return { start: null, end, length: null };
    case 'to_date': {
      const start = dayStart(
        bucketOf(dayOf(valueBefore(end, setting.type), setting), window.period, setting.weekStarts),
        setting,
      );
      return { start, end, length: null };
    }
    case 'trailing':
      return trail({ ...interval, end }, window, setting);
    case 'shift':
      return shiftBack(cutAtNow(interval, setting), window, setting);
    case 'shift_to':
      return firstBucket({ ...interval, end }, window.period, setting);
    case 'compared':
      // Which interval that is, only the whole range can say.
      return interval;
    case 'last_day': {
      const day = dayStart(dayOf(valueBefore(end, setting.type), setting), setting);
      return {
        start: interval.start !== null && day < interval.start ? interval.start : day,
        end,
        length: null,
      };
    }
  }
}

type Trailing = Extract<Window, { kind: 'trailing' }>;

function trail({ end, length }: Ending, { count, unit }: Trailing, setting: Setting): Interval {
  const { type, zone } = setting;
  if (unit === 'bucket') return trailBuckets({ end, length }, count, setting);
  return { start: moveBound(end, { type, count: -count, unit }, zone), end, length: lengthOf(count, unit) };
}

function trailBuckets({ end, length }: Ending, count: number, setting: Setting): Interval {
  const grain = needGrain(setting);
  // What is whole and ends within a bucket was moved there: it stays as long as so many buckets.
  if (length !== null && bucketStart(end, setting, grain) !== end)
    return trail({ end, length }, { kind: 'trailing', count, unit: grain }, setting);
  const startBefore = (moment: string) => bucketStart(valueBefore(moment, setting.type), setting, grain);
  const last = startBefore(end);
  let start = last;
  for (let step = 1; step < count; step += 1) start = startBefore(start);
  const isWhole = nextBucketStart(last, setting, grain) === end;
  return { start, end, length: isWhole ? lengthOfBuckets({ start, end }, count, grain) : null };
}

/** Moved back by its start and length, or by both ends; what is not over, as far as it has gone. */
export function shiftBack(
  { start, end, length }: Interval,
  { count, unit }: { count: number; unit: Grain },
  setting: Setting,
): Interval {
  const { type, zone } = setting;
  const back = { type, count: -count, unit };
  const moved = start === null ? null : moveBound(start, back, zone);
  if (moved !== null && length !== null) return { start: moved, end: extend(moved, length, setting), length };
  return { start: moved, end: end === null ? null : moveEnd(end, back, setting), length: null };
}

/** The end of a day moves to the end of the day that its day moves to; the end of a month stays one. */
function moveEnd(end: string, back: { type: Type; count: number; unit: Grain }, setting: Setting): string {
  const day = dayOf(end, setting);
  if (isSubDay(back.unit) || end !== dayStart(day, setting)) return moveBound(end, back, setting.zone);
  if (day.endsWith('-01')) return dayStart(moveDay(day, back.count, back.unit), setting);
  return dayStart(addDays(moveDay(addDays(day, -1), back.count, back.unit), 1), setting);
}

/** What is not over yet ends now, and days with today. */
export function cutAtNow(interval: Interval, setting: Setting): Interval {
  const { start, end } = interval;
  const { type, zone, now } = setting;
  const wall = wallClock(now, zone);
  const moment = type === 'time' ? now : wall;
  const time = (bound: string) => (type === 'date' ? `${bound}T00:00:00.000000` : bound);
  if (end === null || time(end) <= moment || (start !== null && moment <= time(start))) return interval;
  const cut = type === 'date' ? addDays(wall.slice(0, 10), 1) : moment;
  return cut < end ? { start, end: cut, length: null } : interval;
}

function firstBucket(interval: Interval & Ending, period: DayGrain, setting: Setting): Interval {
  const start = interval.start ?? valueBefore(interval.end, setting.type);
  const grain = needGrain(setting);
  const first = dayStart(bucketOf(dayOf(start, setting), period, setting.weekStarts), setting);
  return wholeBucket(bucketStart(first, setting, grain), setting, grain);
}

/** The bucket that begins there. */
export function wholeBucket(start: string, setting: Setting, grain: Grain): Interval {
  const end = nextBucketStart(start, setting, grain);
  return { start, end, length: lengthOfBuckets({ start, end }, 1, grain) };
}

function lengthOf(count: number, unit: Grain): Length {
  if (isSubDay(unit)) return { micros: count * MICROS[unit] };
  return { count, unit };
}

/** Clocks that change make hours of other lengths. */
function lengthOfBuckets(
  { start, end }: { readonly start: string; readonly end: string },
  count: number,
  grain: Grain,
): Length {
  return isSubDay(grain) ? { micros: toMicros(end) - toMicros(start) } : { count, unit: grain };
}

function extend(start: string, length: Length, { type, zone }: Setting): string {
  if ('micros' in length) return moveExactly(start, type, length.micros);
  return moveBound(start, { type, ...length }, zone);
}

function needGrain({ grain }: Setting): Grain {
  if (grain === null) throw new Error('buckets need a grain');
  return grain;
}
