/** Metrics of traffic, advertising and leads recomputed from the demo's rows by plain arithmetic. */
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import { adSpendTable, ordersTable } from '../../../src/demo/sales-tables.ts';
import {
  creativeDaysTable,
  customersTable,
  leadsTable,
  sessionsTable,
} from '../../../src/demo/traffic/traffic-tables.ts';
import type { Measures } from './compare-answers.ts';
import {
  type ColumnOf,
  moneyOf,
  ofClient,
  type PlainRow,
  present,
  ratioOf,
  readTable,
  sumOf,
} from './plain-rows.ts';

/** The rows of one client that metrics of traffic are about. */
export interface TrafficRows extends Readonly<Record<string, readonly object[]>> {
  readonly sessions: readonly PlainRow<ColumnOf<typeof sessionsTable>>[];
  readonly leads: readonly PlainRow<ColumnOf<typeof leadsTable>>[];
  readonly spending: readonly PlainRow<ColumnOf<typeof adSpendTable>>[];
  readonly orders: readonly PlainRow<ColumnOf<typeof ordersTable>>[];
  readonly creativeDays: readonly PlainRow<ColumnOf<typeof creativeDaysTable>>[];
  readonly customers: readonly PlainRow<ColumnOf<typeof customersTable>>[];
}

/** All of one client's. */
export function readTraffic(demo: readonly DemoTable[], client: string): TrafficRows {
  return {
    sessions: ofClient(readTable(demo, sessionsTable), client),
    leads: ofClient(readTable(demo, leadsTable), client),
    spending: ofClient(readTable(demo, adSpendTable), client),
    orders: ofClient(readTable(demo, ordersTable), client),
    creativeDays: ofClient(readTable(demo, creativeDaysTable), client),
    customers: ofClient(readTable(demo, customersTable), client),
  };
}

/** Of sessions alone. */
export const SESSION_MEASURES: Measures<TrafficRows> = {
  sessions: ({ sessions }) => countVisits(sessions),
  bounce_rate: ({ sessions }) => {
    const bounced = sessions.filter(({ pages, seconds }) => pages === '1' && Number(seconds ?? 0) < 15);
    return ratioOf(countVisits(bounced), countVisits(sessions));
  },
  pages_per_session: ({ sessions }) => {
    const counted = sessions.filter((session) => session.pages !== null);
    const pages = sumOf(counted.map((session) => Number(session.pages) * Number(session.weight)));
    return ratioOf(pages, countVisits(counted));
  },
};

/** Of leads alone. */
export const LEAD_MEASURES: Measures<TrafficRows> = {
  leads: ({ leads }) => leads.length,
  qualified_leads: ({ leads }) => leads.filter(isQualified).length,
  qualified_share: ({ leads }) => ratioOf(leads.filter(isQualified).length, leads.length),
  lead_win_rate: ({ leads }) => ratioOf(leads.filter(({ status }) => status === 'won').length, leads.length),
};

/** Of sessions and leads, which share devices and countries. */
export const LEAD_RATE_MEASURES: Measures<TrafficRows> = {
  lead_rate: ({ leads, sessions }) => ratioOf(leads.length, countVisits(sessions)),
};

/** Of sessions and sales. */
export const CONVERSION_MEASURES: Measures<TrafficRows> = {
  conversion_rate: ({ orders, sessions }) => ratioOf(orders.filter(isSale).length, countVisits(sessions)),
};

/** Of what is spent, with leads and sales. */
export const SPENDING_MEASURES: Measures<TrafficRows> = {
  cpl: ({ spending, leads }) => ratioOf(moneyOf(spending.map(({ spend }) => spend)), leads.length),
  cpm: ({ spending }) => {
    const counted = spending.filter(({ impressions }) => impressions !== null);
    const shown = sumOf(counted.map(({ impressions }) => impressions));
    return ratioOf(1000 * moneyOf(counted.map(({ spend }) => spend)), shown);
  },
  ad_cost_share: ({ spending, orders }) =>
    ratioOf(
      moneyOf(spending.map(({ spend }) => spend)),
      moneyOf(orders.filter(isSale).map(({ amount }) => amount)),
    ),
};

/** Of creatives alone. */
export const CREATIVE_MEASURES: Measures<TrafficRows> = {
  creative_spend: ({ creativeDays }) => moneyOf(creativeDays.map(({ spend }) => spend)),
  creative_clicks: ({ creativeDays }) => sumOf(creativeDays.map(({ clicks }) => clicks)),
  creative_impressions: ({ creativeDays }) => sumOf(creativeDays.map(({ impressions }) => impressions)),
  creative_ctr: ({ creativeDays }) => {
    const counted = creativeDays.filter(({ clicks, impressions }) => clicks !== null && impressions !== null);
    return ratioOf(
      sumOf(counted.map(({ clicks }) => clicks)),
      sumOf(counted.map(({ impressions }) => impressions)),
    );
  },
  creative_cpc: ({ creativeDays }) => {
    const counted = creativeDays.filter(({ clicks, spend }) => clicks !== null && spend !== null);
    return ratioOf(moneyOf(counted.map(({ spend }) => spend)), sumOf(counted.map(({ clicks }) => clicks)));
  },
};

/** Of customers and their orders. */
export const CUSTOMER_MEASURES: Measures<TrafficRows> = {
  registrations: ({ customers }) => customers.length,
  repeat_customers: ({ orders }) => countCustomers(orders.filter(isRepeat)),
  repeat_rate: ({ orders }) =>
    ratioOf(countCustomers(orders.filter(isRepeat)), countCustomers(orders.filter(isSale))),
  repeat_revenue_share: ({ orders }) =>
    ratioOf(
      moneyOf(orders.filter(isRepeat).map(({ amount }) => amount)),
      moneyOf(orders.filter(isRecognised).map(({ amount }) => amount)),
    ),
  guest_order_share: ({ orders }) => {
    const sales = orders.filter(isSale);
    return ratioOf(sales.filter((sale) => sale.customer_id === null).length, sales.length);
  },
  orders_per_customer: ({ orders }) =>
    ratioOf(orders.filter(isRecognised).length, countCustomers(orders.filter(isSale))),
  arppu: ({ orders }) =>
    ratioOf(
      moneyOf(orders.filter(isRecognised).map(({ amount }) => amount)),
      countCustomers(orders.filter(isSale)),
    ),
};

type OrderRow = TrafficRows['orders'][number];

/** Paid or delivered. */
export function isSale({ status }: OrderRow): boolean {
  return status === 'paid' || status === 'delivered';
}

function isRecognised(order: OrderRow): boolean {
  return isSale(order) && order.customer_id !== null;
}

function isRepeat(order: OrderRow): boolean {
  return isSale(order) && order.first_sale === 'false';
}

function isQualified({ status }: TrafficRows['leads'][number]): boolean {
  return status === 'qualified' || status === 'won';
}

function countVisits(sessions: TrafficRows['sessions']): number {
  return sumOf(sessions.map(({ weight }) => weight));
}

/** Different customers; guests are none. */
export function countCustomers(orders: TrafficRows['orders']): number {
  return new Set(present(orders.map(({ customer_id }) => customer_id))).size;
}
