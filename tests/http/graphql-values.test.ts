/** A field for each metric in GraphQL: the numbers of REST, in types made of the catalog, for those who may see them. */
import {
  buildClientSchema,
  buildSchema,
  GraphQLEnumType,
  getIntrospectionQuery,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProjectFiles } from '../../src/project/load-project.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';
import type { Files } from '../unit/catalog/small-project.ts';
import { propose, release } from '../unit/versions/released-project.ts';

const REVENUE = 'metrics/revenue.yaml';

let shop: ServedShop;
beforeAll(async () => {
  const files: Files = Object.fromEntries(await loadProjectFiles('tests/fixtures/shop/project'));
  const first = release(files);
  const raised = propose({
    ...first,
    [REVENUE]: (first[REVENUE] ?? '').replace('sum(orders.amount)', 'sum(orders.amount) * 2'),
  });
  const second = release(raised);
  const changed = Object.entries(second).filter(([path, text]) => files[path] !== text);
  const deprecated = `${second[REVENUE]}deprecated: { 1: { since: 2026-02-01, sunset: 2027-01-01, use: net_revenue } }\n`;
  const cost = (second['metrics/ad_cost.yaml'] ?? '').concat('access: { groups: [finance] }\n');
  shop = await serveShop({
    files: { ...Object.fromEntries(changed), [REVENUE]: deprecated, 'metrics/ad_cost.yaml': cost },
  });
});
afterAll(() => shop.close());

const run = async (query: string, key: keyof ServedShop['keys'] = 'viewerA') => {
  const reply = await ask(shop.app, shop.keys[key], { method: 'POST', url: '/graphql', payload: { query } });
  return readJson(reply) as {
    data?: Record<string, never>;
    errors?: { extensions: Record<string, unknown>; message: string }[];
  };
};
const values = async (fields: string, key?: keyof ServedShop['keys']) => {
  const { data, errors } = await run(`{ values { ${fields} } }`, key);
  expect(errors).toBeUndefined();
  return data?.['values'] as unknown as Record<string, Record<string, never>>;
};
const rest = async (payload: object) => {
  const reply = await ask(shop.app, shop.keys.viewerA, {
    method: 'POST',
    url: '/v1/query',
    payload: { numbers: 'strings', ...payload },
  });
  return readJson(reply) as {
    data: Record<string, unknown>[];
    totals: Record<string, unknown>;
    range: unknown;
    partial: unknown;
    page: unknown;
  };
};

