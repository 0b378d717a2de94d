/** The lines of one order: what was bought, how many, at which price and cost. */
import { type ClientProfile, LINES_OF_TWO_ORDERS } from './demo-clients.ts';
import { type DemoProduct, missingProduct } from './generate-products.ts';
import { type Kopecks, takePercent } from './money.ts';
import type { SeededRandom } from './seeded-random.ts';

/** One line of an order. */
export interface OrderLine {
  /** Number of the product; now and then of one that is not in the list. */
  readonly product: number;
  readonly quantity: number;
  readonly price: Kopecks;
  /** `null` where the product, and so its cost, is unknown. */
  readonly cost: Kopecks | null;
}

/** What the lines of an order are drawn from. */
export interface OrderLineSupply {
  readonly client: ClientProfile;
  readonly products: readonly DemoProduct[];
  readonly date: string;
  readonly count: number;
}

/** Says how many lines the next order has, one to four. */
export function createLineCounter(random: SeededRandom, { quota }: ClientProfile): () => number {
  if (quota === null) return () => drawLineCount(random);
  let left = 0;
  return () => {
    const count = left === 0 ? drawLineCount(random) : left;
    left = left === 0 ? LINES_OF_TWO_ORDERS - count : 0;
    return count;
  };
}

function drawLineCount(random: SeededRandom): number {
  return random.weighted([
    [1, 50],
    [2, 30],
    [3, 14],
    [4, 6],
  ]);
}

/** So many lines at the prices of `date`. */
export function drawOrderLines(
  random: SeededRandom,
  { client, products, date, count }: OrderLineSupply,
): readonly OrderLine[] {
  return Array.from({ length: count }, () => {
    const quantity = random.weighted([
      [1, 80],
      [2, 15],
      [3, 5],
    ]);
    if (random.chance(4)) return { product: missingProduct(client), quantity, price: 199_000, cost: null };
    const product = random.pick(products);
    const level = priceLevel(date);
    return {
      product: product.id,
      quantity,
      price: takePercent(product.price, level),
      cost: takePercent(product.cost, level),
    };
  });
}

/** Value of the goods before any discount. */
export function sumLines(lines: readonly OrderLine[]): Kopecks {
  return lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
}

/** Prices rose twice, in percent of the first ones. */
function priceLevel(date: string): number {
  if (date >= '2026-03-01') return 115;
  return date >= '2025-09-01' ? 108 : 100;
}
