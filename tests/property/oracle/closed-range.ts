/** Where a range that is open ends for windows: with the data of all legs of the query, in whole buckets. */
import { bucketLabel, type Clockwork, dayOf, nextBucketStart, startOfLabel } from './buckets.ts';
import { addDays, type Grain, isSubDay } from './calendar.ts';
import { type Moment, readMoment, wallClock } from './clock.ts';
import type { Leg, Request } from './request.ts';
import { need } from './schema.ts';
import type { Type } from './value.ts';
import { viewFrom, type World } from './world.ts';

export interface ClosedRange {
  /** `null` without a grain, where the range has no beginning, and where there are no rows. */
  readonly from: Moment | null;
  readonly to: Moment | null;
}

export interface Asked {
  readonly world: World;
  readonly request: Request;
  /** Every leg of the query. */
  readonly legs: readonly Leg[];
}

/** The range with a grain or, for totals and the choice of `top`, without. */
export function closeRange(asked: Asked, grain: Grain | null): ClosedRange {
  const { from, to } = asked.request;
  const isTimed = asked.request.grain !== null || from !== null || to !== null;
  if (to !== null && (from !== null || grain === null)) return { from, to };
  // Where a query says nothing about time, windows alone have any.
  const legs = asked.legs.filter(({ windows }) => isTimed || windows.length > 0);
  const names = legs.flatMap((leg) => labelsOf(asked, leg, grain)).toSorted();
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) return { from, to };
  const { zone, weekStarts } = clockOf(asked);
  // Legs whose hours are cut alike have one type of time; of days, the first instant counts.
  const type = grain !== null && isSubDay(grain) ? (asked.legs[0]?.timeType ?? 'time') : 'local_time';
  const clockwork: Clockwork = { type, zone, weekStarts };
  const start = grain === null ? null : momentOf(startOfLabel(first, clockwork, grain), clockwork);
  const end =
    grain === null
      ? readMoment(addDays(last, 1), zone)
      : momentOf(nextBucketStart(startOfLabel(last, clockwork, grain), clockwork, grain), clockwork);
  return { from: from ?? start, to: to ?? end };
}

/** The buckets, or days, of all rows in scope, whatever the conditions of the query. */
function labelsOf(asked: Asked, leg: Leg, grain: Grain | null): readonly string[] {
  const { time, timeType } = leg;
  if (time === null || timeType === null) return [];
  const { world } = asked;
  const clockwork: Clockwork = { ...clockOf(asked), type: timeType };
  return need(world.visible, leg.root).flatMap((row) => {
    const value = viewFrom(world, need(world.schema.models, leg.root), row).look(time.path, time.member);
    if (typeof value !== 'string') return [];
    return [grain === null ? dayOf(value, clockwork) : bucketLabel(value, clockwork, grain)];
  });
}

function clockOf({ world, request }: Asked): Omit<Clockwork, 'type'> {
  return { zone: request.zone, weekStarts: world.schema.weekStarts };
}

/** A value of some type of time as a moment. */
export function momentOf(value: string, { type, zone }: { type: Type; zone: string }): Moment {
  if (type !== 'time') return readMoment(value, zone);
  return { instant: value, wall: wallClock(value, zone) };
}
