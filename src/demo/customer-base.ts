/** The customers of one client: who buys again, who is new, and who was there before the demo begins. */
import type { ClientProfile } from './demo-clients.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Who placed an order, as the shop recognises them. */
export interface Buyer {
  /** `null` for guests. */
  readonly customer: number | null;
  /** Whether it is the customer's first sale; `null` for guests. */
  readonly firstSale: boolean | null;
}

/** Remembers who has bought so far. */
export interface CustomerBase {
  /** The buyer of the next order in time; an order that is no sale is nobody's first. */
  drawBuyer(sale: boolean): Buyer;
}

/** How many customers of `client` bought before the demo's window. */
export function countKnownCustomers({ orders }: ClientProfile): number {
  return Math.floor(orders / 8);
}

/** A base in which the customers numbered up to `known` bought before the demo's window. */
export function createCustomerBase(random: SeededRandom, known: number): CustomerBase {
  let count = known;
  const bought = new Set<number>();
  return {
    drawBuyer(sale) {
      if (random.chance(30)) return { customer: null, firstSale: null };
      if (random.chance(420)) count += 1;
      const returning = random.chance(600);
      const customer = returning ? drawRegular(random, count) : count;
      const firstSale = sale && customer > known && !bought.has(customer);
      if (sale) bought.add(customer);
      return { customer, firstSale };
    },
  };
}

/** Early customers come back more often: the lower of two draws. */
function drawRegular(random: SeededRandom, count: number): number {
  return Math.min(random.integer(1, count), random.integer(1, count));
}
