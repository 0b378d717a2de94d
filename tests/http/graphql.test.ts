/** GraphQL on the real engine: the same numbers, the same codes, and nothing beyond plain queries. */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Reply, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const send = (payload: object, key: 'viewerA' | 'viewerB' | 'viewerBoth' = 'viewerA') =>
  ask(shop.app, shop.keys[key], { method: 'POST', url: '/graphql', payload });
const run = (query: string, variables?: object) =>
  send({ query, ...(variables === undefined ? {} : { variables }) });
const firstError = (reply: Reply) =>
  (readJson(reply)['errors'] as { extensions: object; message: string }[])[0];

const QUERY = `query Q($input: MetricQueryInput!) { query(input: $input) {
  columns { name kind type grain zone metric version hash unit format { style decimals } }
  rows totals range { from to } page { limit next more } partial { time metric reason } warnings receipt { id url } } }`;

describe('query', () => {
  const input = {
    metrics: [{ metric: 'revenue' }, { metric: 'average_order', as: 'average' }],
    by: ['channel.name'],
    time: { grain: 'MONTH', from: '2026-03-29', to: '2026-03-30' },
    where: [{ dimension: 'channel.name', op: 'in', values: ['ads', 'seo'] }],
    order: [{ by: 'revenue', direction: 'DESC' }],
    limit: 5,
    totals: true,
  };

  it('gives the answer of REST, exact numbers as strings', async () => {
    const reply = await run(QUERY, { input });
    expect(readJson(reply)['errors']).toBeUndefined();
    const { query } = readJson(reply)['data'] as { query: Record<string, unknown> };
    expect(query).toMatchObject({
      rows: [
        {
          time: '2026-03-01',
          'channel.name': 'ads',
          revenue: '12345678901234568.00',
          average: 6.17283945062e15,
        },
      ],
      totals: { revenue: '12345678901234568.00', average: 6.17283945062e15 },
      partial: [{ time: '2026-03-01', metric: 'revenue', reason: 'range' }, { reason: 'range' }],
    });
    const rest = await ask(shop.app, shop.keys.viewerA, {
      method: 'POST',
      url: '/v1/query',
      payload: {
        ...input,
        metrics: ['revenue', { metric: 'average_order', as: 'average' }],
        time: { ...input.time, grain: 'month' },
        order: [{ by: 'revenue', direction: 'desc' }],
        numbers: 'strings',
      },
    });
    const { data, range, page, partial, warnings } = readJson(rest);
    expect(query).toMatchObject({ rows: data, range, page, partial, warnings });
  });

  it('takes ranges by their names, parts of a day, and fills', async () => {
    const time = { grain: 'HOUR', range: '2026-03-29', fill: true };
    const reply = await run(QUERY, { input: { metrics: [{ metric: 'orders_count' }], time } });
    const { query } = readJson(reply)['data'] as { query: { rows: { time: string }[] } };
    expect(query.rows).toHaveLength(23);
    expect(query.rows[2]).toEqual({ time: '2026-03-29T03:00:00+02:00', orders_count: '1' });
  });

  it('reads literals as strictly as variables', async () => {
    const literal = (where: string) =>
      run(`{ query(input: { metrics: [{metric: "revenue"}], where: ${where} }) { rows } }`);
    const good = await literal('[{dimension: "channel.name", op: "eq", value: "ads"}]');
    expect(readJson(good)['errors']).toBeUndefined();
    const wrong: [string, string, string][] = [
      ['[{dimension: "channel.name", op: "eqq", value: "ads"}]', 'QUERY_INVALID', '/where/0/op'],
      ['[{dimention: "channel.name", op: "eq", value: "ads"}]', 'QUERY_INVALID', '/where/0/dimention'],
      ['null', 'QUERY_INVALID', '/where'],
      ['{dimension: "channel.name", op: "eq", value: "ads"}', 'QUERY_INVALID', '/where'],
    ];
    for (const [where, code, path] of wrong)
      expect(firstError(await literal(where))?.extensions).toMatchObject({ code, path, status: 400 });
    for (const where of [
      '[{dimension: "channel.name", op: EQ, value: "ads"}]',
      '[{dimension: "x", op: "eq", value: 12345678901234567}]',
    ])
      expect(firstError(await literal(where))?.extensions).toMatchObject({ code: 'HTTP_GRAPHQL_INVALID' });
  });

  it.each([
    [
      'an unknown metric',
      { metrics: [{ metric: 'revenu' }] },
      { code: 'QUERY_UNKNOWN_METRIC', status: 404, path: '/metrics/0/metric' },
    ],
    [
      'a misspelt dimension',
      { metrics: [{ metric: 'revenue' }], by: ['chanel.name'] },
      { code: 'QUERY_UNKNOWN_MEMBER', path: '/by/0', hint: expect.stringContaining('channel.name') },
    ],
    [
      'a foreign tenant',
      { metrics: [{ metric: 'revenue' }], tenants: ['b'] },
      { code: 'TENANT_REFUSED', status: 403 },
    ],
    [
      'a currency without rates',
      { metrics: [{ metric: 'revenue' }], currency: 'USD' },
      { code: 'QUERY_NO_RATES', path: '/currency' },
    ],
    [
      'null conditions',
      { metrics: [{ metric: 'revenue' }], where: null },
      { code: 'QUERY_INVALID', path: '/where' },
    ],
  ])('refuses %s with the code of REST', async (_name, wrong, extensions) => {
    const reply = await run(QUERY, { input: wrong });
    expect([reply.status, readJson(reply)['data']]).toEqual([200, null]);
    expect(firstError(reply)?.extensions).toMatchObject(extensions);
  });

  it.each([
    ['an unknown input field', { input: { metrics: [{ metric: 'revenue' }], filters: [] } }],
    ['a missing variable', {}],
    ['a number as text', { input: { metrics: [{ metric: 'revenue' }], limit: '5' } }],
    ['an unknown grain', { input: { metrics: [{ metric: 'revenue' }], time: { grain: 'FORTNIGHT' } } }],
  ])('refuses %s before it runs', async (_name, variables) => {
    const reply = await run(QUERY, variables);
    expect(reply.status).toBe(400);
    expect(firstError(reply)?.extensions).toEqual({ code: 'HTTP_GRAPHQL_INVALID', status: 400 });
  });

  it('shows each tenant its own rows', async () => {
    const query = '{ query(input: {metrics: [{metric: "orders_count"}]}) { rows } }';
    expect(readJson(await send({ query }, 'viewerB'))).toEqual({
      data: { query: { rows: [{ orders_count: '4' }] } },
    });
    expect(firstError(await send({ query }, 'viewerBoth'))?.extensions).toMatchObject({
      code: 'TENANT_REQUIRED',
    });
  });
});

