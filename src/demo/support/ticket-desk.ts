/**
 * Tickets of one client: most follow an order, some of them more than once, the rest come from people who
 * have not bought yet. Dirt: unknown customers, topics that are missing or gone, events of deleted tickets.
 */
import type { ClientSupply } from '../client-supply.ts';
import { DAY, endOfDays, printInstant } from '../demo-calendar.ts';
import type { DemoOrder } from '../generate-orders.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { printNullable } from '../print-value.ts';
import { createRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { drawTicketEvents, type TicketEvent } from './draw-ticket-events.ts';
import { ticketEventsTable, ticketsTable } from './support-tables.ts';
import { openSurveyDesk } from './survey-desk.ts';
import { TOPIC_WEIGHTS } from './topics.ts';

/** Takes the orders of one client as they come. */
export interface TicketDesk {
  /** Rows of what is asked about the order, and of surveys. */
  follow(order: DemoOrder): Generator<DemoRow>;
  /** Rows of what is asked about no order. */
  close(): Generator<DemoRow>;
}

/** One ticket before anything has happened to it. */
interface DemoTicket {
  readonly customer: number | null;
  readonly order: number | null;
  readonly topic: string | null;
  readonly at: number;
}

const CONTACTS = [
  ['chat', 46],
  ['email', 27],
  ['phone', 17],
  ['form', 10],
] as const;

/** An open desk of the client. */
export function openTicketDesk({ client, days }: ClientSupply): TicketDesk {
  const random = createRandom(`tickets ${client.id}`);
  const surveys = openSurveyDesk(client);
  const start = days[0]?.start ?? 0;
  const end = endOfDays(days);
  let tickets = 0;
  let events = 0;

  function* open(ticket: DemoTicket): Generator<DemoRow> {
    if (ticket.at >= end) return;
    tickets += 1;
    const id = client.id * 1_000_000 + tickets;
    const urgent = random.chance(140);
    yield toDemoRow(ticketsTable, {
      ticket_id: String(id),
      client_id: String(client.id),
      customer_id: printNullable(ticket.customer),
      order_id: printNullable(ticket.order),
      topic_code: ticket.topic,
      contact_by: random.weighted(CONTACTS),
      priority: urgent ? 'urgent' : 'normal',
      opened_at: printInstant(ticket.at),
      loaded_at: drawLoadedAt(random, ticket.at),
    });
    const opening = { at: ticket.at, urgent, replyMinutes: client.replyMinutes };
    const happened = drawTicketEvents(random, opening).filter(({ at }) => at < end);
    for (const event of happened) yield toEventRow(id, event);
    const last = happened.at(-1);
    // The ticket of some events was deleted.
    if (last !== undefined && random.chance(6)) yield toEventRow(id + 500_000, last);
    if (last?.kind === 'closed')
      yield* surveys.askAboutTicket({ id, customer: ticket.customer, closedAt: last.at, end });
  }

  function toEventRow(ticket: number, { kind, at, specialist }: TicketEvent): DemoRow {
    events += 1;
    return toDemoRow(ticketEventsTable, {
      event_id: String(client.id * 10_000_000 + events),
      client_id: String(client.id),
      ticket_id: String(ticket),
      kind,
      happened_at: printInstant(at),
      specialist_id: printNullable(specialist),
      loaded_at: drawLoadedAt(random, at),
    });
  }

  return {
    *follow(order) {
      yield* surveys.askAboutShop({
        customer: order.customer,
        status: order.status,
        orderedAt: order.at,
        end,
      });
      if (!random.chance(75)) return;
      const at = order.at + random.integer(0, 12) * DAY + random.integer(600, 21_600);
      const topic = random.weighted(TOPIC_WEIGHTS.order);
      const about = { customer: order.customer, order: order.id, topic };
      yield* open({ ...about, at });
      if (random.chance(110))
        yield* open({ ...about, at: at + random.integer(1, 9) * DAY + random.integer(0, 9000) });
    },
    *close() {
      for (let left = Math.ceil(client.orders / 45); left > 0; left -= 1) {
        const at = start + random.integer(0, days.length - 1) * DAY + random.integer(25_000, 80_000);
        const customer = random.chance(400) ? random.integer(1, Math.ceil(client.orders / 5)) : null;
        yield* open({ customer, order: null, topic: random.weighted(TOPIC_WEIGHTS.other), at });
      }
    },
  };
}
