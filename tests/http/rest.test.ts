/** REST, route by route, on the real engine: what is right, and each way of asking wrongly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Reply, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const day = { from: '2026-03-29', to: '2026-03-30' };
const get = (
  url: string,
  key: keyof ServedShop['keys'] | null = 'viewerA',
  headers: Record<string, string> = {},
) => ask(shop.app, key === null ? null : shop.keys[key], { method: 'GET', url, headers });
const post = (url: string, payload: object, key: keyof ServedShop['keys'] = 'viewerA') =>
  ask(shop.app, shop.keys[key], { method: 'POST', url, payload });

function problem(reply: Reply): unknown {
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(reply.headers['x-request-id']).toBe(JSON.parse(reply.text).request_id);
  return readJson(reply);
}

describe('POST /v1/query', () => {
  it('answers with every digit of exact numbers', async () => {
    // On that day in Berlin: 12345678901234567.89, 0.11 and an order without an amount.
    const reply = await post('/v1/query', { metrics: ['revenue', 'orders_count'], time: day, totals: true });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('"data":[{"revenue":12345678901234568.00,"orders_count":3}]');
    expect(reply.text).toContain('"totals":{"revenue":12345678901234568.00,"orders_count":3}');
    expect(readJson(reply)).toMatchObject({
      range: { from: '2026-03-29T00:00:00+01:00', to: '2026-03-30T00:00:00+02:00' },
      page: { limit: 1000, next: null, more: false },
    });
  });

  it('gives exact numbers as strings on demand, and doubles as numbers', async () => {
    const query = { metrics: ['revenue', 'average_order'], time: day, numbers: 'strings' };
    const reply = await post('/v1/query', query);
    expect(readJson(reply)['data']).toEqual([
      { revenue: '12345678901234568.00', average_order: 6.17283945062e15 },
    ]);
  });

  it('shows each tenant its own rows', async () => {
    const query = { metrics: ['revenue'], time: { from: '2026-01-01', to: '2026-02-01' } };
    expect((await post('/v1/query', query)).text).toContain('"data":[{"revenue":150.20}]');
    expect((await post('/v1/query', query, 'viewerB')).text).toContain('"data":[{"revenue":1000000.00}]');
  });

  it('asks a key of several tenants to name one', async () => {
    const query = { metrics: ['orders_count'] };
    const refused = await post('/v1/query', query, 'viewerBoth');
    expect([refused.status, readJson(refused)['code']]).toEqual([403, 'TENANT_REQUIRED']);
    const named = await post('/v1/query', { ...query, tenants: ['b'] }, 'viewerBoth');
    expect(named.text).toContain('"data":[{"orders_count":4}]');
    const foreign = await post('/v1/query', { ...query, tenants: ['b'] });
    expect(problem(foreign)).toMatchObject({ status: 403, code: 'TENANT_REFUSED', path: '/tenants/0' });
  });

  it.each<[string, object, object]>([
    [
      'unknown metric',
      { metrics: ['revenu'] },
      { status: 404, code: 'QUERY_UNKNOWN_METRIC', path: '/metrics/0' },
    ],
    [
      'misspelt dimension',
      { metrics: ['revenue'], by: ['chanel.name'] },
      {
        status: 400,
        code: 'QUERY_UNKNOWN_MEMBER',
        path: '/by/0',
        hint: expect.stringContaining('channel.name'),
      },
    ],
    [
      'unknown key',
      { metrics: ['revenue'], filters: [] },
      { status: 400, code: 'QUERY_INVALID', path: '/filters' },
    ],
    [
      'wrong operator',
      { metrics: ['revenue'], where: [{ dimension: 'channel.name', op: 'eqq', value: 'ads' }] },
      { status: 400, code: 'QUERY_INVALID', path: '/where/0/op', hint: 'Did you mean "eq"?' },
    ],
    ['a list for a body', [], { status: 400, code: 'QUERY_INVALID' }],
    [
      'a number as text',
      { metrics: ['revenue'], limit: '10' },
      { status: 400, code: 'QUERY_INVALID', path: '/limit' },
    ],
    [
      'null for a list',
      { metrics: ['revenue'], where: null },
      { status: 400, code: 'QUERY_INVALID', path: '/where' },
    ],
  ])('refuses %s', async (_name, query, expected) => {
    expect(problem(await post('/v1/query', query))).toMatchObject(expected);
  });

  const raw = (payload: string, contentType?: string) =>
    ask(shop.app, shop.keys.viewerA, {
      method: 'POST',
      url: '/v1/query',
      payload,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    });

  it.each([
    ['broken JSON', '{', 'application/json', 400, 'HTTP_BODY_INVALID'],
    ['an empty body', '', 'application/json', 400, 'HTTP_BODY_INVALID'],
    [
      'a prototype key',
      '{"metrics":["revenue"],"__proto__":{}}',
      'application/json',
      400,
      'HTTP_BODY_INVALID',
    ],
    [
      'digits that a double loses',
      '{"metrics":["revenue"],"limit":12345678901234567}',
      'application/json',
      400,
      'HTTP_BODY_INVALID',
    ],
    [
      'deep nesting',
      `{"where":${'['.repeat(9000)}${']'.repeat(9000)}}`,
      'application/json',
      400,
      'HTTP_BODY_INVALID',
    ],
    ['another media type', '{"metrics":["revenue"]}', 'text/plain', 415, 'HTTP_MEDIA_TYPE'],
    ['a form', 'metrics=revenue', 'application/x-www-form-urlencoded', 415, 'HTTP_MEDIA_TYPE'],
    [
      'a large body',
      JSON.stringify({ metrics: ['x'.repeat(70_000)] }),
      'application/json',
      413,
      'HTTP_BODY_TOO_LARGE',
    ],
  ])('refuses %s', async (_name, payload, contentType, status, code) => {
    expect(problem(await raw(payload, contentType))).toMatchObject({ status, code });
  });

  it('takes no query string', async () => {
    const reply = await post('/v1/query?limit=1', { metrics: ['revenue'] });
    expect(problem(reply)).toMatchObject({ status: 400, code: 'HTTP_PARAMETER', path: '?limit' });
  });
});

describe('POST /v1/query/plan', () => {
  const query = { metrics: ['revenue'], by: ['channel.name'] };

  it('shows plan, SQL and parameters to analysts', async () => {
    const reply = await post('/v1/query/plan', query, 'analystA');
    expect(reply.status).toBe(200);
    expect(readJson(reply)).toMatchObject({
      statements: [{ name: 'rows', parameters: expect.arrayContaining(['tenant']) }],
    });
  });

  it('says why, and what could be added', async () => {
    const reply = await post(
      '/v1/query/plan',
      { metrics: ['refunds_amount'], by: ['order.status'] },
      'analystA',
    );
    expect(readJson(reply)).toMatchObject({
      plan_tree: { node: 'OrderRows', inputs: [{ node: 'ComputeMetrics' }] },
      plan_mermaid: expect.stringMatching(/^flowchart BT\n {2}n1\["OrderRows /),
      rules: [{ name: 'drop-idle-combine', description: expect.any(String) }],
      dimensions: [
        {
          leg: 'refunds',
          dimension: 'order.status',
          reason: 'own_join',
          because: 'refunds has a join of its own named order.',
        },
      ],
      additions: {
        dimensions: expect.arrayContaining(['refunds.reason']),
        metrics: expect.arrayContaining(['revenue']),
      },
    });
  });

  it('is not for viewers', async () => {
    expect(problem(await post('/v1/query/plan', query))).toMatchObject({
      status: 403,
      code: 'TENANT_CAPABILITY',
    });
  });
});

describe('GET /v1/metrics/{metric}/values', () => {
  it('takes a range by its name, and fills', async () => {
    const path = '/v1/metrics/orders_count/values?grain=quarter';
    const reply = await get(`${path}&range=2026&fill=true`);
    expect(readJson(reply)).toMatchObject({
      data: [
        { time: '2026-01-01', orders_count: 11 },
        { time: '2026-04-01', orders_count: 0 },
        { time: '2026-07-01', orders_count: 0 },
        { time: '2026-10-01', orders_count: 4 },
      ],
      range: { from: '2026-01-01T00:00:00+01:00', to: '2027-01-01T00:00:00+01:00' },
    });
    for (const [parameters, place] of [
      ['&range=last%2030%20dasy', '?range'],
      ['&range=2026&from=2026-01-01', '?from'],
      ['&fill=true', '?fill'],
    ] as const)
      expect(problem(await get(path + parameters))).toMatchObject({ status: 400, path: place });
  });

  const values = '/v1/metrics/revenue/values';

  it('answers as a query does', async () => {
    const url = `${values}?by=channel.name&grain=day&from=2026-03-29&to=2026-03-30&totals=true`;
    const [plain, query] = await Promise.all([
      get(url),
      post('/v1/query', {
        metrics: ['revenue'],
        by: ['channel.name'],
        time: { grain: 'day', ...day },
        totals: true,
      }),
    ]);
    expect(plain.status).toBe(200);
    expect(plain.text).toBe(query.text);
    expect(plain.text).toContain('{"time":"2026-03-29","channel.name":"ads","revenue":12345678901234568.00}');
  });

  it('takes conditions, order and limit', async () => {
    const where = encodeURIComponent('[{"dimension":"channel.name","op":"in","values":["ads","seo"]}]');
    const reply = await get(`${values}?by=channel.name&where=${where}&order=-channel.name&limit=1`);
    expect(readJson(reply)).toMatchObject({
      data: [{ 'channel.name': 'seo' }],
      page: { limit: 1, next: expect.any(String), more: true },
    });
  });

  it('takes one version', async () => {
    expect((await get('/v1/metrics/revenue@1/values')).status).toBe(200);
    expect(problem(await get('/v1/metrics/revenue@9/values'))).toMatchObject({
      code: 'QUERY_UNKNOWN_VERSION',
    });
  });

  it.each([
    ['a misspelt dimension', 'by=chanel.name', 'QUERY_UNKNOWN_MEMBER', '?by'],
    ['an unknown grain', 'grain=fortnight', 'HTTP_PARAMETER', '?grain'],
    ['a bad day', 'from=2026-02-30', 'QUERY_BAD_TIME', '?from'],
    ['a bad zone', 'zone=Europe/Atlantis', 'QUERY_UNKNOWN_ZONE', '?zone'],
    ['a currency that is no code', 'currency=euro', 'QUERY_INVALID', '?currency'],
    ['a currency without rates', 'currency=USD', 'QUERY_NO_RATES', '?currency'],
    ['an unknown column', 'order=nothing', 'QUERY_UNKNOWN_COLUMN', '?order'],
    ['conditions that are not JSON', 'where=channel', 'HTTP_PARAMETER', '?where'],
    [
      'conditions that do not fit',
      'where=%5B%7B%22dimension%22%3A%22channel.name%22%7D%5D',
      'QUERY_INVALID',
      '?where',
    ],
    ['a duplicate', 'limit=1&limit=1', 'HTTP_PARAMETER', '?limit'],
    ['a duplicate in other clothes', 'limit=1&%6Cimit=2', 'HTTP_PARAMETER', '?limit'],
    ['an unknown parameter', 'limt=1', 'HTTP_PARAMETER', '?limt'],
    ['a limit that is no number', 'limit=1e3', 'HTTP_PARAMETER', '?limit'],
    ['a limit beyond', 'limit=50001', 'QUERY_LIMIT_EXCEEDED', '?limit'],
    ['a flag that is no flag', 'totals=1', 'HTTP_PARAMETER', '?totals'],
    ['broken encoding', 'by=%E0%A4%A', 'HTTP_PARAMETER', '?by'],
    ['an empty item', 'by=channel.name,', 'HTTP_PARAMETER', '?by'],
    ['a prototype', '__proto__=1', 'HTTP_PARAMETER', '?__proto__'],
  ])('refuses %s', async (_name, queryString, code, path) => {
    expect(problem(await get(`${values}?${queryString}`))).toMatchObject({ code, path });
  });

  it('hints at what was meant', async () => {
    expect(problem(await get(`${values}?limt=1`))).toMatchObject({ hint: 'Did you mean "limit"?' });
    expect(problem(await get('/v1/metrics/revenu/values'))).toMatchObject({
      status: 404,
      code: 'QUERY_UNKNOWN_METRIC',
      hint: expect.stringContaining('revenue'),
    });
  });
});

describe('the catalog', () => {
  it('lists metrics in pages that meet', async () => {
    const whole = readJson(await get('/v1/metrics?limit=500'));
    const names: string[] = [];
    let cursor = '';
    do {
      const { items, next }: { items: { name: string }[]; next: string | null } = JSON.parse(
        (await get(`/v1/metrics?limit=7${cursor}`)).text,
      );
      names.push(...items.map(({ name }) => name));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(whole).toMatchObject({ next: null, items: names.map((name) => ({ name })) });
    expect(names).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(40);
  });

  it('finds by words, tag and owner', async () => {
    const found = readJson(await get('/v1/metrics?search=ADVERTISING%20unit'));
    expect(found['items']).toMatchObject([{ name: 'roas' }]);
    expect(readJson(await get('/v1/metrics?tag=nothing'))).toEqual({ items: [], next: null });
    expect(readJson(await get('/v1/metrics?owner=nobody'))).toEqual({ items: [], next: null });
  });

  it.each(['cursor=abc', 'cursor=eyJhZnRlciI6MX0', 'limit=0', 'limit=501', 'limit=-1'])(
    'refuses %s',
    async (queryString) => {
      const reply = await get(`/v1/metrics?${queryString}`);
      expect(problem(reply)).toMatchObject({ status: 400, code: 'HTTP_PARAMETER' });
    },
  );

  it('explains one metric', async () => {
    const expected = {
      name: 'roas',
      version: 1,
      formula: 'revenue / ad_cost',
      formula_in_words: 'revenue divided by ad cost',
      grains: expect.arrayContaining(['month']),
    };
    expect(readJson(await get('/v1/metrics/roas'))).toMatchObject(expected);
    expect(readJson(await get('/v1/metrics/roas@1'))).toMatchObject(expected);
    expect(problem(await get('/v1/metrics/raos'))).toMatchObject({
      status: 404,
      code: 'QUERY_UNKNOWN_METRIC',
    });
  });

  it('lists dimensions, also of one metric', async () => {
    const names = async (url: string) =>
      (readJson(await get(url))['items'] as { name: string }[]).map(({ name }) => name);
    expect(await names('/v1/dimensions?limit=500')).toContain('channel.name');
    expect(await names('/v1/dimensions?metric=roas&limit=500')).not.toContain('customer.name');
    expect(problem(await get('/v1/dimensions?metric=nothing'))).toMatchObject({
      code: 'QUERY_UNKNOWN_METRIC',
    });
  });
});

describe('GET /v1/receipts/{id}', () => {
  it('is readable under the scope of its answer only', async () => {
    const answer = readJson(await post('/v1/query', { metrics: ['orders_count'] }));
    const { url } = answer['receipt'] as { url: string };
    const own = await get(url);
    expect(own.status).toBe(200);
    expect(readJson(own)).toMatchObject({ metrics: [{ metric: 'orders_count', words: 'number of orders' }] });
    const foreign = await get(url, 'viewerB');
    expect(problem(foreign)).toMatchObject({ status: 404, code: 'TENANT_RECEIPT_UNKNOWN' });
    expect(problem(await get('/v1/receipts/nothing'))).toMatchObject({
      status: 404,
      code: 'TENANT_RECEIPT_UNKNOWN',
    });
  });
});

describe('health and documents', () => {
  it('lives and is ready', async () => {
    expect((await get('/livez', null)).text).toBe('{"status":"ok"}');
    expect((await get('/readyz', null)).text).toBe('{"status":"ok"}');
  });

  it('is not ready while it drains', async () => {
    shop.lifecycle.isDraining = true;
    const reply = await get('/readyz', null);
    shop.lifecycle.isDraining = false;
    expect(problem(reply)).toMatchObject({ status: 503, code: 'SERVER_NOT_READY' });
    expect(reply.headers['retry-after']).toBe('5');
  });

  it('shows its documentation to anyone', async () => {
    expect(readJson(await get('/v1/openapi.json', null))).toMatchObject({ openapi: '3.1.0' });
    expect((await get('/docs', null)).status).toBe(200);
    expect(readJson(await get('/docs/json', null))).toMatchObject({ openapi: '3.1.0' });
  });
});
