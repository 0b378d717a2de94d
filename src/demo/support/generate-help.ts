/** The help centre of one client, and what support costs. */
import type { ClientSupply } from '../client-supply.ts';
import { DAY, printInstant } from '../demo-calendar.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { printMoney, takePercent } from '../money.ts';
import { printNullable } from '../print-value.ts';
import { createRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { DEVICE_WEIGHTS } from '../traffic/devices.ts';
import { helpVisitsTable, supportCostsTable } from './support-tables.ts';
import { TOPIC_WEIGHTS } from './topics.ts';

/** Visits, some of which do not say whether they helped. */
export function* generateHelpVisits({ client, days }: ClientSupply): Generator<DemoRow> {
  const random = createRandom(`help ${client.id}`);
  const count = Math.ceil(client.orders / 10);
  for (let index = 1; index <= count; index += 1) {
    const day = random.pick(days);
    const at = day.start + random.integer(0, DAY - 4000);
    const topic = random.weighted(random.chance(650) ? TOPIC_WEIGHTS.order : TOPIC_WEIGHTS.other);
    const solved = random.chance(180) ? null : random.chance(client.contentment * 10 - 50);
    yield toDemoRow(helpVisitsTable, {
      visit_id: String(client.id * 1_000_000 + index),
      client_id: String(client.id),
      topic_code: topic,
      device_code: random.weighted(DEVICE_WEIGHTS),
      visited_at: printInstant(at),
      solved: printNullable(solved),
      loaded_at: drawLoadedAt(random, at),
    });
  }
}

/** One amount a month, about what the month's tickets should have cost. */
export function* generateSupportCosts({ client, days }: ClientSupply, loadedAt: string): Generator<DemoRow> {
  const random = createRandom(`support costs ${client.id}`);
  const months = days.filter(({ date }) => date.endsWith('-01'));
  const ticketsAMonth = Math.ceil((client.orders * 0.1) / months.length);
  for (const { date } of months) {
    const amount = takePercent(ticketsAMonth * client.costPerTicket, random.integer(85, 120));
    yield toDemoRow(supportCostsTable, {
      client_id: String(client.id),
      month: date,
      amount: printMoney(amount),
      loaded_at: loadedAt,
    });
  }
}
