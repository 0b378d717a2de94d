/** Pages: put one behind the other they are the whole answer, and their cursors open nothing else. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/engine/answer.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { openTestPglite, type TestDatabase } from '../../support/databases.ts';
import { openShop, principalOf, type Shop } from '../../support/shop.ts';

let opened: TestDatabase;
let shop: Shop;

beforeAll(async () => {
  opened = await openTestPglite();
  shop = await openShop(opened.database);
});
afterAll(() => opened.close());

const a = principalOf(['a']);
const MONTHS = { grain: 'month', from: '2026-01-01', to: '2027-01-01' } as const;

/** Between them: nulls in keys and metrics, ties, both directions, every type that an order can have. */
const QUESTIONS: readonly MetricQuery[] = [
  { metrics: ['orders_count'], by: ['customer.name'] },
  { metrics: ['revenue_known'], by: ['customer.name'], order: [{ by: 'revenue_known' }] },
  { metrics: ['revenue_known'], by: ['customer.name'], order: [{ by: 'customer.name', direction: 'desc' }] },
  { metrics: ['average_order', 'revenue'], by: ['channel.name', 'orders.status'] },
  { metrics: ['average_order'], by: ['customer.name'], order: [{ by: 'average_order' }] },
  { metrics: ['roas'], by: ['channel.name', 'channel.is_paid'], order: [{ by: 'channel.is_paid' }] },
  { metrics: ['revenue', 'ad_cost'], by: ['channel.name'], time: MONTHS },
  { metrics: ['orders_count'], by: ['customer.signed_up_at:month', 'orders.gift'] },
  {
    metrics: ['orders_count'],
    by: ['orders.customer_id'],
    having: [{ metric: 'orders_count', op: 'lt', value: 3 }],
  },
  {
    metrics: ['buyers'],
    by: ['orders.status', 'orders.gift'],
    top: { n: 2, of: ['orders.status'], by: 'buyers', others: true },
    order: [{ by: 'others', direction: 'desc' }],
  },
  { metrics: ['items_quantity'], by: ['order_items.sku'] },
  {
    metrics: ['revenue', 'ad_cost'],
    by: ['channel.name'],
    totals: true,
    having: [{ metric: 'revenue', op: 'gte', value: 0 }],
  },
  { metrics: ['weight'], by: ['orders.id'], order: [{ by: 'weight', direction: 'desc' }] },
  { metrics: ['orders_count'] },
  { by: ['campaign.kind', 'channel.name'] },
  { by: ['channel.name'], order: [{ by: 'channel.name', direction: 'desc' }] },
];

async function readPages(query: MetricQuery, sizes: readonly number[]): Promise<Answer[]> {
  const pages: Answer[] = [];
  let cursor: string | null = null;
  do {
    const limit = sizes[pages.length % sizes.length] ?? 1;
    const page: Answer = await shop.engine.query(a, { ...query, limit, ...(cursor ? { cursor } : {}) });
    pages.push(page);
    cursor = page.page.next;
  } while (cursor !== null);
  return pages;
}

async function refusal(query: object, principal: Principal = a, engine = shop.engine): Promise<unknown> {
  try {
    await engine.query(principal, query);
    return null;
  } catch (error) {
    if (!(error instanceof SemanticError)) throw error;
    return { code: error.code, path: error.path, status: error.status };
  }
}

async function firstCursor(query: MetricQuery): Promise<string> {
  const { page } = await shop.engine.query(a, { ...query, limit: 1 });
  if (page.next === null) throw new Error('there is one page only');
  return page.next;
}

describe('pages', () => {
  it.each(QUESTIONS.map((query) => [JSON.stringify(query), query] as const))(
    'of %s',
    async (_text, query) => {
      const whole = await shop.engine.query(a, query);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
          async (sizes) => {
            const pages = await readPages(query, sizes);
            expect(pages.flatMap(({ rows }) => rows)).toEqual(whole.rows);
            expect(pages.map(({ page }) => page.more)).toEqual(pages.map((_, at) => at < pages.length - 1));
          },
        ),
        { numRuns: 4 },
      );
    },
  );

  it('have the totals of the whole each, and notes on their own rows', async () => {
    const query: MetricQuery = {
      metrics: ['orders_count'],
      time: { ...MONTHS, from: '2026-01-10' },
      totals: true,
    };
    const [first, second] = await readPages(query, [1, 100]);
    expect(first?.totals).toEqual(second?.totals);
    expect(first?.partial.map(({ time, reason }) => [time, reason])).toEqual([['2026-01-01', 'range']]);
    expect(second?.partial.map(({ time, reason }) => [time, reason])).toEqual([['2026-11-01', 'unfinished']]);
  });

  it('may be of other lengths, in another layout and with other numbers from page to page', async () => {
    const cursor = await firstCursor({ metrics: ['orders_count'], by: ['orders.status'] });
    const query = { metrics: ['orders_count'], by: ['orders.status'], cursor };
    const { rows } = await shop.engine.query(a, {
      ...query,
      limit: 2,
      layout: 'columns',
      numbers: 'strings',
    });
    expect(rows.map(([status]) => status)).toEqual(['placed', 'Paid']);
  });
});