describe('the field of a metric', () => {
  it('answers as REST does, in names of its own', async () => {
    const asked = await values(`
      revenue(by: [CHANNEL_NAME], time: {grain: MONTH, from: "2026-01-01", to: "2026-07-01"},
        where: [{dimension: CHANNEL_NAME, op: NOT_NULL}], order: [{dimension: CHANNEL_NAME}, {by: TIME}], limit: 4) {
        rows { time channelName value } totals { value } range { from to } partial { time reason } page { limit more }
        receipt { id metric version formula owner }
      }`);
    const answer = await rest({
      metrics: ['revenue'],
      by: ['channel.name'],
      time: { grain: 'month', from: '2026-01-01', to: '2026-07-01' },
      where: [{ dimension: 'channel.name', op: 'not_null' }],
      order: [{ by: 'channel.name' }, { by: 'time' }],
      limit: 4,
      totals: true,
    });
    expect(answer.data.length).toBe(4);
    expect(asked['revenue']).toMatchObject({
      rows: answer.data.map((row) => ({
        time: row['time'],
        channelName: row['channel.name'],
        value: row['revenue'],
      })),
      totals: { value: answer.totals['revenue'] },
      range: answer.range,
      receipt: { metric: 'revenue', version: 2, formula: 'sum(orders.amount) * 2' },
    });
  });

  it('takes everything that a query takes', async () => {
    const asked = await values(`
      ordersCount(by: [CHANNEL_NAME], time: {from: "2026-03-01", to: "2026-04-01"},
        top: {n: 1, of: [CHANNEL_NAME], others: true}, compare: {range: PREVIOUS_PERIOD},
        having: [{any: [{op: GT, value: "0"}, {not: {op: NOT_NULL}}]}]) {
        rows { channelName others value previous change changeRatio }
      }`);
    const answer = await rest({
      metrics: [{ metric: 'orders_count', as: 'value' }],
      by: ['channel.name'],
      time: { from: '2026-03-01', to: '2026-04-01' },
      top: { n: 1, of: ['channel.name'], by: 'value', others: true },
      compare: 'previous_period',
      having: [
        { any: [{ metric: 'value', op: 'gt', value: '0' }, { not: { metric: 'value', op: 'not_null' } }] },
      ],
    });
    expect(asked['ordersCount']?.['rows']).toEqual(
      answer.data.map((row) => ({
        channelName: row['channel.name'],
        others: row['others'],
        value: row['value'],
        previous: row['value.previous'],
        change: row['value.change'],
        changeRatio: row['value.change_ratio'],
      })),
    );
    expect(answer.data.length).toBeGreaterThan(1);
  });

  it('has times with their grains, and parts of them, as groups', async () => {
    const asked = await values(
      'ordersCount(by: [ORDERS_PAID_AT_MONTH, ORDERS_ORDERED_AT_HOUR_OF_DAY]) { rows { ordersPaidAtMonth ordersOrderedAtHourOfDay value } }',
    );
    const answer = await rest({
      metrics: ['orders_count'],
      by: ['orders.paid_at:month', 'orders.ordered_at:hour_of_day'],
    });
    const parts = answer.data.map((row) => ({
      ordersPaidAtMonth: row['orders.paid_at:month'],
      ordersOrderedAtHourOfDay:
        row['orders.ordered_at:hour_of_day'] === null ? null : Number(row['orders.ordered_at:hour_of_day']),
      value: row['orders_count'],
    }));
    expect(asked['ordersCount']?.['rows']).toEqual(parts);
  });

  it('pages, and stands beside others in one document', async () => {
    const first = await values(
      'a: ordersCount(by: [CHANNEL_NAME], limit: 1) { rows { value } page { next more } } netRevenue { rows { value } }',
    );
    const { next } = Object(first['a']?.['page']);
    const second = await values(
      `ordersCount(by: [CHANNEL_NAME], limit: 1, after: "${next}") { rows { value } }`,
    );
    const both = await rest({ metrics: ['orders_count'], by: ['channel.name'], limit: 2 });
    expect(
      [first['a']?.['rows'], second['ordersCount']?.['rows']].flat().map((row) => Object(row).value),
    ).toEqual(both.data.map((row) => row['orders_count']));
    expect(first['netRevenue']?.['rows']).toEqual([
      { value: (await rest({ metrics: ['net_revenue'] })).data[0]?.['net_revenue'] },
    ]);
  });

  it('answers with a version that was released before', async () => {
    const asked = await values(
      'revenue { rows { value } } old: revenue(version: V1) { rows { value } receipt { version formula } }',
    );
    const [now, before] = [asked['revenue'], asked['old']].map((each) => Object(each?.['rows'])[0].value);
    expect(Number(now)).toBe(2 * Number(before));
    expect(asked['old']?.['receipt']).toEqual({ version: 1, formula: 'sum(orders.amount)' });
  });

  it('refuses fields of what is not grouped, and whatever the engine refuses', async () => {
    const refused: [string, string][] = [
      ['{ values { revenue { rows { channelName value } } } }', 'HTTP_GRAPHQL_NOT_GROUPED'],
      [
        '{ values { revenue { ...on OrdersDecimalValues { rows { ...r } } } } } fragment r on OrdersDecimalRow { time value }',
        'HTTP_GRAPHQL_NOT_GROUPED',
      ],
      [
        '{ values { revenue(time: {from: "2026-01-01", to: "2025-01-01"}) { rows { value } } } }',
        'QUERY_EMPTY_RANGE',
      ],
      ['{ values { revenue(by: [CHANNEL_NOTHING]) { rows { value } } } }', 'HTTP_GRAPHQL_INVALID'],
      ['{ values { revenue(order: [{}]) { rows { value } } } }', 'QUERY_INVALID'],
      ['{ values { adCost { rows { value } } } }', 'HTTP_GRAPHQL_INVALID'],
    ];
    for (const [query, code] of refused)
      expect([query, (await run(query)).errors?.[0]?.extensions['code']]).toEqual([
        query,
        expect.stringContaining(code),
      ]);
    for (const fields of ['previous value', 'changeRatio', 'others'])
      expect([
        fields,
        (await run(`{ values { revenue { rows { ${fields} } } } }`)).errors?.[0]?.extensions['code'],
      ]).toEqual([fields, 'HTTP_GRAPHQL_NOT_GROUPED']);
    const unused = await run('{ __typename } fragment F on Metric { name }');
    expect(unused.errors?.[0]?.message).toBe('Fragment "F" is never used.');
    const many = Array.from({ length: 21 }, (_, index) => `m${index}: revenue { rows { value } }`).join(' ');
    expect((await run(`{ values { ${many} } }`)).errors?.[0]?.extensions['code']).toBe('HTTP_GRAPHQL_LIMIT');
    const plain = Array.from({ length: 21 }, () => 'revenue { rows { value } }').join(' ');
    expect(
      (await run(`{ ...v } fragment v on Query { values { ${plain} } }`)).errors?.[0]?.message,
    ).toContain('20 metrics');
  });
});

