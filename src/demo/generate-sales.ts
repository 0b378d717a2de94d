/**
 * Orders of one client with all that follows from them, in one pass over the orders: none is kept. A few
 * lines belong to orders that never arrived.
 */
import type { ClientSupply } from './client-supply.ts';
import { generateOrders } from './generate-orders.ts';
import { openRefundBook } from './generate-refunds.ts';
import { drawLoadedAt } from './load-delay.ts';
import { toItemRows, toOrderRow, toRefundRow } from './order-rows.ts';
import { createRandom } from './seeded-random.ts';
import { openTicketDesk } from './support/ticket-desk.ts';
import type { DemoRow } from './table-shape.ts';
import { openCustomerRegister } from './traffic/customer-register.ts';

/** Rows of orders, their lines and refunds, and of customers and what they asked support. */
export function* generateSales(supply: ClientSupply): Generator<DemoRow> {
  const { client, days } = supply;
  const random = createRandom(`loading ${client.id}`);
  const refunds = openRefundBook(client, days);
  const tickets = openTicketDesk(supply);
  const customers = openCustomerRegister(supply);
  yield* customers.begin();
  for (const order of generateOrders(supply)) {
    // Lines are loaded with their order.
    const loadedAt = drawLoadedAt(random, order.at);
    yield toOrderRow(client, order, loadedAt);
    yield* toItemRows(order, order.id, loadedAt);
    if (random.chance(2) && client.quota === null) yield* toItemRows(order, order.id + 500_000, loadedAt);
    refunds.add(order);
    yield* customers.follow(order);
    yield* tickets.follow(order);
  }
  yield* tickets.close();
  for (const refund of refunds.close()) yield toRefundRow(client, refund, drawLoadedAt(random, refund.at));
}
