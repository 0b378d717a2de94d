/** Support's metrics recomputed from the demo's rows, by plain arithmetic and a calendar of its own. */
import { Temporal } from 'temporal-polyfill';
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import { ordersTable } from '../../../src/demo/sales-tables.ts';
import {
  helpVisitsTable,
  holidaysTable,
  supportCostsTable,
  surveysTable,
  ticketEventsTable,
  ticketsTable,
} from '../../../src/demo/support/support-tables.ts';
import type { Measures } from './compare-answers.ts';
import {
  type ColumnOf,
  groupRows,
  instantOf,
  knownMoneyOf,
  meanOf,
  ofClient,
  type PlainRow,
  percentileOf,
  present,
  ratioOf,
  readTable,
} from './plain-rows.ts';

const WEEK = 7 * 86_400;

type TicketEvent = PlainRow<ColumnOf<typeof ticketEventsTable>>;

/** A ticket with what its events say. */
export interface PlainTicket extends PlainRow<ColumnOf<typeof ticketsTable>> {
  readonly isAnswered: boolean;
  readonly responseMinutes: number | null;
  readonly escalationMinutes: number | null;
  /** `null` while it is open, for the first time or again. */
  readonly resolutionMinutes: number | null;
  /** `null` where nobody knows who asked, or about what. */
  readonly isRepeat: boolean | null;
}

/** The rows of one client that support's metrics are about. */
export interface SupportRows extends Readonly<Record<string, readonly object[]>> {
  readonly tickets: readonly PlainTicket[];
  readonly surveys: readonly PlainRow<ColumnOf<typeof surveysTable>>[];
  readonly visits: readonly PlainRow<ColumnOf<typeof helpVisitsTable>>[];
  readonly costs: readonly PlainRow<ColumnOf<typeof supportCostsTable>>[];
  readonly orders: readonly PlainRow<ColumnOf<typeof ordersTable>>[];
}

/** All of one client's. */
export function readSupport(demo: readonly DemoTable[], client: string): SupportRows {
  const isDayOff = createCalendar(readTable(demo, holidaysTable).map(({ day }) => day ?? ''));
  const events = groupRows(ofClient(readTable(demo, ticketEventsTable), client), (row) => row.ticket_id);
  const tickets = ofClient(readTable(demo, ticketsTable), client);
  const repeated = findRepeated(tickets);
  return {
    tickets: tickets.map((ticket) => {
      const own = events.get(ticket.ticket_id) ?? [];
      const times = (kind: string) =>
        own.filter((event) => event.kind === kind).map((event) => instantOf(event.happened_at));
      const since = (at: number) =>
        Number.isFinite(at) ? countWorkingMinutes(instantOf(ticket.opened_at), at, isDayOff) : null;
      return {
        ...ticket,
        isAnswered: times('reply').length > 0,
        responseMinutes: since(Math.min(...times('reply'))),
        escalationMinutes: since(Math.min(...times('escalated'))),
        resolutionMinutes: isOpen(own) ? null : since(Math.max(...times('closed'))),
        isRepeat: isRecognised(ticket) ? repeated.has(ticket.ticket_id) : null,
      };
    }),
    surveys: ofClient(readTable(demo, surveysTable), client),
    visits: ofClient(readTable(demo, helpVisitsTable), client),
    costs: ofClient(readTable(demo, supportCostsTable), client),
    orders: ofClient(readTable(demo, ordersTable), client),
  };
}

/** Whether the last of a ticket's events left it open; events are numbered as they happened, those of one second too. */
export function isOpen(events: readonly TicketEvent[]): boolean {
  const inTime = events.toSorted(
    (a, b) => instantOf(a.happened_at) - instantOf(b.happened_at) || Number(a.event_id) - Number(b.event_id),
  );
  return inTime.length > 0 && inTime.at(-1)?.kind !== 'closed';
}

function isRecognised({ customer_id, topic_code }: PlainRow<ColumnOf<typeof ticketsTable>>): boolean {
  return customer_id !== null && topic_code !== null;
}

/** Tickets whose customer had asked about the same topic less than seven days before. */
function findRepeated(tickets: readonly PlainRow<ColumnOf<typeof ticketsTable>>[]) {
  const asked = groupRows(tickets.filter(isRecognised), (row) => `${row.customer_id}/${row.topic_code}`);
  const found = [...asked.values()].flatMap((own) => {
    const inTime = own.toSorted((a, b) => instantOf(a.opened_at) - instantOf(b.opened_at));
    return inTime.filter((ticket, index) => {
      const before = inTime[index - 1];
      // The reporting zone of these tests never changes its clocks: seven days are seven times 24 hours.
      return before && instantOf(ticket.opened_at) < instantOf(before.opened_at) + WEEK;
    });
  });
  return new Set(found.map((ticket) => ticket.ticket_id));
}