describe('the changelog', () => {
  it('is that of REST', async () => {
    const { data } = await run(
      '{ changelog(metric: "revenue", limit: 1) { items { metric version by why changes } next } }',
    );
    expect(data?.['changelog']).toMatchObject({
      items: [
        {
          metric: 'revenue',
          version: 2,
          by: 'a@shop.example',
          changes: ['formula: sum(orders.amount) → sum(orders.amount) * 2'],
        },
      ],
      next: expect.any(String),
    });
    const { data: all } = await run('{ changelog { items { metric model } } }');
    const { items } = JSON.parse((await ask(shop.app, shop.keys.viewerA, { url: '/v1/changelog' })).text);
    expect(Object(all?.['changelog']).items.map(({ metric }: { metric: string }) => metric)).toEqual(
      items.map(({ metric }: { metric?: string }) => metric ?? null),
    );
    expect((await run('{ changelog(limit: 0) { next } }')).errors?.[0]?.extensions['code']).toBe(
      'HTTP_PARAMETER',
    );
  });
});

describe('the schema', () => {
  const sdl = async (key: keyof ServedShop['keys']) =>
    (await ask(shop.app, shop.keys[key], { url: '/v1/schema.graphql' })).text;

  it('marks versions on their way out, and tells units, formulas and owners', async () => {
    const schema = buildSchema(await sdl('viewerA'));
    const version = schema.getType('VersionOfRevenue');
    expect(version).toBeInstanceOf(GraphQLEnumType);
    const told = version instanceof GraphQLEnumType ? version.getValues() : [];
    expect(told.map(({ name, deprecationReason }) => [name, deprecationReason ?? null])).toEqual([
      ['V1', 'Not for new use since 2026-02-01, gone from 2027-01-01 on. Use net_revenue.'],
      ['V2', null],
    ]);
    const field = Object(schema.getType('Values')).getFields().revenue;
    expect(field.description).toContain('`sum(orders.amount) * 2`');
    expect(field.description).toContain('in EUR');
  });

  it('is what introspection tells, and shows nobody what he may not see', async () => {
    const introspected = await run(getIntrospectionQuery());
    const client = buildClientSchema(introspected.data as unknown as IntrospectionQuery);
    const fields = Object.keys(Object(client.getType('Values')).getFields());
    expect(fields).toContain('revenue');
    expect(fields).not.toContain('adCost');
    expect(await sdl('viewerA')).not.toMatch(/adCost|ad_cost/);
    expect(await sdl('financeA')).toContain('adCost');
  });
});
