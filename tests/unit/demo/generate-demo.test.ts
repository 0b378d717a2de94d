import { describe, expect, it } from 'vitest';
import { DAY, DEMO_FROM, DEMO_TO, listDays, printInstant } from '../../../src/demo/demo-calendar.ts';
import { CLIENT_PROFILES, demoClients, findVatPercent } from '../../../src/demo/demo-clients.ts';
import { DEMO_TABLES } from '../../../src/demo/demo-tables.ts';
import { DEMO_FINGERPRINT, fingerprintDemo, generateDemo } from '../../../src/demo/generate-demo.ts';
import {
  adSpendTable,
  campaignsTable,
  channelsTable,
  clientsTable,
  orderItemsTable,
  ordersTable,
  productsTable,
  refundsTable,
} from '../../../src/demo/sales-tables.ts';
import { kopecks, type Row, readRows } from './demo-totals.ts';

const demo = generateDemo();
const clients = readRows(demo, clientsTable);
const channels = readRows(demo, channelsTable);
const campaigns = readRows(demo, campaignsTable);
const products = readRows(demo, productsTable);
const spending = readRows(demo, adSpendTable);
const orders = readRows(demo, ordersTable);
const items = readRows(demo, orderItemsTable);
const refunds = readRows(demo, refundsTable);

const orderById = new Map(orders.map((order) => [order('order_id'), order]));
const channelIds = new Set(channels.map((channel) => channel('channel_id')));
const campaignIds = new Set(campaigns.map((one) => `${one('client_id')}/${one('campaign_id')}`));

function countWhere<Item>(rows: readonly Item[], holds: (row: Item) => boolean): number {
  return rows.filter(holds).length;
}

function instant(text: string | null): number {
  return Date.parse(`${text?.slice(0, 19).replace(' ', 'T')}Z`);
}

describe('the demo is the same everywhere', () => {
  it('has these very rows', () => {
    expect(fingerprintDemo(demo)).toBe(DEMO_FINGERPRINT);
    expect(fingerprintDemo(generateDemo())).toBe(fingerprintDemo(demo));
  });

  it('keeps the rows of sales and advertising, whose figures documents show', () => {
    expect(fingerprintDemo(demo.slice(0, 8))).toBe(
      '3eab2c8e76a30b9522220714f8b430d7b8925e35ed55e09759d71ffedcb1be69',
    );
  });

  it('lists every table', () => {
    expect(demo.map(({ shape }) => shape)).toEqual(DEMO_TABLES);
  });

  it('is as large as promised', () => {
    const sizes = Object.fromEntries(demo.map(({ shape, rows }) => [shape.name, rows.length]));
    expect(sizes).toEqual({
      clients: 4,
      channels: 7,
      campaigns: 42,
      products: 150,
      ad_spend: 13_235,
      orders: 32_416,
      order_items: 56_992,
      refunds: 1838,
      accounts: 16,
      account_movements: 2123,
      account_balances: 1630,
      plans: 768,
      countries: 8,
      devices: 3,
      creatives: 126,
      creative_days: 8004,
      sessions: 12_000,
      leads: 10_801,
      customers: 17_203,
      specialists: 9,
      sprints: 208,
      tasks: 1253,
      task_events: 5116,
      time_entries: 2567,
      topics: 5,
      holidays: 28,
      tickets: 3402,
      ticket_events: 11_772,
      surveys: 2974,
      help_visits: 3240,
      support_costs: 96,
    });
  });

  it.each(demo.map((table) => [table.shape.name, table] as const))(
    'keeps the key of %s',
    (_, { shape, rows }) => {
      const places = shape.primaryKey.map((key) => shape.columns.findIndex(([column]) => column === key));
      const keys = rows.map((row) => places.map((place) => row[place] ?? null));
      expect(keys.flat()).not.toContain(null);
      expect(new Set(keys.map((key) => key.join('/'))).size).toBe(keys.length);
    },
  );

  it('lies within its two years in each client’s own zone', () => {
    for (const profile of CLIENT_PROFILES) {
      const days = listDays(profile.zone);
      const first = days.at(0);
      const last = days.at(-1);
      expect([first?.date, last?.date]).toEqual([DEMO_FROM, '2026-06-30']);
      const own = orders.filter((order) => order('client_id') === String(profile.id));
      const times = own.map((order) => instant(order('ordered_at')) / 1000);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(first?.start ?? Infinity);
      expect(Math.max(...times)).toBeLessThan((last?.start ?? 0) + DAY);
    }
    expect(countWhere(spending, (row) => row('day') === null || String(row('day')) >= DEMO_TO)).toBe(0);
  });

  it('gives keys to two clients and none to the others', () => {
    expect(demoClients).toEqual([
      { id: '17', name: 'Severny Veter' },
      { id: '23', name: 'Bergblick' },
    ]);
    expect(clients.map((client) => client('timezone'))).toEqual([
      'Europe/Moscow',
      'Europe/Berlin',
      'Asia/Almaty',
      'America/New_York',
    ]);
  });
});

