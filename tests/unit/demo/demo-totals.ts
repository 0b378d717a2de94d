/**
 * The demo's metrics recomputed from its rows, row by row and without SQL: what the numbers must be.
 * Knows the tables and the meaning of the metrics, and nothing of the engine.
 */
import { Temporal } from 'temporal-polyfill';
import type { TableShape } from '../../../src/demo/demo-tables.ts';
import {
  adSpendTable,
  channelsTable,
  orderItemsTable,
  ordersTable,
  refundsTable,
} from '../../../src/demo/demo-tables.ts';
import type { DemoTable } from '../../../src/demo/generate-demo.ts';

/** A row, asked for its columns one by one. */
export type Row<Column extends string> = (column: Column) => string | null;

/** What is asked of the demo: one client, from one day to the day before another, in a zone. */
export interface DemoQuestion {
  readonly client: string;
  readonly from?: string;
  readonly to?: string;
  /** The client's day begins here; needed with a range. */
  readonly zone?: string;
  /** Name of the channel, or `null` for rows whose channel is missing; all channels unless given. */
  readonly channel?: string | null;
}

/** Money in kopecks, counts as they are, ratios to 12 significant digits. */
export type DemoTotals = Readonly<Record<(typeof SUMS)[number], number>> &
  Readonly<Record<(typeof RATIOS)[number], number | null>>;

const SUMS = [
  'ad_spend',
  'impressions',
  'clicks',
  'revenue',
  'revenue_without_vat',
  'refunds_amount',
  'refunds_without_vat',
  'net_revenue',
  'cost_of_goods',
  'margin',
  'orders_count',
  'customers',
  'new_customers',
  'units',
] as const;
const RATIOS = ['aov', 'cpc', 'roas', 'romi', 'promo_revenue_share', 'units_per_order'] as const;

/** The rows of one table by column. */
export function readRows<Column extends string>(
  demo: readonly DemoTable[],
  shape: TableShape<Column>,
): readonly Row<Column>[] {
  const table = demo.find((candidate) => candidate.shape.name === shape.name);
  if (table === undefined) throw new Error(`the demo has no table ${shape.name}`);
  const places = new Map(shape.columns.map(([column], index) => [column, index]));
  return table.rows.map((values) => (column) => values[places.get(column) ?? -1] ?? null);
}

/** Kopecks of an amount as the tables print it; 0 for `null`. */
export function kopecks(amount: string | null): number {
  return amount === null ? 0 : Number(amount.replace('.', ''));
}

/** Answers questions about `demo`, whose rows are read once. */
export function createDemoTotals(demo: readonly DemoTable[]): (question: DemoQuestion) => DemoTotals {
  const channels = new Map(readRows(demo, channelsTable).map((row) => [row('channel_id'), row('name')]));
  const orders = new Map(readRows(demo, ordersTable).map((row) => [row('order_id'), row]));
  const items = readRows(demo, orderItemsTable);
  const refunds = readRows(demo, refundsTable);
  const spending = readRows(demo, adSpendTable);

  return (question) => {
    const holds = createRange(question);
    const inChannel = (channelId: string | null | undefined): boolean =>
      question.channel === undefined || (channels.get(channelId ?? null) ?? null) === question.channel;
    const sales = [...orders.values()].filter(
      (order) =>
        order('client_id') === question.client &&
        (order('status') === 'paid' || order('status') === 'delivered') &&
        inChannel(order('channel_id')) &&
        holds(order('ordered_at')),
    );
    const sold = new Set(sales.map((order) => order('order_id')));
    const lines = items.filter((item) => sold.has(item('order_id')));
    const returned = refunds.filter(
      (refund) =>
        refund('client_id') === question.client &&
        inChannel(orders.get(refund('order_id'))?.('channel_id')) &&
        holds(refund('refunded_at')),
    );
    const spent = spending.filter(
      (row) => row('client_id') === question.client && inChannel(row('channel_id')) && holds(row('day')),
    );
    const promo = sumBy(sales, (order) => (order('promo_flag') === 'true' ? kopecks(order('amount')) : 0));
    const sums = {
      ...sumSales(sales),
      ...sumLines(lines),
      refunds_amount: sumBy(returned, (refund) => kopecks(refund('amount'))),
      refunds_without_vat: sumBy(returned, (refund) => kopecks(refund('amount')) - kopecks(refund('vat'))),
      ad_spend: sumBy(spent, (row) => kopecks(row('spend'))),
      clicks: sumBy(spent, (row) => Number(row('clicks'))),
      impressions: sumBy(spent, (row) => Number(row('impressions'))),
    };
    return derive(sums, promo);
  };
}

type BaseSums = Omit<Record<(typeof SUMS)[number], number>, 'net_revenue' | 'margin'>;

function sumSales(sales: readonly Row<'amount' | 'vat' | 'customer_id' | 'first_sale'>[]) {
  return {
    revenue: sumBy(sales, (sale) => kopecks(sale('amount'))),
    revenue_without_vat: sumBy(sales, (sale) => kopecks(sale('amount')) - kopecks(sale('vat'))),
    orders_count: sales.length,
    customers: new Set(sales.flatMap((sale) => sale('customer_id') ?? [])).size,
    new_customers: sales.filter((sale) => sale('first_sale') === 'true').length,
  };
}

/** Lines whose cost is unknown cost nothing, as a sum that passes over nulls has it. */
function sumLines(lines: readonly Row<'quantity' | 'unit_cost'>[]) {
  return {
    units: sumBy(lines, (line) => Number(line('quantity'))),
    cost_of_goods: sumBy(lines, (line) => Number(line('quantity')) * kopecks(line('unit_cost'))),
  };
}

function derive(sums: BaseSums, promo: number): DemoTotals {
  const net_revenue = sums.revenue - sums.refunds_amount;
  const margin = sums.revenue_without_vat - sums.refunds_without_vat - sums.cost_of_goods;
  return {
    ...sums,
    net_revenue,
    margin,
    aov: ratio(sums.revenue / 100, sums.orders_count),
    cpc: ratio(sums.ad_spend / 100, sums.clicks),
    roas: ratio(net_revenue, sums.ad_spend),
    romi: ratio(margin - sums.ad_spend, sums.ad_spend),
    promo_revenue_share: ratio(promo, sums.revenue),
    units_per_order: ratio(sums.units, sums.orders_count),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Number((part / whole).toPrecision(12));
}

function sumBy<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** Whether an instant, or a calendar day, lies in the half-open range of the question. */
function createRange({ from, to, zone }: DemoQuestion): (moment: string | null) => boolean {
  if (from === undefined || to === undefined || zone === undefined) return () => true;
  const start = startOfDay(from, zone);
  const end = startOfDay(to, zone);
  return (moment) => {
    if (moment === null) return false;
    if (moment.length === 10) return from <= moment && moment < to;
    const at = Date.parse(moment.replace(' ', 'T').replace(/\+00$/, 'Z'));
    return start <= at && at < end;
  };
}

function startOfDay(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}
