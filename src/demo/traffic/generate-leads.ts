/** Leads of one client: what people ask for, and what became of it; the latest are still new. */
import type { ClientSupply } from '../client-supply.ts';
import { printInstant } from '../demo-calendar.ts';
import { drawOrigin } from '../draw-origin.ts';
import { CHANNEL_WEIGHTS } from '../generate-channels.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { printNullable } from '../print-value.ts';
import { createRandom, type SeededRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { weighCountries } from './countries.ts';
import { DEVICE_WEIGHTS } from './devices.ts';
import { spreadMoments } from './spread-moments.ts';
import { leadsTable } from './traffic-tables.ts';

const SOURCES = [
  ['one_click', 40],
  ['callback', 26],
  ['chat', 22],
  ['newsletter', 12],
] as const;

/** All leads, in the order of their days. */
export function* generateLeads(supply: ClientSupply): Generator<DemoRow> {
  const { client, days } = supply;
  const random = createRandom(`leads ${client.id}`);
  const countries = weighCountries(client.country);
  let count = 0;
  for (const { day, at } of spreadMoments(random, days, Math.ceil(client.orders / 3))) {
    count += 1;
    const { channel, campaign } = drawOrigin(random, { supply, day, channels: CHANNEL_WEIGHTS });
    yield toDemoRow(leadsTable, {
      lead_id: String(client.id * 1_000_000 + count),
      client_id: String(client.id),
      created_at: printInstant(at),
      channel_id: printNullable(channel),
      campaign_id: printNullable(campaign),
      country_code: random.weighted(countries),
      device_code: random.weighted(DEVICE_WEIGHTS),
      source: random.weighted(SOURCES),
      status: drawStatus(random, days.length - day.index),
      loaded_at: drawLoadedAt(random, at),
    });
  }
}

function drawStatus(random: SeededRandom, daysLeft: number): string {
  if (daysLeft <= 5 && random.chance(700)) return 'new';
  return random.weighted([
    ['won', 31],
    ['qualified', 22],
    ['lost', 43],
    ['new', 4],
  ]);
}
