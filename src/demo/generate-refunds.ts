/**
 * Refunds of one client: days to weeks after the order, often in a later month, whole or in parts; some
 * are for orders older than the data.
 */
import { DAY, type DemoDay, endOfDays } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import { type DemoOrder, isSale } from './generate-orders.ts';
import { type Kopecks, takePercent } from './money.ts';
import { createRandom, type SeededRandom } from './seeded-random.ts';

/** Money given back for one order. */
export interface DemoRefund {
  readonly id: number;
  readonly order: number;
  readonly at: number;
  readonly amount: Kopecks;
  readonly vat: Kopecks | null;
  readonly reason: string | null;
}

const REASONS: readonly (readonly [string | null, number])[] = [
  ['wrong size', 40],
  ['defect', 25],
  ['late', 15],
  [null, 20],
];

/** Writes down what is given back of the orders of one client, as they come. */
export interface RefundBook {
  add(order: DemoOrder): void;
  /** All refunds within the demo's window, in the order of their time. */
  close(): readonly DemoRefund[];
}

/** An empty book of `client`; what it keeps is a small part of the orders. */
export function openRefundBook(client: ClientProfile, days: readonly DemoDay[]): RefundBook {
  const random = createRandom(`refunds ${client.id}`);
  const drawn: Draft[] = [];
  const end = endOfDays(days);
  return {
    add(order) {
      if (!isSale(order.status) || order.amount === 0) return;
      if (random.chance(60)) drawn.push(...drawRefunds(random, order));
    },
    close: () =>
      [...drawn, ...drawOrphans(random, client, days)]
        .filter(({ at }) => at < end)
        .sort((a, b) => a.at - b.at || a.order - b.order)
        .map((refund, index) => ({ ...refund, id: client.id * 1_000_000 + index + 1 })),
  };
}

type Draft = Omit<DemoRefund, 'id'>;

/** The whole amount, a part, or a part and later the rest. */
function drawRefunds(random: SeededRandom, order: DemoOrder): readonly Draft[] {
  const percent = random.weighted([
    [100, 60],
    [50, 25],
    [25, 15],
  ]);
  const first = draftRefund(random, { order, amount: takePercent(order.amount, percent), since: order.at });
  if (percent === 100 || !random.chance(150)) return [first];
  const rest = draftRefund(random, { order, amount: order.amount - first.amount, since: first.at });
  return [first, rest];
}

function draftRefund(
  random: SeededRandom,
  { order, amount, since }: { order: DemoOrder; amount: Kopecks; since: number },
): Draft {
  const vat = order.vat === null ? null : Math.round((order.vat * amount) / order.amount);
  const at = since + random.integer(2, 60) * DAY + random.integer(0, 36_000);
  return { order: order.id, at, amount, vat, reason: random.weighted(REASONS) };
}

/** Orders placed before the data begins: their refunds have no partner and so no channel. */
function drawOrphans(
  random: SeededRandom,
  client: ClientProfile,
  days: readonly DemoDay[],
): readonly Draft[] {
  const start = days[0]?.start ?? 0;
  return Array.from({ length: Math.ceil(client.orders / 400) }, (_, index) => ({
    order: client.id * 1_000_000 + 900_001 + index,
    at: start + random.integer(0, 50) * DAY + random.integer(0, DAY - 1),
    amount: takePercent(client.cheapest, random.integer(100, 300)),
    vat: client.vat.length === 0 ? null : takePercent(client.cheapest, 15),
    reason: null,
  }));
}
