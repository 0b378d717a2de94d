/**
 * The typed client on a socket, end to end: what it promises by types is compared, by the compiler, with what a server
 * really answers.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTypes } from '../../src/cli/types/write-types.ts';
import { createClient } from '../../src/client/client.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { type ServedShop, serveShop } from '../support/served-shop.ts';
import { loadShopCatalog } from '../support/shop.ts';
import type { ShopAdditions } from '../support/shop-additions.ts';
import { checkTypes } from '../support/type-check.ts';

const additions: ShopAdditions = {
  also: 'sensitive',
  metrics: {
    last_ordered_at: 'max(orders.ordered_at)',
    last_due: 'max(orders.due_on)',
    a_status: 'min(orders.status)',
    days_late: 'date_diff(day, max(orders.ordered_at), max(orders.due_on))',
  },
  dimensions: { orders: { weight_class: { type: 'integer', formula: 'length(status)' } } },
};

let shop: ServedShop;
let url: string;
/** Sees sensitive values as they are, or other texts in their place; each of another tenant. */
let readers: readonly string[];
beforeAll(async () => {
  shop = await serveShop(additions);
  url = await shop.app.listen({ host: '127.0.0.1', port: 0 });
  const keyOf = async (tenant: string, group: string) => {
    const bound = { tenants: [tenant as TenantId], groups: [group], expiresAt: null };
    return (await shop.store.createKey({ label: group, capability: 'viewer', ...bound })).key;
  };
  readers = [await keyOf('a', 'board'), await keyOf('b', 'support')];
});
afterAll(() => shop.close());

/** Every sort of column there is: grouped, bucketed, compared, totalled, in both ways of writing numbers. */
const QUERIES: readonly object[] = [
  {
    metrics: ['revenue', 'orders_count', 'average_order', 'weight'],
    by: ['channel.name', 'orders.gift'],
    totals: true,
  },
  { metrics: ['revenue', 'orders_count', 'average_order', 'weight'], numbers: 'strings', totals: true },
  { metrics: ['revenue'], by: ['campaign.kind', 'orders.size_band'], time: { grain: 'month' } },
  { metrics: ['orders_count'], time: { grain: 'hour', range: '2026-03' } },
  { metrics: ['orders_count'], by: ['customer.signed_up_at:month', 'orders.ordered_at:day_of_week'] },
  {
    metrics: ['orders_count'],
    by: ['orders.weight_class', 'orders.due_on:year', 'orders.id'],
    numbers: 'strings',
  },
  { metrics: ['orders_count'], by: ['orders.weight_class', 'orders.ordered_at:hour_of_day'] },
  { metrics: ['last_ordered_at', 'last_due', 'a_status', 'days_late'], by: ['customer.is_vip'] },
  {
    metrics: [{ metric: 'revenue', version: 1, as: 'before' }, 'roas'],
    by: ['channel.name'],
    time: { grain: 'quarter', range: '2026' },
  },
  {
    metrics: ['revenue', 'average_order', 'last_due'],
    compare: 'previous_year',
    time: { range: '2026-03' },
    totals: true,
    numbers: 'strings',
  },
  {
    metrics: ['revenue'],
    time: { grain: 'month', range: '2026-Q1', fill: true },
    compare: [
      'previous_period',
      { shift: '1 month' },
      { shift: '2 weeks', as: 'fortnight' },
      { version: 1 },
      { range: 'previous_year' },
    ],
  },
  {
    metrics: ['revenue'],
    by: ['channel.name'],
    top: { n: 1, of: ['channel.name'], by: 'revenue', others: true },
    order: [{ by: 'revenue', direction: 'desc' }, { by: 'channel.name' }],
  },
  { by: ['channel.name', 'channel.is_paid'] },
  { metrics: ['orders_count'], by: ['customer.name', 'customer.name_length'] },
  { metrics: ['stock_units'], by: ['stock.sku'] },
];

const ask = (key: string, query: object) => createClient({ url, key }).query(query);

describe('types', () => {
  it('are those of real answers: no column more, none less, each cell of its type', async () => {
    const catalog = await loadShopCatalog(additions);
    const checks: string[] = [];
    for (const [index, query] of QUERIES.entries()) {
      for (const key of readers) {
        const { data, totals, columns } = await ask(key, query);
        expect(data.length).toBeGreaterThan(0);
        expect(Object.keys(data[0] ?? {})).toEqual(columns.map(({ name }) => name));
        checks.push(checkAnswer(index, query, data, totals));
      }
    }
    const use = [HEAD, ...checks].join('\n');
    expect(await checkTypes({ 'project.ts': writeTypes(catalog), 'use.ts': use })).toEqual([]);
  }, 120_000);

  it('would tell of a column that is missing, is too much, or has cells of another type', async () => {
    const catalog = await loadShopCatalog(additions);
    const query = { metrics: ['revenue'], by: ['channel.name'] };
    const rows = [
      [{ 'channel.name': 'ads', revenue: 1 }],
      [{ 'channel.name': 'ads' }],
      [{ 'channel.name': 'ads', revenue: 1, time: null }],
      [{ 'channel.name': 'ads', revenue: '1' }],
      [{ 'channel.name': 1, revenue: 1 }],
    ];
    const use = [HEAD, ...rows.map((data, index) => checkAnswer(index, query, data, null))].join('\n');
    const faults = await checkTypes({ 'project.ts': writeTypes(catalog), 'use.ts': use });
    const lines = HEAD.split('\n').length;
    expect(faults.map(({ place }) => place)).toEqual([2, 3, 4, 5].map((nth) => `use.ts:${lines + nth}`));
  });
});

