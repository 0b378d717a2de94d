/**
 * Orders of one client with their lines, in the order of their time. Chance decides everything but the
 * number of orders, the hours in which clocks change and the first moment of each month.
 */
import { invariant } from '../base/invariant.ts';
import type { ClientSupply } from './client-supply.ts';
import { countKnownCustomers, createCustomerBase } from './customer-base.ts';
import { findVatPercent } from './demo-clients.ts';
import { createLineCounter, drawOrderLines, type OrderLine, sumLines } from './draw-order-lines.ts';
import { drawOrigin } from './draw-origin.ts';
import { CHANNEL_WEIGHTS } from './generate-channels.ts';
import { type Kopecks, takePercent } from './money.ts';
import { listOrderMoments } from './order-moments.ts';
import { createRandom, type SeededRandom } from './seeded-random.ts';

/** Where an order stands. */
export type OrderStatus = 'placed' | 'paid' | 'delivered' | 'cancelled';

/** One order as placed. */
export interface DemoOrder {
  /** Unique among all clients. */
  readonly id: number;
  readonly at: number;
  readonly status: OrderStatus;
  /** `null` for guests. */
  readonly customer: number | null;
  readonly firstSale: boolean | null;
  /** `null` where the UTM tags were lost. */
  readonly channel: number | null;
  readonly campaign: number | null;
  readonly promo: boolean;
  readonly promoCode: string | null;
  readonly amount: Kopecks;
  readonly discount: Kopecks;
  readonly vat: Kopecks | null;
  readonly deliveryFee: Kopecks | null;
  readonly lines: readonly OrderLine[];
}

const PROMO_CODES = ['WELCOME10', 'FRIEND', 'SUMMER', 'BLACK', null, null];
/** Whether an order of that status is a sale: the same rule as the model's `is_sale`. */
export function isSale(status: OrderStatus): boolean {
  return status === 'paid' || status === 'delivered';
}

/** All orders of the client, numbered in the order of their time. */
export function* generateOrders(supply: ClientSupply): Generator<DemoOrder> {
  const { client, days } = supply;
  const random = createRandom(`orders ${client.id}`);
  const customers = createCustomerBase(random, countKnownCustomers(client));
  const countLines = createLineCounter(random, client);
  let count = 0;
  for (const [day, moments] of listOrderMoments(client, days)) {
    for (const at of moments) {
      const status = drawStatus(random, days.length - day.index);
      count += 1;
      yield {
        id: client.id * 1_000_000 + count,
        at,
        status,
        ...customers.drawBuyer(isSale(status)),
        ...drawOrigin(random, { supply, day, channels: CHANNEL_WEIGHTS }),
        ...drawBasket(random, { supply, date: day.date, lines: countLines }),
      };
    }
  }
}

/** Orders of the last days have not been paid yet. */
function drawStatus(random: SeededRandom, daysLeft: number): OrderStatus {
  if (daysLeft <= 3 && random.chance(600)) return 'placed';
  return random.weighted<OrderStatus>([
    ['delivered', 76],
    ['paid', 14],
    ['cancelled', 8],
    ['placed', 2],
  ]);
}

type Basket = Pick<
  DemoOrder,
  'promo' | 'promoCode' | 'amount' | 'discount' | 'vat' | 'deliveryFee' | 'lines'
>;

function drawBasket(
  random: SeededRandom,
  {
    supply: { client, products },
    date,
    lines: countLines,
  }: { readonly supply: ClientSupply; readonly date: string; readonly lines: () => number },
): Basket {
  const lines = drawOrderLines(random, { client, products, date, count: countLines() });
  const goods = sumLines(lines);
  const promo = random.chance(isPromoDay(date) ? 550 : 120);
  const discount = promo ? takePercent(goods, drawDiscountPercent(random)) : 0;
  const amount = goods - discount;
  invariant(amount >= 0, 'a discount exceeds the goods');
  const vatPercent = findVatPercent(client, date);
  return {
    promo,
    promoCode: promo ? random.weighted(PROMO_CODES.map((code) => [code, 1] as const)) : null,
    amount,
    discount,
    vat: vatPercent === null ? null : Math.round((amount * vatPercent) / (100 + vatPercent)),
    deliveryFee: drawDeliveryFee(random, amount),
    lines,
  };
}

/** Now and then an order is a gift. */
function drawDiscountPercent(random: SeededRandom): number {
  return random.chance(8) ? 100 : random.pick([5, 10, 15, 20, 25]);
}

/** `null` is an order that its customer picks up. */
function drawDeliveryFee(random: SeededRandom, amount: Kopecks): Kopecks | null {
  if (random.chance(300)) return null;
  return amount >= 1_000_000 ? 0 : random.pick([29_900, 39_900, 49_900]);
}

function isPromoDay(date: string): boolean {
  return /-11-(2\d|30)$/.test(date) || /-(02-1[0-4]|03-0[5-8]|08-2\d)$/.test(date);
}
