/** Orders, their lines and refunds as rows of the warehouse. */
import { printInstant } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import type { DemoOrder } from './generate-orders.ts';
import type { DemoRefund } from './generate-refunds.ts';
import { printMoney } from './money.ts';
import { printNullable, printNullableMoney } from './print-value.ts';
import { orderItemsTable, ordersTable, refundsTable } from './sales-tables.ts';
import { type DemoRow, toDemoRow } from './table-shape.ts';

/** An order of `client`, loaded at that instant. */
export function toOrderRow(client: ClientProfile, order: DemoOrder, loadedAt: string): DemoRow {
  return toDemoRow(ordersTable, {
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
  });
}

/** The lines of an order, under the number of that order or of another. */
export function toItemRows({ lines }: DemoOrder, orderId: number, loadedAt: string): readonly DemoRow[] {
  return lines.map((line, index) =>
    toDemoRow(orderItemsTable, {
      order_id: String(orderId),
      line_number: String(index + 1),
      product_id: String(line.product),
      quantity: String(line.quantity),
      unit_price: printMoney(line.price),
      unit_cost: printNullableMoney(line.cost),
      loaded_at: loadedAt,
    }),
  );
}

/** A refund of `client`, loaded at that instant. */
export function toRefundRow(client: ClientProfile, refund: DemoRefund, loadedAt: string): DemoRow {
  return toDemoRow(refundsTable, {
    refund_id: String(refund.id),
    client_id: String(client.id),
    order_id: String(refund.order),
    refunded_at: printInstant(refund.at),
    amount: printMoney(refund.amount),
    vat: printNullableMoney(refund.vat),
    reason: refund.reason,
    loaded_at: loadedAt,
  });
}