const HEAD = `import { createClient } from 'vitrine/client';
import type { Project } from './project.ts';
export const client = createClient<Project>({ url: 'http://metrics.example' });
type Known<A extends { data: readonly unknown[]; totals: unknown }> = { readonly data: A['data']; readonly totals: A['totals'] };`;

/** One line that compiles if, and only if, the answer is what the query's types say. */
function checkAnswer(index: number, query: object, data: readonly object[], totals: unknown): string {
  const asked = `const ask${index} = () => client.query(${JSON.stringify(query)});`;
  const answer = JSON.stringify({ data, totals });
  return `{ ${asked} const answer: Known<Awaited<ReturnType<typeof ask${index}>>> = ${answer}; void answer; }`;
}

describe('values', () => {
  it('are those of the same query', async () => {
    const client = createClient({ url, key: shop.keys.viewerA });
    const where = [{ dimension: 'channel.name', op: 'not_null' }] as const;
    const [values, query] = await Promise.all([
      client.values('revenue', {
        by: ['channel.name'],
        grain: 'month',
        range: '2026-Q1',
        where,
        order: ['time', '-revenue'],
        compare: '1 month',
        totals: true,
        numbers: 'strings',
      }),
      client.query({
        metrics: ['revenue'],
        by: ['channel.name'],
        time: { grain: 'month', range: '2026-Q1' },
        where,
        order: [{ by: 'time' }, { by: 'revenue', direction: 'desc' }],
        compare: { shift: '1 month' },
        totals: true,
        numbers: 'strings',
      }),
    ]);
    expect(values).toEqual(query);
    expect(values.data.length).toBeGreaterThan(1);
  });
});

describe('pages', () => {
  it('have each row once, in one order', async () => {
    const client = createClient({ url, key: shop.keys.viewerA });
    const query = { metrics: ['revenue'], by: ['orders.id'] } as const;
    const whole = await client.query(query);
    const sizes: number[] = [];
    const rows: unknown[] = [];
    for await (const { data } of client.pages({ ...query, limit: 3 })) sizes.push(data.length);
    for await (const row of client.rows({ ...query, limit: 3 })) rows.push(row);
    expect(rows).toEqual(whole.data);
    // The shop's first client has sixteen orders.
    expect(sizes).toEqual([3, 3, 3, 3, 3, 1]);
  });
});

describe('problems', () => {
  it('are those of the server', async () => {
    const misspelt = createClient({ url, key: shop.keys.viewerA }).query({
      metrics: ['revenue'],
      by: ['chanel.name'],
    });
    await expect(misspelt).rejects.toMatchObject({
      name: 'VitrineProblem',
      status: 400,
      code: 'QUERY_UNKNOWN_MEMBER',
      path: '/by/0',
      hint: expect.stringContaining('channel.name'),
      requestId: expect.any(String),
    });
    const revoked = createClient({ url, key: shop.keys.revoked }).values('revenue');
    await expect(revoked).rejects.toMatchObject({ status: 401, code: expect.any(String) });
    const parameter = createClient({ url, key: shop.keys.viewerA }).values('revenue', { range: 'soon' });
    await expect(parameter).rejects.toMatchObject({ status: 400, path: '?range' });
  });

  it('show each tenant its own rows, and none those of another', async () => {
    const query = { metrics: ['orders_count'] } as const;
    expect((await ask(shop.keys.viewerA, query)).data).toEqual([{ orders_count: 16 }]);
    expect((await ask(shop.keys.viewerB, query)).data).toEqual([{ orders_count: 4 }]);
    const both = createClient({ url, key: shop.keys.viewerBoth });
    await expect(both.query(query)).rejects.toMatchObject({ code: 'TENANT_REQUIRED' });
    const split = await both.values('orders_count', { by: ['tenant'], tenants: 'all', order: ['tenant'] });
    expect(split.data).toEqual([
      { tenant: 'a', orders_count: 16 },
      { tenant: 'b', orders_count: 4 },
    ]);
  });
});