describe('the catalog', () => {
  it('lists and explains metrics as REST does', async () => {
    const fields =
      'name version hash title description owner formula formula_in_words type unit format { style decimals } good tags inputs { metric version } sources { model source refresh { every watermark late_after } keys_proven_at } dimensions grains';
    const { data } = readJson(
      await run(
        `{ metric(name: "roas@1") { ${fields} } metrics(search: "advertising unit") { items { name } next } }`,
      ),
    );
    const rest = readJson(await ask(shop.app, shop.keys.viewerA, { url: '/v1/metrics/roas' }));
    expect(data).toMatchObject({
      metric: {
        name: rest['name'],
        formula: rest['formula'],
        formula_in_words: rest['formula_in_words'],
        dimensions: rest['dimensions'],
        sources: rest['sources'],
      },
      metrics: { items: [{ name: 'roas' }], next: null },
    });
  });

  it('pages', async () => {
    const page = async (after: string | null) =>
      (
        readJson(
          await run('query L($after: String) { metrics(limit: 20, after: $after) { items { name } next } }', {
            after,
          }),
        )['data'] as {
          metrics: { items: { name: string }[]; next: string | null };
        }
      ).metrics;
    const first = await page(null);
    const second = await page(first.next);
    expect(first.items).toHaveLength(20);
    expect(second.items.map(({ name }) => name)).not.toContain(first.items[0]?.name);
    expect(firstError(await run('{ metrics(limit: 0) { next } }'))?.extensions).toMatchObject({
      code: 'HTTP_PARAMETER',
    });
    expect(firstError(await run('{ metrics(after: "x") { next } }'))?.extensions).toMatchObject({
      code: 'HTTP_PARAMETER',
    });
    expect(firstError(await run('{ metric(name: "raos") { name } }'))?.extensions).toMatchObject({
      code: 'QUERY_UNKNOWN_METRIC',
      status: 404,
    });
  });

  it('can be introspected', async () => {
    const reply = await run(getIntrospectionQuery());
    expect(readJson(reply)['errors']).toBeUndefined();
  });
});