const QUERY: MetricQuery = { metrics: ['orders_count'], by: ['orders.status'] };
const INVALID = { code: 'QUERY_CURSOR_INVALID', path: '/cursor', status: 400 };
const STALE = { code: 'QUERY_CURSOR_STALE', path: '/cursor', status: 409 };

describe('a cursor', () => {
  it.each<[string, (cursor: string) => string]>([
    ['cut off', (cursor) => cursor.slice(0, -1)],
    ['longer', (cursor) => `${cursor}A`],
    ['without signature', (cursor) => cursor.split('.')[0] ?? ''],
    ['with two', (cursor) => `${cursor}.${cursor.split('.')[1]}`],
    ['empty', () => ''],
    [
      'of other values',
      (cursor) => `${Buffer.from('["x",["paid"]]').toString('base64url')}.${cursor.split('.')[1]}`,
    ],
    [
      'of another letter',
      (cursor) => (cursor.startsWith('W') ? `X${cursor.slice(1)}` : `W${cursor.slice(1)}`),
    ],
  ])('%s is not ours', async (_name, forge) => {
    expect(await refusal({ ...QUERY, cursor: forge(await firstCursor(QUERY)) })).toEqual(INVALID);
  });

  it('of another store is not ours', async () => {
    const parts = { catalog: shop.engine.catalog(), warehouse: shop.warehouse, store: shop.store };
    const other = createEngine({ ...parts, secret: 't'.repeat(32), now: () => new Date() });
    const query = { ...QUERY, cursor: await firstCursor(QUERY) };
    expect(await refusal(query, a, other)).toEqual(INVALID);
  });

  it.each<[string, MetricQuery]>([
    ['other metrics', { metrics: ['revenue'], by: ['orders.status'] }],
    ['other groups', { metrics: ['orders_count'], by: ['orders.gift'] }],
    ['a condition', { ...QUERY, where: [{ dimension: 'orders.gift', op: 'eq', value: true }] }],
    ['having', { ...QUERY, having: [{ metric: 'orders_count', op: 'gt', value: 0 }] }],
    ['another order', { ...QUERY, order: [{ by: 'orders.status' }] }],
    ['a range', { ...QUERY, time: { from: '2020-01-01' } }],
    ['another zone', { ...QUERY, time: { zone: 'UTC' } }],
    ['top', { ...QUERY, top: { n: 5, of: ['orders.status'], by: 'orders_count' } }],
  ])('is out of date for %s', async (_name, query) => {
    expect(await refusal({ ...query, cursor: await firstCursor(QUERY) })).toEqual(STALE);
  });

  it('is out of date for another tenant, who learns nothing', async () => {
    const cursor = await firstCursor(QUERY);
    expect(await refusal({ ...QUERY, cursor }, principalOf(['b']))).toEqual(STALE);
  });

  it('is out of date under another catalog', async () => {
    const catalog = { ...shop.engine.catalog(), hash: 'f'.repeat(64) } as ReturnType<
      Shop['engine']['catalog']
    >;
    const parts = { catalog, warehouse: shop.warehouse, store: shop.store };
    const changed = createEngine({ ...parts, secret: 's'.repeat(32), now: () => new Date() });
    const cursor = await firstCursor(QUERY);
    expect(await refusal({ ...QUERY, cursor }, a, changed)).toEqual(STALE);
  });

  describe('of a range relative to now', () => {
    const ranged = (range: string): MetricQuery => ({ ...QUERY, time: { range } });
    const among = (value: string): MetricQuery => ({
      ...QUERY,
      where: [{ dimension: 'orders.paid_at', op: 'in_range', value }],
    });
    const shown = (value: string): MetricQuery => ({
      metrics: ['orders_count'],
      by: ['orders.paid_at:month'],
      having: [{ dimension: 'orders.paid_at:month', op: 'in_range', value }],
    });
    const goOn = async (query: MetricQuery, later: string): Promise<unknown> => {
      const cursor = await firstCursor(query);
      shop.setNow(later);
      return refusal({ ...query, cursor });
    };
    beforeEach(() => shop.setNow());
    afterAll(() => shop.setNow());

    // It is noon in UTC on 22 November; clocks in Berlin show one hour more.
    it.each<[string, MetricQuery, string]>([
      ['days, on the next day', ranged('last 365 days'), '2026-11-22T23:00:00Z'],
      ['a year to date, on the next day', ranged('year to date'), '2026-11-23T12:00:00Z'],
      ['months, in the next month', ranged('last 12 months'), '2026-11-30T23:00:00Z'],
      ['a condition, in the next month', among('last 12 months'), '2026-11-30T23:00:00Z'],
      ['a condition on the answer, in the next year', shown('this year'), '2026-12-31T23:00:00Z'],
    ])('is out of date: %s', async (_name, query, later) => {
      expect(await goOn(query, later)).toEqual(STALE);
    });

    it.each<[string, MetricQuery, string]>([
      ['days, in the same night', ranged('last 365 days'), '2026-11-22T22:59:59.999Z'],
      ['months, in the same month', ranged('last 12 months'), '2026-11-30T22:59:59.999Z'],
      ['a condition, in the same month', among('last 12 months'), '2026-11-30T22:59:59.999Z'],
      ['a condition on the answer, in the same year', shown('this year'), '2026-12-31T22:59:59.999Z'],
      ['a year by its name, whatever the day', ranged('2026'), '2027-05-01T00:00:00Z'],
    ])('goes on: %s', async (_name, query, later) => {
      expect(await goOn(query, later)).toBeNull();
    });
  });

  it('has no value in the text of the SQL', async () => {
    const cursor = await firstCursor(QUERY);
    const { statements } = await shop.engine.plan(a, { ...QUERY, cursor });
    const [statement] = statements;
    expect(statement?.sql).not.toContain('paid');
    expect(statement?.parameters).toContain('paid');
  });
});