describe('the demo has the dirt of real life', () => {
  const dirt: readonly (readonly [what: string, least: number, count: () => number])[] = [
    ['orders loaded days late', 300, () => countWhere(orders, (order) => isLate(order, 'ordered_at'))],
    ['refunds loaded days late', 15, () => countWhere(refunds, (refund) => isLate(refund, 'refunded_at'))],
    ['orders without a channel', 1000, () => countWhere(orders, (order) => order('channel_id') === null)],
    ['orders of a missing channel', 100, () => countWhere(orders, isOfMissingChannel)],
    ['orders of a missing campaign', 50, () => countWhere(orders, isOfMissingCampaign)],
    ['spending without a channel', 30, () => countWhere(spending, (row) => row('channel_id') === null)],
    ['spending of a missing channel', 30, () => countWhere(spending, isOfMissingChannel)],
    ['spending of a missing campaign', 50, () => countWhere(spending, isOfMissingCampaign)],
    ['lines of missing orders', 50, () => countWhere(items, (item) => !orderById.has(item('order_id')))],
    ['lines of missing products', 100, () => countWhere(items, (item) => item('unit_cost') === null)],
    ['refunds of missing orders', 50, () => countWhere(refunds, (one) => !orderById.has(one('order_id')))],
    ['refunds in a later month', 500, () => countWhere(refunds, isInLaterMonth)],
    ['second refunds of one order', 20, () => refunds.length - distinct(refunds, 'order_id')],
    ['promo orders', 4000, () => countWhere(orders, (order) => order('promo_flag') === 'true')],
    ['promo orders without a code', 1000, () => countWhere(orders, isPromoWithoutCode)],
    ['cancelled orders', 2000, () => countWhere(orders, (order) => order('status') === 'cancelled')],
    ['orders not yet paid', 500, () => countWhere(orders, (order) => order('status') === 'placed')],
    ['orders of guests', 500, () => countWhere(orders, (order) => order('customer_id') === null)],
    ['orders picked up', 5000, () => countWhere(orders, (order) => order('delivery_fee') === null)],
    ['orders without VAT', 1000, () => countWhere(orders, (order) => order('vat') === null)],
    ['orders that are gifts', 10, () => countWhere(orders, (order) => order('amount') === '0.00')],
    ['days of zero spending', 300, () => countWhere(spending, (row) => row('spend') === '0.00')],
    ['impressions not counted', 1000, () => countWhere(spending, (row) => row('impressions') === null)],
    ['campaigns of one name', 5, () => campaigns.length - distinct(campaigns, 'name')],
    ['campaigns without a kind', 4, () => countWhere(campaigns, (campaign) => campaign('kind') === null)],
    ['products without a category', 3, () => countWhere(products, (one) => one('category') === null)],
    ['orders in the same second', 300, () => orders.length - distinct(orders, 'ordered_at')],
  ];

  it.each(dirt)('%s: at least %i', (_, least, count) => {
    expect(count()).toBeGreaterThanOrEqual(least);
  });

  it('has days of which the advertising systems say nothing', () => {
    const days = new Set(
      spending
        .filter((row) => row('client_id') === '17' && row('campaign_id') === '1')
        .map((row) => row('day')),
    );
    expect(days.size).toBeGreaterThan(600);
    expect(days.size).toBeLessThan(730);
  });

  it('numbers campaigns alike for several clients', () => {
    expect(distinct(campaigns, 'campaign_id')).toBe(16);
    expect(campaigns.length).toBe(42);
  });

  it('has campaigns that spend alike to the kopeck', () => {
    const spent = (campaign: string) =>
      spending
        .filter((row) => row('client_id') === '17' && row('campaign_id') === campaign)
        .reduce((sum, row) => sum + kopecks(row('spend')), 0);
    expect(spent('15')).toBeGreaterThan(0);
    expect(spent('16')).toBe(spent('15'));
  });

  it('has orders in the hours that clocks skip and repeat', () => {
    const berlin = orders.filter((order) => order('client_id') === '23').map((order) => order('ordered_at'));
    // 26 October 2025: 02:30 comes twice in Berlin, at 00:30 and 01:30 UTC.
    expect(berlin).toContain('2025-10-26 00:30:00+00');
    expect(berlin).toContain('2025-10-26 01:30:00+00');
    // 30 March 2025: 02:00 does not come; the second before it is 01:59:59, the next 03:00:00.
    expect(berlin).toContain('2025-03-30 00:59:59+00');
    expect(berlin).toContain('2025-03-30 01:00:00+00');
    const changes = CLIENT_PROFILES.map(
      ({ zone }) => listDays(zone).filter(({ clockChange }) => clockChange !== null).length,
    );
    expect(changes).toEqual([0, 4, 0, 4]);
  });

  it('has orders in the first second of a month, in the client’s zone', () => {
    const [, berlin] = CLIENT_PROFILES;
    const march = listDays(berlin?.zone ?? '').find(({ date }) => date === '2026-03-01');
    const times = orders.map((order) => order('ordered_at'));
    expect(times).toContain(printInstant(march?.start ?? 0));
  });
});

