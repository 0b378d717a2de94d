/** What one client sells. */
import type { ClientProfile } from './demo-clients.ts';
import { type Kopecks, printMoney, takePercent } from './money.ts';
import type { productsTable } from './sales-tables.ts';
import { createRandom } from './seeded-random.ts';
import type { RowOf } from './table-shape.ts';

/** One product at its first price. */
export interface DemoProduct {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  /** `null` where the client never sorted it. */
  readonly category: string | null;
  readonly price: Kopecks;
  readonly cost: Kopecks;
}

/** A product that order lines of `client` name and its list does not have. */
export function missingProduct(client: ClientProfile): number {
  return client.id * 1000 + 999;
}

/** All products of `client`; their numbers are unique among clients too. */
export function generateProducts(client: ClientProfile): readonly DemoProduct[] {
  const random = createRandom(`products ${client.id}`);
  return Array.from({ length: client.products }, (_, index) => {
    const category = random.pick(client.categories);
    const price = random.integer(client.cheapest / 10_000, client.dearest / 10_000) * 10_000 - 1000;
    const number = String(index + 1).padStart(3, '0');
    return {
      id: client.id * 1000 + index + 1,
      sku: `${category.slice(0, 3).toUpperCase()}-${number}`,
      name: `${category} ${number}`,
      category: random.chance(60) ? null : category,
      price,
      cost: takePercent(price, random.integer(35, 60)),
    };
  });
}

/** The products of `client` as rows. */
export function toProductRows(
  client: ClientProfile,
  products: readonly DemoProduct[],
  loadedAt: string,
): readonly RowOf<typeof productsTable>[] {
  return products.map((product) => ({
    product_id: String(product.id),
    client_id: String(client.id),
    sku: product.sku,
    name: product.name,
    category: product.category,
    unit_price: printMoney(product.price),
    unit_cost: printMoney(product.cost),
    loaded_at: loadedAt,
  }));
}