function createCalendar(holidays: readonly string[]): (day: Temporal.PlainDate) => boolean {
  const off = new Set(holidays);
  return (day) => day.dayOfWeek >= 6 || off.has(day.toString());
}

/** Minutes between 09:00 and 18:00 in Moscow, day by day. */
function countWorkingMinutes(from: number, to: number, isDayOff: (day: Temporal.PlainDate) => boolean) {
  const zone = 'Europe/Moscow';
  const inZone = (seconds: number) =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone);
  const last = inZone(to).toPlainDate();
  let seconds = 0;
  for (
    let day = inZone(from).toPlainDate();
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    if (isDayOff(day)) continue;
    const at = (plainTime: string) =>
      day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds / 1000;
    seconds += Math.max(0, Math.min(to, at('18:00')) - Math.max(from, at('09:00')));
  }
  return seconds / 60;
}

/** Of tickets alone. */
export const TICKET_MEASURES: Measures<SupportRows> = {
  tickets_count: ({ tickets }) => tickets.length,
  first_response_time: ({ tickets }) => percentileOf(present(tickets.map((one) => one.responseMinutes)), 0.5),
  first_response_time_p90: ({ tickets }) =>
    percentileOf(present(tickets.map((one) => one.responseMinutes)), 0.9),
  resolution_time: ({ tickets }) => percentileOf(present(tickets.map((one) => one.resolutionMinutes)), 0.5),
  escalation_time: ({ tickets }) => percentileOf(present(tickets.map((one) => one.escalationMinutes)), 0.5),
  escalation_rate: ({ tickets }) =>
    ratioOf(present(tickets.map((one) => one.escalationMinutes)).length, tickets.length),
  unanswered_share: ({ tickets }) =>
    ratioOf(tickets.filter(({ isAnswered }) => !isAnswered).length, tickets.length),
  sla_share: ({ tickets }) => {
    const closed = tickets.filter(({ resolutionMinutes }) => resolutionMinutes !== null);
    const agreed = (priority: string | null) => (priority === 'urgent' ? 9 * 60 : 18 * 60);
    const kept = closed.filter((one) => (one.resolutionMinutes ?? 0) <= agreed(one.priority));
    return ratioOf(kept.length, closed.length);
  },
  repeat_contact_rate: ({ tickets }) => {
    const known = tickets.filter(({ isRepeat }) => isRepeat !== null);
    return ratioOf(known.filter(({ isRepeat }) => isRepeat).length, known.length);
  },
};

/** Of tickets and visits to the help centre, which share topics. */
export const SELF_SERVICE_MEASURES: Measures<SupportRows> = {
  help_visits_count: ({ visits }) => visits.length,
  self_service_share: ({ tickets, visits }) => {
    const solved = visits.filter(({ solved }) => solved === 'true').length;
    return ratioOf(solved, solved + tickets.length);
  },
};

/** Of surveys alone. */
export const SURVEY_MEASURES: Measures<SupportRows> = {
  csat: ({ surveys }) => meanOf(scoresOf(surveys, 'csat')),
  csat_share: ({ surveys }) => {
    const scores = scoresOf(surveys, 'csat');
    return ratioOf(scores.filter((score) => score >= 4).length, scores.length);
  },
  nps: ({ surveys }) => {
    const scores = scoresOf(surveys, 'nps');
    const promoters = scores.filter((score) => score >= 9).length;
    const detractors = scores.filter((score) => score <= 6).length;
    return ratioOf(100 * (promoters - detractors), scores.length);
  },
  survey_response_rate: ({ surveys }) =>
    ratioOf(present(surveys.map(({ score }) => score)).length, surveys.length),
};

/** Of tickets with what they cost, and with sales. */
export const COST_MEASURES: Measures<SupportRows> = {
  support_cost: ({ costs }) => knownMoneyOf(costs.map(({ amount }) => amount)),
  support_cost_per_ticket: ({ costs, tickets }) => {
    const known = knownMoneyOf(costs.map(({ amount }) => amount));
    return known === null ? null : ratioOf(known, tickets.length);
  },
  contact_rate: ({ tickets, orders }) => {
    const sales = orders.filter(({ status }) => status === 'paid' || status === 'delivered');
    return ratioOf(100 * tickets.length, sales.length);
  },
};

function scoresOf(surveys: SupportRows['surveys'], kind: string): readonly number[] {
  return present(surveys.filter((survey) => survey.kind === kind).map(({ score }) => score)).map(Number);
}