describe('values of a dimension', () => {
  const values = (request: object) => shop.engine.values(a, { dimension: 'customer.name', ...request });

  it('come in their order, null last', async () => {
    expect(await values({ dimension: 'channel.name' })).toEqual({
      items: ['ads', 'mail', 'radio', 'seo', null],
      next: null,
    });
  });

  it('go on from page to page', async () => {
    const whole = await values({});
    const first = await values({ limit: 4 });
    const rest = await values({ limit: 100, cursor: first.next });
    expect([...first.items, ...rest.items]).toEqual(whole.items);
    expect(whole.items).toHaveLength(9);
  });

  it.each<[string, string, string, unknown[]]>([
    ['whatever the case', 'campaign.name', 'BRAND', ['Brand']],
    ['also beyond ASCII', 'customer.name', 'É', ['é']],
    ['a wildcard is a character', 'campaign.name', '%', ['test_100%']],
    ['another wildcard as well', 'campaign.name', '_1', ['test_100%']],
    ['a quote is a character', 'campaign.name', "'", []],
    ['a backslash is a character', 'campaign.name', '\\', []],
    ['nothing is in every text', 'channel.name', '', ['ads', 'mail', 'radio', 'seo']],
    ['the text of a key', 'orders.customer_id', '20', ['20']],
  ])('are searched: %s', async (_name, dimension, search, items) => {
    expect(await values({ dimension, search })).toEqual({ items, next: null });
  });

  it('of a search have cursors of their own', async () => {
    const { next: cursor } = await values({ limit: 1, search: '' });
    const request = { dimension: 'customer.name', search: 'z', ...(cursor ? { cursor } : {}) };
    await expect(shop.engine.values(a, request)).rejects.toMatchObject(STALE);
  });

  it.each<[string, object, string, string]>([
    [
      'a truth is not searched',
      { dimension: 'channel.is_paid', search: 't' },
      'QUERY_OPERATOR_MISMATCH',
      '/search',
    ],
    ['a fact has none', { dimension: 'orders.amount' }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['the tenant has none', { dimension: 'orders.client_id' }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['a time needs a grain', { dimension: 'orders.ordered_at' }, 'QUERY_GRAIN_REQUIRED', '/by/0'],
    ['a text that no text can be', { search: '\u0000' }, 'QUERY_TYPE_MISMATCH', '/search'],
  ])('are refused: %s', async (_name, request, code, path) => {
    await expect(values(request)).rejects.toMatchObject({ code, path });
  });
});
