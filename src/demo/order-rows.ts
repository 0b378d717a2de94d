/** Orders, their lines and refunds as rows of the warehouse. */
import { printInstant } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import type { orderItemsTable, ordersTable, RowOf, refundsTable } from './demo-tables.ts';
import type { DemoOrder } from './generate-orders.ts';
import type { DemoRefund } from './generate-refunds.ts';
import { drawLoadedAt } from './load-delay.ts';
import { type Kopecks, printMoney } from './money.ts';
import { createRandom } from './seeded-random.ts';

/** The three tables' rows of one client. */
export interface OrderRows {
  readonly orders: readonly RowOf<typeof ordersTable>[];
  readonly orderItems: readonly RowOf<typeof orderItemsTable>[];
  readonly refunds: readonly RowOf<typeof refundsTable>[];
}

/** Lines are loaded with their order; a few lines belong to orders that never arrived. */
export function toOrderRows(
  client: ClientProfile,
  orders: readonly DemoOrder[],
  refunds: readonly DemoRefund[],
): OrderRows {
  const random = createRandom(`loading ${client.id}`);
  const orderRows: RowOf<typeof ordersTable>[] = [];
  const orderItems: RowOf<typeof orderItemsTable>[] = [];
  for (const order of orders) {
    const row = toOrderRow(client, order, drawLoadedAt(random, order.at));
    orderRows.push(row);
    orderItems.push(...toItemRows(order, order.id, row.loaded_at));
    if (random.chance(2)) orderItems.push(...toItemRows(order, order.id + 500_000, row.loaded_at));
  }
  const refundRows = refunds.map((refund) => toRefundRow(client, refund, drawLoadedAt(random, refund.at)));
  return { orders: orderRows, orderItems, refunds: refundRows };
}

function toOrderRow(client: ClientProfile, order: DemoOrder, loadedAt: string): RowOf<typeof ordersTable> {
  return {
    order_id: String(order.id),
    client_id: String(client.id),
    customer_id: printNullable(order.customer),
    channel_id: printNullable(order.channel),
    campaign_id: printNullable(order.campaign),
    ordered_at: printInstant(order.at),
    status: order.status,
    promo_flag: String(order.promo),
    promo_code: order.promoCode,
    first_sale: printNullable(order.firstSale),
    amount: printMoney(order.amount),
    discount: printMoney(order.discount),
    vat: printNullableMoney(order.vat),
    delivery_fee: printNullableMoney(order.deliveryFee),
    loaded_at: loadedAt,
  };
}

function toItemRows(
  { lines }: DemoOrder,
  orderId: number,
  loadedAt: string | null,
): readonly RowOf<typeof orderItemsTable>[] {
  return lines.map((line, index) => ({
    order_id: String(orderId),
    line_number: String(index + 1),
    product_id: String(line.product),
    quantity: String(line.quantity),
    unit_price: printMoney(line.price),
    unit_cost: printNullableMoney(line.cost),
    loaded_at: loadedAt,
  }));
}

function toRefundRow(
  client: ClientProfile,
  refund: DemoRefund,
  loadedAt: string,
): RowOf<typeof refundsTable> {
  return {
    refund_id: String(refund.id),
    client_id: String(client.id),
    order_id: String(refund.order),
    refunded_at: printInstant(refund.at),
    amount: printMoney(refund.amount),
    vat: printNullableMoney(refund.vat),
    reason: refund.reason,
    loaded_at: loadedAt,
  };
}

function printNullable(value: number | boolean | null): string | null {
  return value === null ? null : String(value);
}

function printNullableMoney(value: Kopecks | null): string | null {
  return value === null ? null : printMoney(value);
}
