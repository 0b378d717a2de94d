/** Odd text in every position: never a 5xx, and never a change of the SQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const HOSTILE: readonly string[] = [
  '',
  ' ',
  "'",
  "''",
  '"',
  '""',
  '`',
  '\\',
  "\\'",
  ';',
  '--',
  '/*',
  '*/',
  '$1',
  '$$',
  '$tag$',
  ':1',
  '?',
  '%',
  '%s',
  '_',
  "' or '1'='1",
  "'; drop table shop.orders; --",
  '1); select pg_sleep(10); --',
  'orders.client_id',
  'client_id',
  'tenant',
  'shop.orders',
  'pg_catalog.pg_class',
  'channel.name; --',
  'channel."name"',
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-1',
  '1e309',
  '9'.repeat(400),
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '\u0000',
  'a\u0000b',
  '\u001b[31m',
  '\r\nSet-Cookie: a=b',
  '\u202eabc',
  '\ud800',
  '\udfff\ud800',
  '😀',
  'ﬀ',
  'İ',
  'e\u0301',
  '\u200b',
  'x'.repeat(3000),
  '[]',
  '{}',
  '@1',
  'revenue@',
  'revenue@0',
  'revenue@99999999999999999999',
  'revenue@1@1',
  'customer.signed_up_at:',
  'customer.signed_up_at:fortnight',
  'channel..name',
  '.name',
  'orders.customer.referrer.referrer.referrer.referrer.name',
];

/** Where text of a caller can stand in a query; the rest of each query is in order. */
const POSITIONS: Readonly<Record<string, (text: string) => object>> = {
  metric: (text) => ({ metrics: [text] }),
  'metric object': (text) => ({ metrics: [{ metric: text }] }),
  alias: (text) => ({ metrics: [{ metric: 'revenue', as: text }] }),
  by: (text) => ({ metrics: ['revenue'], by: [text] }),
  grain: (text) => ({ metrics: ['revenue'], time: { grain: text } }),
  from: (text) => ({ metrics: ['revenue'], time: { from: text } }),
  to: (text) => ({ metrics: ['revenue'], time: { to: text } }),
  zone: (text) => ({ metrics: ['revenue'], time: { zone: text } }),
  currency: (text) => ({ metrics: ['revenue'], currency: text }),
  dimension: (text) => ({ metrics: ['revenue'], where: [{ dimension: text, op: 'eq', value: 'x' }] }),
  operator: (text) => ({
    metrics: ['revenue'],
    where: [{ dimension: 'channel.name', op: text, value: 'x' }],
  }),
  value: (text) => ({ metrics: ['revenue'], where: [{ dimension: 'channel.name', op: 'eq', value: text }] }),
  'part of a value': (text) => ({
    metrics: ['revenue'],
    where: [{ not: { dimension: 'channel.name', op: 'contains', value: text } }],
  }),
  values: (text) => ({
    metrics: ['revenue'],
    where: [{ any: [{ dimension: 'channel.name', op: 'in', values: [text, 'ads'] }] }],
  }),
  'time value': (text) => ({
    metrics: ['revenue'],
    where: [{ dimension: 'orders.ordered_at', op: 'gte', value: text }],
  }),
  order: (text) => ({ metrics: ['revenue'], order: [{ by: text }] }),
  direction: (text) => ({ metrics: ['revenue'], order: [{ by: 'revenue', direction: text }] }),
  tenant: (text) => ({ metrics: ['revenue'], tenants: [text] }),
  key: (text) => ({ metrics: ['revenue'], [text]: 1 }),
};

const PARAMETERS = [
  'by',
  'grain',
  'from',
  'to',
  'zone',
  'currency',
  'where',
  'order',
  'limit',
  'totals',
  'numbers',
  'tenants',
];

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

describe('hostile text', () => {
  it.each(Object.entries(POSITIONS))('as %s of a query', async (_name, build) => {
    for (const text of HOSTILE) {
      const payload = build(text);
      const reply = await ask(shop.app, shop.keys.viewerA, { method: 'POST', url: '/v1/query', payload });
      expect([text.slice(0, 60), reply.status]).toEqual([text.slice(0, 60), expect.toSatisfy(isCalm)]);
      expect(reply.status === 200 || /"code":"(QUERY|TENANT|HTTP)_/.test(reply.text)).toBe(true);
    }
  });

  it.each(PARAMETERS)('as ?%s', async (name) => {
    for (const text of HOSTILE) {
      const reply = await ask(shop.app, shop.keys.viewerA, {
        url: `/v1/metrics/revenue/values?${name}=${encode(text)}`,
      });
      expect([text.slice(0, 60), reply.status]).toEqual([text.slice(0, 60), expect.toSatisfy(isCalm)]);
    }
  });

  it('raw in addresses, and in headers', async () => {
    for (const text of HOSTILE) {
      const encoded = encode(text);
      const header = text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
      const replies = await Promise.all([
        ...[
          '/v1/metrics/*',
          '/v1/metrics/*/values',
          '/v1/receipts/*',
          '/*',
          '/v1/metrics?search=*',
          '/v1/metrics?cursor=*',
          '/v1/dimensions?metric=*',
          '/v1/metrics?*=1',
        ].map((url) => ask(shop.app, shop.keys.viewerA, { url: url.replace('*', encoded) })),
        ask(shop.app, shop.keys.viewerA, {
          url: '/v1/metrics/revenue',
          headers: { 'x-request-id': header, 'if-none-match': header, accept: header },
        }),
        shop.app
          .inject({ url: '/v1/metrics', headers: { authorization: `Bearer ${header}` } })
          .then(({ statusCode }) => ({ status: statusCode === 401 ? 200 : 599 })),
      ]);
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => expect.toSatisfy(isCalm)));
    }
  });

  it('in GraphQL', async () => {
    for (const text of HOSTILE) {
      const input = { metrics: [{ metric: text }], where: [{ dimension: text, op: text, value: text }] };
      const query = 'query Q($input: MetricQueryInput!) { query(input: $input) { rows } }';
      for (const payload of [
        { query: text },
        { query: '{ __typename }', operationName: text },
        { query, variables: { input } },
        { query, variables: { input: { ...input, metrics: [{ metric: 'revenue' }], [text]: 1 } } },
        { query: `{ metric(name: ${JSON.stringify(text)}) { name } }` },
      ]) {
        const reply = await ask(shop.app, shop.keys.viewerA, { method: 'POST', url: '/graphql', payload });
        expect([text.slice(0, 60), reply.status]).toEqual([text.slice(0, 60), expect.toSatisfy(isCalm)]);
        expect(reply.text).not.toContain('"status":500');
      }
    }
  });

  it('as a value never changes the SQL', async () => {
    const plan = async (value: string) => {
      const payload = POSITIONS['value']?.(value) ?? {};
      const reply = await ask(shop.app, shop.keys.analystA, {
        method: 'POST',
        url: '/v1/query/plan',
        payload,
      });
      return reply.status === 200 ? (readJson(reply)['statements'] as { sql: string }[])[0]?.sql : 'refused';
    };
    const calm = await plan('ads');
    const others = new Set(await Promise.all(HOSTILE.map(plan)));
    others.delete('refused');
    expect([...others]).toEqual([calm]);
  });
});

function isCalm(status: number): boolean {
  return status >= 200 && status < 500;
}
