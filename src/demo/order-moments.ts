/**
 * When orders are placed: more in autumn, at weekends and in the evening, growing over the two years.
 * Beside chance there are the moments that break reports: the first second of a month, the hours around
 * a change of clocks, and several orders in one second.
 */
import type { DemoDay } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import { createRandom, type SeededRandom } from './seeded-random.ts';

/** How much is ordered in each month of the year. */
export const MONTH_WEIGHTS = [80, 85, 100, 90, 90, 85, 80, 105, 100, 105, 150, 145];
const HOUR_WEIGHTS = [3, 2, 1, 1, 1, 2, 4, 8, 12, 16, 18, 18, 20, 18, 17, 17, 18, 20, 24, 28, 30, 26, 16, 8];
const HOURS = HOUR_WEIGHTS.map((weight, hour) => [hour, weight] as const);
/** Seconds from the change of clocks: on both sides of it, in the skipped or repeated hour, and on the dot. */
const AROUND_CLOCK_CHANGE = [-5400, -1800, -1, 0, 1800, 3599, 5400];

/** The instants of all orders of `client`, ascending, day by day. */
export function* listOrderMoments(
  client: ClientProfile,
  days: readonly DemoDay[],
): Generator<readonly [day: DemoDay, moments: readonly number[]]> {
  const random = createRandom(`moments ${client.id}`);
  const weights = days.map((day) => drawDayWeight(random, day));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let seen = 0;
  for (const [index, day] of days.entries()) {
    const before = Math.floor((client.orders * seen) / total);
    seen += weights[index] ?? 0;
    const count = Math.floor((client.orders * seen) / total) - before;
    yield [day, drawMoments(random, day, { count, isExact: client.quota !== null })];
  }
}

function drawDayWeight(random: SeededRandom, day: DemoDay): number {
  const month = MONTH_WEIGHTS[Number(day.date.slice(5, 7)) - 1] ?? 100;
  const weekend = day.weekday >= 6 ? 13 : 10;
  const growth = 1000 + day.index;
  return month * weekend * growth * random.integer(60, 140);
}

function drawMoments(
  random: SeededRandom,
  day: DemoDay,
  { count, isExact }: { readonly count: number; readonly isExact: boolean },
): readonly number[] {
  // Where the number of orders is not promised, these moments come whether a client has so many or not.
  const special = listSpecialMoments(day).slice(0, isExact ? count : undefined);
  const ordinary: number[] = [];
  while (ordinary.length < count - special.length) {
    const previous = ordinary.at(-1);
    const tie = previous !== undefined && random.chance(15);
    ordinary.push(tie ? previous : day.start + drawSecond(random, day));
  }
  return [...special, ...ordinary].sort((a, b) => a - b);
}

function listSpecialMoments({ date, start, clockChange }: DemoDay): readonly number[] {
  const midnight = date.endsWith('-01') ? [start] : [];
  if (clockChange === null) return midnight;
  return [...midnight, ...AROUND_CLOCK_CHANGE.map((offset) => clockChange + offset)];
}

/** Counted in elapsed time, so that a day of 23 hours is not overrun. */
function drawSecond(random: SeededRandom, day: DemoDay): number {
  return (random.weighted(HOURS) * 3600 + random.integer(0, 3599)) % day.seconds;
}
