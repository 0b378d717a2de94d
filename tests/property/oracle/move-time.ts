/** Times moved by so many units: of a clock, or of the calendar on the wall. */
import { addDays, bucketOf, type DayGrain, type Grain, isSubDay } from './calendar.ts';
import { fromMicros, instantAt, instantOf, lastInstantOf, toMicros, wallClock } from './clock.ts';
import type { Type } from './value.ts';

export const MICROS: Readonly<Record<'second' | 'minute' | 'hour', number>> = {
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
};

interface Move {
  readonly type: Type;
  readonly count: number;
  readonly unit: Grain;
}

/** Units of a clock move the moment; days and longer ones move what the clock on the wall shows. */
export function moveTime(value: string, by: Move, zone: string): string {
  return moveBy(value, by, { zone, meaning: lastInstantOf });
}

/** The same for the bound of a stretch of time, which means what the bound of a range does (S5). */
export function moveBound(value: string, by: Move, zone: string): string {
  return moveBy(value, by, { zone, meaning: instantOf });
}

function moveBy(
  value: string,
  { type, count, unit }: Move,
  { zone, meaning }: { readonly zone: string; readonly meaning: typeof instantOf },
): string {
  if (isSubDay(unit)) return moveExactly(value, type, count * MICROS[unit]);
  const wall = type === 'time' ? wallClock(value, zone) : value;
  const moved = `${moveDay(wall.slice(0, 10), count, unit)}${wall.slice(10)}`;
  return type === 'time' ? meaning(moved, zone) : moved;
}

/** The moment so many microseconds later. */
export function moveExactly(value: string, type: Type, micros: number): string {
  const moved = toMicros(value) + micros;
  return type === 'time' ? instantAt(moved) : fromMicros(moved);
}

/** The same day of another month, or the last one where that month is too short. */
export function moveDay(day: string, count: number, unit: DayGrain): string {
  if (unit === 'day' || unit === 'week') return addDays(day, count * (unit === 'day' ? 1 : 7));
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const moved = months + count * { month: 1, quarter: 3, fiscal_quarter: 3, year: 12, fiscal_year: 12 }[unit];
  const month = `${Math.floor(moved / 12)}-${String((moved % 12) + 1).padStart(2, '0')}`;
  const last = addDays(bucketOf(addDays(`${month}-28`, 4), 'month', 'monday'), -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted < last ? wanted : last;
}
