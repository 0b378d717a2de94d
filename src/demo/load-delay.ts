/** When a row reached the warehouse: soon after the event, or days late. */
import { DAY, printInstant } from './demo-calendar.ts';
import type { SeededRandom } from './seeded-random.ts';

const QUARTER_HOUR = 900;

/** The instant at which a row of an event at `at` was loaded; about one in seventy comes days late. */
export function drawLoadedAt(random: SeededRandom, at: number): string {
  const late = random.chance(15) ? random.integer(1, 9) * DAY : 0;
  const nextRun = (Math.floor(at / QUARTER_HOUR) + 1) * QUARTER_HOUR;
  return printInstant(nextRun + random.integer(20, 240) + late);
}
