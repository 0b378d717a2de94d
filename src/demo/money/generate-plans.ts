/** Plans of one client: for each month and channel what it should bring and may spend, in round numbers. */
import type { ClientSupply } from '../client-supply.ts';
import { CHANNEL_WEIGHTS, DEMO_CHANNELS, MISSING_CHANNEL } from '../generate-channels.ts';
import { type Kopecks, printMoney, takePercent } from '../money.ts';
import { MONTH_WEIGHTS } from '../order-moments.ts';
import { printNullable, printNullableMoney } from '../print-value.ts';
import { createRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { plansTable } from './money-tables.ts';

const PLANNED = CHANNEL_WEIGHTS.filter(([channel]) => channel !== MISSING_CHANNEL);
const SHARES = PLANNED.reduce((sum, [, weight]) => sum + weight, 0);
const YEAR = MONTH_WEIGHTS.reduce((sum, weight) => sum + weight, 0);
/** A thousand roubles. */
const ROUND: Kopecks = 100_000;

/** All plans; what comes without a channel is planned too. */
export function* generatePlans({ client, days }: ClientSupply, loadedAt: string): Generator<DemoRow> {
  const random = createRandom(`plans ${client.id}`);
  let count = 0;
  for (const { date, index } of days.filter(({ date: day }) => day.endsWith('-01'))) {
    const month = MONTH_WEIGHTS[Number(date.slice(5, 7)) - 1] ?? 100;
    for (const [channel, weight] of PLANNED) {
      count += 1;
      // Of two years; the second was to be half as large again.
      const share = (month * weight * (index < 365 ? 4 : 6)) / (YEAR * SHARES * 10);
      const orders = Math.max(1, Math.round((client.orders * share * random.integer(80, 110)) / 100));
      const revenue = toRound(orders * client.plannedOrder);
      const isPaid = DEMO_CHANNELS.some(({ id, kind }) => id === channel && kind === 'paid');
      yield toDemoRow(plansTable, {
        plan_id: String(client.id * 1_000_000 + count),
        client_id: String(client.id),
        month: date,
        channel_id: printNullable(channel),
        revenue: printMoney(revenue),
        orders: String(orders),
        spend: printNullableMoney(isPaid ? toRound(takePercent(revenue, client.plannedSpendPercent)) : null),
        loaded_at: loadedAt,
      });
    }
  }
}

function toRound(amount: Kopecks): Kopecks {
  return Math.round(amount / ROUND) * ROUND;
}
