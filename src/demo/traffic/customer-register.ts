/**
 * Customers of one client as its shop keeps them. Those who were there before the data begins come first;
 * the others when somebody with their number, or a later one, first orders. A few were deleted.
 */
import type { ClientSupply } from '../client-supply.ts';
import { countKnownCustomers } from '../customer-base.ts';
import { DAY, printInstant } from '../demo-calendar.ts';
import type { DemoOrder } from '../generate-orders.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { createRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { weighCountries } from './countries.ts';
import { customersTable } from './traffic-tables.ts';

/** Takes the orders of one client as they come. */
export interface CustomerRegister {
  /** Rows of those who were there before. */
  begin(): Generator<DemoRow>;
  /** Rows of those who have registered up to this order. */
  follow(order: DemoOrder): Generator<DemoRow>;
}

const SEGMENTS = [
  ['private', 88],
  ['business', 9],
  [null, 3],
] as const;

/** An empty register. */
export function openCustomerRegister({ client, days }: ClientSupply): CustomerRegister {
  const random = createRandom(`customers ${client.id}`);
  const countries = weighCountries(client.country);
  const start = days[0]?.start ?? 0;
  let count = 0;

  function* register(at: number): Generator<DemoRow> {
    count += 1;
    if (random.chance(7)) return;
    yield toDemoRow(customersTable, {
      client_id: String(client.id),
      customer_id: String(count),
      registered_at: printInstant(at),
      email: `customer-${client.id}-${count}@mail.example`,
      country_code: random.weighted(countries),
      segment: random.weighted(SEGMENTS),
      loaded_at: drawLoadedAt(random, at),
    });
  }

  return {
    *begin() {
      while (count < countKnownCustomers(client)) yield* register(start - random.integer(DAY, 300 * DAY));
    },
    *follow({ customer, at }) {
      while (customer !== null && count < customer) yield* register(at - random.integer(0, 900));
    },
  };
}
