/** Surveys of one client: after a ticket is closed, and some weeks after an order was delivered. */

import { DAY, printInstant } from '../demo-calendar.ts';
import type { ClientProfile } from '../demo-clients.ts';
import type { OrderStatus } from '../generate-orders.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { printNullable } from '../print-value.ts';
import { createRandom, type SeededRandom } from '../seeded-random.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { surveysTable } from './support-tables.ts';

/** Asks some of those who had a ticket closed or an order delivered. */
export interface SurveyDesk {
  askAboutTicket(ticket: ClosedTicket): Generator<DemoRow>;
  askAboutShop(order: PlacedOrder): Generator<DemoRow>;
}

interface ClosedTicket {
  readonly id: number;
  readonly customer: number | null;
  readonly closedAt: number;
  /** Nothing is sent from this instant on. */
  readonly end: number;
}

interface PlacedOrder {
  readonly customer: number | null;
  readonly status: OrderStatus;
  readonly orderedAt: number;
  readonly end: number;
}

/** A desk of `client`, whose contentment says how its customers answer. */
export function openSurveyDesk(client: ClientProfile): SurveyDesk {
  const random = createRandom(`surveys ${client.id}`);
  let count = 0;
  const toRow = (survey: {
    readonly kind: 'csat' | 'nps';
    readonly customer: number | null;
    readonly ticket: number | null;
    readonly at: number;
    readonly score: number | null;
  }): DemoRow => {
    count += 1;
    return toDemoRow(surveysTable, {
      survey_id: String(client.id * 1_000_000 + count),
      client_id: String(client.id),
      customer_id: printNullable(survey.customer),
      ticket_id: printNullable(survey.ticket),
      kind: survey.kind,
      sent_at: printInstant(survey.at),
      score: printNullable(survey.score),
      loaded_at: drawLoadedAt(random, survey.at),
    });
  };
  return {
    *askAboutTicket({ id, customer, closedAt, end }) {
      if (!random.chance(500)) return;
      const at = closedAt + random.integer(600, 7200);
      const score = random.chance(480) ? drawContentment(random, client.contentment) : null;
      if (at < end) yield toRow({ kind: 'csat', customer, ticket: id, at, score });
    },
    *askAboutShop({ customer, status, orderedAt, end }) {
      if (customer === null || status !== 'delivered' || !random.chance(60)) return;
      const at = orderedAt + random.integer(14, 30) * DAY;
      const score = random.chance(380) ? drawRecommendation(random, client.contentment) : null;
      if (at < end) yield toRow({ kind: 'nps', customer, ticket: null, at, score });
    },
  };
}

/** 1 to 5. */
function drawContentment(random: SeededRandom, contentment: number): number {
  return random.weighted([
    [5, contentment],
    [4, 20],
    [3, 7],
    [2, 3],
    [1, 5],
  ]);
}

/** 0 to 10. */
function drawRecommendation(random: SeededRandom, contentment: number): number {
  return random.weighted([
    [random.integer(9, 10), contentment - 12],
    [random.integer(7, 8), 28],
    [random.integer(0, 6), 17],
  ]);
}
