/** A given number of moments over the demo's two years: growing, more of them at weekends. */
import type { DemoDay } from '../demo-calendar.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** A day and an instant of it. */
export interface DemoMoment {
  readonly day: DemoDay;
  readonly at: number;
}

/** Exactly `count` moments, day after day; within a day in any order. */
export function* spreadMoments(
  random: SeededRandom,
  days: readonly DemoDay[],
  count: number,
): Generator<DemoMoment> {
  const weights = days.map(
    (day) => (1000 + day.index) * (day.weekday >= 6 ? 12 : 10) * random.integer(70, 130),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let seen = 0;
  let given = 0;
  for (const [index, day] of days.entries()) {
    seen += weights[index] ?? 0;
    for (const due = Math.floor((count * seen) / total); given < due; given += 1)
      yield { day, at: day.start + random.integer(0, day.seconds - 1) };
  }
}
