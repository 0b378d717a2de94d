/**
 * Visits to the shop of one client, as web analytics keeps them: a sample, each row of which stands for as
 * many visits as its weight says. The sample grew coarser when there was more to count.
 */
import type { ClientSupply } from '../client-supply.ts';
import { printInstant } from '../demo-calendar.ts';
import { drawOrigin } from '../draw-origin.ts';
import { MISSING_CHANNEL } from '../generate-channels.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { printNullable } from '../print-value.ts';
import { createRandom, type SeededRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { weighCountries } from './countries.ts';
import { DEVICE_WEIGHTS } from './devices.ts';
import { spreadMoments } from './spread-moments.ts';
import { sessionsTable } from './traffic-tables.ts';

/** Most visits are paid for; those without UTM tags have no channel. */
const CHANNEL_WEIGHTS: readonly (readonly [number | null, number])[] = [
  [1, 30],
  [2, 19],
  [3, 17],
  [4, 5],
  [5, 12],
  [6, 3],
  [7, 8],
  [null, 5],
  [MISSING_CHANNEL, 1],
];
const COARSER_SINCE = '2025-07-01';

/** The sampled visits in the order of their days. */
export function* generateSessions(supply: ClientSupply): Generator<DemoRow> {
  const { client, days } = supply;
  const random = createRandom(`sessions ${client.id}`);
  const countries = weighCountries(client.country);
  let count = 0;
  for (const { day, at } of spreadMoments(random, days, client.sessions)) {
    count += 1;
    const { channel, campaign } = drawOrigin(random, { supply, day, channels: CHANNEL_WEIGHTS });
    const { pages, seconds } = drawStay(random);
    yield toDemoRow(sessionsTable, {
      session_id: String(client.id * 1_000_000 + count),
      client_id: String(client.id),
      started_at: printInstant(at),
      channel_id: printNullable(channel),
      campaign_id: printNullable(campaign),
      country_code: random.weighted(countries),
      device_code: random.weighted(DEVICE_WEIGHTS),
      pages: String(pages),
      seconds: printNullable(seconds),
      weight: String(day.date < COARSER_SINCE ? client.sessionWeight : Math.ceil(client.sessionWeight * 1.4)),
      loaded_at: drawLoadedAt(random, at),
    });
  }
}

/** How long it takes is not known of those who leave at once, but for a few who read on. */
function drawStay(random: SeededRandom): { readonly pages: number; readonly seconds: number | null } {
  if (random.chance(380)) return { pages: 1, seconds: random.chance(300) ? random.integer(15, 300) : null };
  const pages = Math.min(random.integer(2, 14), random.integer(2, 14));
  return { pages, seconds: pages * random.integer(12, 70) };
}