describe('limits', () => {
  const nested = (levels: number) => `{ ${'a { '.repeat(levels)}b${' }'.repeat(levels)} }`;
  const fragments = Array.from(
    { length: 12 },
    (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
  ).join(' ');
  const typename = 'fragment F12 on Query { __typename }';
  it.each([
    ['depth', nested(16), 'HTTP_GRAPHQL_LIMIT'],
    ['tokens', `{ ${'__typename '.repeat(2100)} }`, 'HTTP_GRAPHQL_INVALID'],
    ['fields', `{ metrics { items { ${'name '.repeat(501)} } } }`, 'HTTP_GRAPHQL_LIMIT'],
    [
      'aliases',
      `{ metrics { items { ${Array.from({ length: 21 }, (_, index) => `a${index}: name`).join(' ')} } } }`,
      'HTTP_GRAPHQL_LIMIT',
    ],
    [
      'root fields',
      `{ ${Array.from({ length: 6 }, () => 'metrics { next }').join(' ')} }`,
      'HTTP_GRAPHQL_LIMIT',
    ],
    ['fields of spread fragments', `{ ...F0 } ${fragments} ${typename}`, 'HTTP_GRAPHQL_LIMIT'],
    [
      'fragments in circles',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'HTTP_GRAPHQL_INVALID',
    ],
    [
      'introspection in depth',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
      'HTTP_GRAPHQL_INVALID',
    ],
    ['syntax', '{', 'HTTP_GRAPHQL_INVALID'],
    ['a document as JSON', '{"kind":"Document","definitions":[]}', 'HTTP_GRAPHQL_INVALID'],
    ['mutations', 'mutation { a }', 'HTTP_GRAPHQL_INVALID'],
    ['subscriptions', 'subscription { a }', 'HTTP_GRAPHQL_INVALID'],
    ['unknown fields', '{ metrics { nothing } }', 'HTTP_GRAPHQL_INVALID'],
  ])('holds for %s', async (_name, query, code) => {
    const reply = await run(query);
    expect([reply.status, firstError(reply)?.extensions]).toEqual([400, { code, status: 400 }]);
  });
});

describe('transport', () => {
  it.each([
    ['a batch', [{ query: '{ __typename }' }], 400, 'QUERY_INVALID'],
    ['no document', {}, 400, 'QUERY_INVALID'],
    ['an unknown key', { query: '{ __typename }', quary: 1 }, 400, 'QUERY_INVALID'],
    ['variables that are a list', { query: '{ __typename }', variables: [] }, 400, 'QUERY_INVALID'],
  ])('refuses %s', async (_name, payload, status, code) => {
    const reply = await send(payload);
    expect([reply.status, readJson(reply)['code']]).toEqual([status, code]);
  });

  it('is POST and JSON only', async () => {
    const asked = await ask(shop.app, shop.keys.viewerA, { url: '/graphql?query=%7B__typename%7D' });
    expect([asked.status, asked.headers['allow']]).toEqual([405, 'POST']);
    const document = await ask(shop.app, shop.keys.viewerA, {
      method: 'POST',
      url: '/graphql',
      payload: '{ __typename }',
      headers: { 'content-type': 'application/graphql' },
    });
    expect(document.status).toBe(415);
  });

  it('picks the operation that is named', async () => {
    const query = 'query A { a: __typename } query B { b: __typename }';
    expect(readJson(await send({ query, operationName: 'B' }))).toEqual({ data: { b: 'Query' } });
    expect((await send({ query, operationName: 'C' })).status).toBe(400);
    expect((await send({ query })).status).toBe(400);
  });
});
