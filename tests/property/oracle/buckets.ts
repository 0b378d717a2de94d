/** Buckets of one type of time: days, wall clocks or instants, whose values compare as texts. */
import {
  addDays,
  bucketOf,
  daysBetween,
  type Grain,
  isSubDay,
  nextBucket,
  spansBetween,
  startOfSpan,
  startOfWall,
  wallsBetween,
} from './calendar.ts';
import { type Moment, readMoment, type Weekday, wallClock } from './clock.ts';
import { MICROS, moveExactly } from './move-time.ts';
import type { Type } from './value.ts';

/** A type of time, and how clocks and weeks go. */
export interface Clockwork {
  readonly type: Type;
  readonly zone: string;
  readonly weekStarts: Weekday;
}

/** The name of the bucket that holds a value: its first day, or its start where it is shorter than a day. */
export function bucketLabel(value: string, clockwork: Clockwork, grain: Grain): string {
  const { type, zone, weekStarts } = clockwork;
  if (!isSubDay(grain)) return bucketOf(dayOf(value, clockwork), grain, weekStarts);
  return type === 'time' ? startOfSpan(value, zone, grain) : startOfWall(value, grain);
}

/** The first value of the bucket that holds a value. */
export function bucketStart(value: string, clockwork: Clockwork, grain: Grain): string {
  return startOfLabel(bucketLabel(value, clockwork, grain), clockwork, grain);
}

/** The first value of the bucket of that name. */
export function startOfLabel(label: string, clockwork: Clockwork, grain: Grain): string {
  return isSubDay(grain) ? label : dayStart(label, clockwork);
}

/** The first value after the bucket that begins there. */
export function nextBucketStart(start: string, clockwork: Clockwork, grain: Grain): string {
  const { type, zone, weekStarts } = clockwork;
  if (!isSubDay(grain)) return dayStart(nextBucket(dayOf(start, clockwork), grain, weekStarts), clockwork);
  const later = moveExactly(start, type, MICROS[grain]);
  if (type !== 'time') return later;
  // Where the clock changes within a bucket, it ends early.
  return spansBetween(start, later, { zone, grain })[1] ?? later;
}

/** The names of all buckets of a range. */
export function labelsBetween(
  { from, to }: { readonly from: Moment; readonly to: Moment },
  { type, zone, weekStarts }: Clockwork,
  grain: Grain,
): readonly string[] {
  if (!isSubDay(grain)) return daysBetween(from, to, { zone, grain, weekStarts });
  if (type === 'local_time') return wallsBetween(from.wall, to.wall, grain);
  return spansBetween(from.instant, to.instant, { zone, grain });
}

/** The last value before one. */
export function valueBefore(value: string, type: Type): string {
  return type === 'date' ? addDays(value, -1) : moveExactly(value, type, -1);
}

export function dayOf(value: string, { type, zone }: Pick<Clockwork, 'type' | 'zone'>): string {
  return (type === 'time' ? wallClock(value, zone) : value).slice(0, 10);
}

export function dayStart(day: string, { type, zone }: Pick<Clockwork, 'type' | 'zone'>): string {
  return valueOf(readMoment(day, zone), type);
}

/** A moment as a value of this type of time. */
export function valueOf({ instant, wall }: Moment, type: Type): string {
  if (type === 'time') return instant;
  return type === 'date' ? wall.slice(0, 10) : wall;
}