describe('the demo’s money is consistent', () => {
  it('makes each amount of its lines and discount', () => {
    const goods = new Map<string | null, number>();
    for (const item of items) {
      const value = Number(item('quantity')) * kopecks(item('unit_price'));
      goods.set(item('order_id'), (goods.get(item('order_id')) ?? 0) + value);
    }
    const wrong = orders.filter(
      (order) => goods.get(order('order_id')) !== kopecks(order('amount')) + kopecks(order('discount')),
    );
    expect(wrong.length).toBe(0);
  });

  it('never refunds more than was paid, nor what was not sold', () => {
    const refunded = new Map<Row<'amount' | 'status'>, number>();
    for (const refund of refunds) {
      const order = orderById.get(refund('order_id'));
      if (order) refunded.set(order, (refunded.get(order) ?? 0) + kopecks(refund('amount')));
    }
    const wrong = [...refunded].filter(
      ([order, amount]) =>
        amount > kopecks(order('amount')) || !['paid', 'delivered'].includes(order('status') ?? ''),
    );
    expect(refunded.size).toBeGreaterThan(1000);
    expect(wrong.length).toBe(0);
  });

  it('counts a customer’s first sale once', () => {
    const first = orders.filter((order) => order('first_sale') === 'true');
    const customers = first.map((order) => `${order('client_id')}/${order('customer_id')}`);
    expect(new Set(customers).size).toBe(customers.length);
  });

  it.each([
    [17, '2025-12-31', 20],
    [17, '2026-01-01', 22],
    [31, '2025-06-01', 12],
    [42, '2025-06-01', null],
  ])('client %i charges VAT on %s: %s', (id, date, percent) => {
    const client = CLIENT_PROFILES.find((profile) => profile.id === id);
    expect(client && findVatPercent(client, date)).toBe(percent);
  });
});

function isLate<Time extends string>(row: Row<Time | 'loaded_at'>, time: Time): boolean {
  return instant(row('loaded_at')) - instant(row(time)) > DAY * 1000;
}

function isOfMissingChannel(row: Row<'channel_id'>): boolean {
  return row('channel_id') !== null && !channelIds.has(row('channel_id'));
}

function isOfMissingCampaign(row: Row<'client_id' | 'campaign_id'>): boolean {
  return row('campaign_id') !== null && !campaignIds.has(`${row('client_id')}/${row('campaign_id')}`);
}

function isPromoWithoutCode(order: Row<'promo_flag' | 'promo_code'>): boolean {
  return order('promo_flag') === 'true' && order('promo_code') === null;
}

function isInLaterMonth(refund: Row<'order_id' | 'refunded_at'>): boolean {
  const ordered = orderById.get(refund('order_id'))?.('ordered_at');
  return (ordered?.slice(0, 7) ?? '9') < String(refund('refunded_at')).slice(0, 7);
}

function distinct<Column extends string>(rows: readonly Row<Column>[], column: Column): number {
  return new Set(rows.map((row) => row(column))).size;
}
