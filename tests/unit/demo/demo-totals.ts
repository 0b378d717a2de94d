/**
 * The demo's metrics recomputed from its rows, row by row and without SQL: what the numbers must be.
 * Knows the tables and the meaning of the metrics, and nothing of the engine.
 */
import { Temporal } from 'temporal-polyfill';
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import {
  adSpendTable,
  channelsTable,
  orderItemsTable,
  ordersTable,
  refundsTable,
} from '../../../src/demo/sales-tables.ts';
import type { TableShape } from '../../../src/demo/table-shape.ts';

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
  Readonly<Record<(typeof COSTED)[number] | (typeof RATIOS)[number], number | null>>;

const SUMS = [
  'ad_spend',
  'impressions',
  'clicks',
  'revenue',
  'revenue_without_vat',
  'refunds_amount',
  'refunds_without_vat',
  'net_revenue',
  'orders_count',
  'customers',
  'new_customers',
  'units',
] as const;
/** Null where goods were sold and the cost of none of them is known. */
const COSTED = ['cost_of_goods', 'margin'] as const;
const RATIOS = [
  'ctr',
  'cpc',
  'cpa',
  'cac',
  'roas',
  'romi',
  'aov',
  'promo_revenue_share',
  'units_per_order',
  'average_delivery_fee',
  'cancellation_rate',
] as const;

/** Sums that are counts, not money. */
export const DEMO_COUNTS = [
  'impressions',
  'clicks',
  'orders_count',
  'customers',
  'new_customers',
  'units',
] as const satisfies readonly (typeof SUMS)[number][];

/** Every metric of the demo. */
export const DEMO_METRICS = [...SUMS, ...COSTED, ...RATIOS] as const;

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
    const isOwn = (row: Row<'client_id'>) => row('client_id') === question.client;
    const inChannel = (row: Row<'channel_id'> | undefined) =>
      question.channel === undefined ||
      (channels.get(row?.('channel_id') ?? null) ?? null) === question.channel;
    const placed = [...orders.values()].filter(
      (order) => isOwn(order) && inChannel(order) && holds(order('ordered_at')),
    );
    const sold = new Set(placed.filter(isSale).map((order) => order('order_id')));
    return measure({
      placed,
      lines: items.filter((item) => sold.has(item('order_id'))),
      refunds: refunds.filter(
        (refund) =>
          isOwn(refund) && inChannel(orders.get(refund('order_id'))) && holds(refund('refunded_at')),
      ),
      spending: spending.filter((row) => isOwn(row) && inChannel(row) && holds(row('day'))),
    });
  };
}

/** The rows that one question is about. */
interface Selection {
  readonly placed: readonly Row<ColumnOf<typeof ordersTable>>[];
  readonly lines: readonly Row<'quantity' | 'unit_cost'>[];
  readonly refunds: readonly Row<'amount' | 'vat'>[];
  readonly spending: readonly Row<'spend' | 'clicks' | 'impressions'>[];
}

type ColumnOf<Shape> = Shape extends TableShape<infer Column> ? Column : never;

function isSale(order: Row<'status'>): boolean {
  return order('status') === 'paid' || order('status') === 'delivered';
}

function measure({ placed, lines, refunds, spending }: Selection): DemoTotals {
  const sales = placed.filter(isSale);
  const revenue = sumBy(sales, (sale) => kopecks(sale('amount')));
  const revenue_without_vat = sumBy(sales, withoutVat);
  const refunds_amount = sumBy(refunds, (refund) => kopecks(refund('amount')));
  const refunds_without_vat = sumBy(refunds, withoutVat);
  const costed = lines.filter((line) => line('unit_cost') !== null);
  const known = sumBy(costed, (line) => Number(line('quantity')) * kopecks(line('unit_cost')));
  // What is not known adds nothing, unless it is all that there is.
  const cost_of_goods = lines.length > 0 && costed.length === 0 ? null : known;
  const net_revenue = revenue - refunds_amount;
  const margin = cost_of_goods === null ? null : revenue_without_vat - refunds_without_vat - cost_of_goods;
  const ad_spend = sumBy(spending, (row) => kopecks(row('spend')));
  const clicks = sumBy(spending, (row) => Number(row('clicks')));
  const impressions = sumBy(spending, (row) => Number(row('impressions')));
  const units = sumBy(lines, (line) => Number(line('quantity')));
  const new_customers = placed.filter((order) => order('first_sale') === 'true').length;
  const counted = spending.filter((row) => row('impressions') !== null);
  const promo = sales.filter((sale) => sale('promo_flag') === 'true');
  const fees = placed.filter((order) => order('status') === 'delivered' && order('delivery_fee') !== null);
  const cancelled = placed.filter((order) => order('status') === 'cancelled');
  return {
    ad_spend,
    impressions,
    clicks,
    revenue,
    revenue_without_vat,
    refunds_amount,
    refunds_without_vat,
    net_revenue,
    cost_of_goods,
    margin,
    new_customers,
    units,
    orders_count: sales.length,
    customers: new Set(sales.flatMap((sale) => sale('customer_id') ?? [])).size,
    ctr: ratio(
      sumBy(counted, (row) => Number(row('clicks'))),
      impressions,
    ),
    cpc: ratio(ad_spend / 100, clicks),
    cpa: ratio(ad_spend / 100, sales.length),
    cac: ratio(ad_spend / 100, new_customers),
    roas: ratio(net_revenue, ad_spend),
    romi: margin === null ? null : ratio(margin - ad_spend, ad_spend),
    aov: ratio(revenue / 100, sales.length),
    promo_revenue_share: ratio(
      sumBy(promo, (sale) => kopecks(sale('amount'))),
      revenue,
    ),
    units_per_order: ratio(units, sales.length),
    average_delivery_fee: ratio(sumBy(fees, (order) => kopecks(order('delivery_fee'))) / 100, fees.length),
    cancellation_rate: ratio(cancelled.length, placed.length),
  };
}

function withoutVat(row: Row<'amount' | 'vat'>): number {
  return kopecks(row('amount')) - kopecks(row('vat'));
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
