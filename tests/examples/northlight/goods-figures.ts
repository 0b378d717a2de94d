/** Metrics of goods and orders recomputed from the demo's rows by plain arithmetic. */
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import {
  adSpendTable,
  channelsTable,
  orderItemsTable,
  ordersTable,
  productsTable,
  refundsTable,
} from '../../../src/demo/sales-tables.ts';
import { creativeDaysTable } from '../../../src/demo/traffic/traffic-tables.ts';
import type { Measures } from './compare-answers.ts';
import { type ColumnOf, moneyOf, ofClient, type PlainRow, ratioOf, readTable, sumOf } from './plain-rows.ts';

/** A line of a sale, with what it names. */
export interface PlainLine extends PlainRow<ColumnOf<typeof orderItemsTable>> {
  readonly order: PlainOrder;
  readonly product: PlainRow<ColumnOf<typeof productsTable>> | undefined;
}

/** An order with what else is known of it. */
export interface PlainOrder extends PlainRow<ColumnOf<typeof ordersTable>> {
  readonly isRefunded: boolean;
  readonly isPaidChannel: boolean;
}

/** The rows of one client that metrics of goods are about. */
export interface GoodsRows extends Readonly<Record<string, readonly object[]>> {
  readonly orders: readonly PlainOrder[];
  /** Of orders, sold or not. */
  readonly lines: readonly PlainLine[];
  readonly spending: readonly PlainRow<ColumnOf<typeof adSpendTable>>[];
  readonly creativeDays: readonly PlainRow<ColumnOf<typeof creativeDaysTable>>[];
}

/** All of one client's. */
export function readGoods(demo: readonly DemoTable[], client: string): GoodsRows {
  const refunded = new Set(ofClient(readTable(demo, refundsTable), client).map(({ order_id }) => order_id));
  const paid = new Set(
    readTable(demo, channelsTable)
      .filter(({ kind }) => kind === 'paid')
      .map(({ channel_id }) => channel_id),
  );
  const products = new Map(readTable(demo, productsTable).map((product) => [product.product_id, product]));
  const orders = ofClient(readTable(demo, ordersTable), client).map((order) => ({
    ...order,
    isRefunded: refunded.has(order.order_id),
    isPaidChannel: order.channel_id !== null && paid.has(order.channel_id),
  }));
  const byId = new Map(orders.map((order) => [order.order_id, order]));
  return {
    orders,
    lines: readTable(demo, orderItemsTable).flatMap((line) => {
      const order = byId.get(line.order_id);
      return order ? [{ ...line, order, product: products.get(line.product_id) }] : [];
    }),
    spending: ofClient(readTable(demo, adSpendTable), client),
    creativeDays: ofClient(readTable(demo, creativeDaysTable), client),
  };
}

/** Of lines alone. */
export const LINE_MEASURES: Measures<GoodsRows> = {
  units: ({ lines }) => sumOf(sold(lines).map(({ quantity }) => quantity)),
  goods_value: ({ lines }) => sumValue(lines),
  average_item_price: ({ lines }) => {
    const priced = lines.filter(({ unit_price }) => unit_price !== null);
    return ratioOf(sumValue(priced), sumOf(sold(priced).map(({ quantity }) => quantity)));
  },
  products_sold: ({ lines }) => new Set(sold(lines).map(({ product_id }) => product_id)).size,
};

/** Of orders alone. */
export const ORDER_MEASURES: Measures<GoodsRows> = {
  return_rate: ({ orders }) => {
    const sales = orders.filter(isSale);
    return ratioOf(sales.filter(({ isRefunded }) => isRefunded).length, sales.length);
  },
  discount_share: ({ orders }) => {
    const sales = orders.filter(isSale);
    const discount = moneyOf(sales.map((sale) => sale.discount));
    return ratioOf(discount, discount + moneyOf(sales.map(({ amount }) => amount)));
  },
  paid_revenue_share: ({ orders }) => {
    const sales = orders.filter(isSale);
    const paid = sales.filter(({ isPaidChannel }) => isPaidChannel);
    return ratioOf(moneyOf(paid.map(({ amount }) => amount)), moneyOf(sales.map(({ amount }) => amount)));
  },
};

/** Of spending with and without creatives. */
export const COVERAGE_MEASURES: Measures<GoodsRows> = {
  creative_coverage: ({ creativeDays, spending }) =>
    ratioOf(moneyOf(creativeDays.map(({ spend }) => spend)), moneyOf(spending.map(({ spend }) => spend))),
};

function isSale({ status }: PlainOrder): boolean {
  return status === 'paid' || status === 'delivered';
}

function sold(lines: readonly PlainLine[]): readonly PlainLine[] {
  return lines.filter(({ order }) => isSale(order));
}

function sumValue(lines: readonly PlainLine[]): number {
  const kopecks = sold(lines).map(
    (line) => Number(line.quantity) * Math.round(Number(line.unit_price) * 100),
  );
  return sumOf(kopecks) / 100;
}
