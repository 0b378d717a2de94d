/** The audit over HTTP: each request for principals leaves one record, which admins of all its tenants may read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, PROCESS_TOKEN, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

/** A metric that only finance may know. */
const MARGIN = `metric: margin
version: 1
owner: t
description: What is left.
formula: sum(orders.amount)
access: { groups: [finance] }
`;

interface Written {
  readonly request_id: string;
  readonly at: string;
  readonly [name: string]: unknown;
}

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop({ files: { 'metrics/margin.yaml': MARGIN } });
});
afterAll(() => shop.close());

type Key = keyof ServedShop['keys'];
const idOf = (key: Key) => shop.keys[key].split('_')[2];
const HASH = expect.stringMatching(/^[0-9a-f]{64}$/);
let requests = 0;

/** Sends a request under an id of its own, and reads what the operator finds of it. */
async function leave(key: Key | null, options: Parameters<typeof ask>[2]): Promise<readonly Written[]> {
  requests += 1;
  const id = `audit-${requests}`;
  await ask(shop.app, key && shop.keys[key], {
    ...options,
    headers: { ...options.headers, 'x-request-id': id },
  });
  await shop.flushAudit();
  const all = await ask(shop.app, PROCESS_TOKEN, {
    method: 'POST',
    url: '/internal/audit',
    payload: { filter: {}, page: { limit: 1000 } },
  });
  const { items }: { items: { requestId: string; at: string }[] } = JSON.parse(all.text);
  return items
    .filter(({ requestId }) => requestId === id)
    .map(({ requestId, ...rest }) => ({ ...rest, request_id: requestId }));
}

const query = (payload: object, key: Key = 'viewerA') =>
  leave(key, { method: 'POST', url: '/v1/query', payload });

async function read(key: Key, search = ''): Promise<{ items: readonly Written[]; next: string | null }> {
  await shop.flushAudit();
  const reply = await ask(shop.app, shop.keys[key], { url: `/v1/audit${search}` });
  expect(reply.status).toBe(200);
  return JSON.parse(reply.text);
}

describe('a request for principals', () => {
  it('leaves who asked, what for, what answered, and how it ended', async () => {
    const records = await query({ metrics: ['roas', 'revenue'], by: ['channel.name'] });
    expect(records).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        request_id: `audit-${requests}`,
        at: expect.stringMatching(/^20.*Z$/),
        principal: { kind: 'service_key', id: idOf('viewerA'), capability: 'viewer' },
        tenants: ['a'],
        method: 'POST',
        route: '/v1/query',
        surface: 'rest',
        catalog: HASH,
        metrics: [
          { metric: 'roas', version: 1, rows: expect.any(Number) },
          { metric: 'revenue', version: 1, rows: expect.any(Number) },
        ],
        sql: [HASH],
        rows: expect.any(Number),
        ms: expect.any(Number),
        status: 200,
        outcome: 'answered',
        code: null,
      },
    ]);
  });

  it('has the hashes of statements that its receipt has', async () => {
    const payload = { metrics: ['revenue'], totals: true };
    const reply = await ask(shop.app, shop.keys.analystA, { method: 'POST', url: '/v1/query', payload });
    const { receipt } = JSON.parse(reply.text);
    const { text } = await ask(shop.app, shop.keys.analystA, { url: receipt.url });
    const [record] = await query(payload, 'analystA');
    expect(record?.['sql']).toEqual(JSON.parse(text).sql.map(({ hash }: { hash: string }) => hash));
  });

  it.each<[string, object, object]>([
    [
      'what is misspelt',
      { metrics: ['revenue', 'revenu'] },
      { status: 404, code: 'QUERY_UNKNOWN_METRIC', metrics: [{ metric: 'revenue', version: 1, rows: null }] },
    ],
    [
      'another tenant',
      { metrics: ['revenue'], tenants: ['b'] },
      { status: 403, code: 'TENANT_REFUSED', tenants: ['a'] },
    ],
    ['a key that is none', { metric: ['revenue'] }, { status: 400, code: 'QUERY_INVALID', metrics: [] }],
    ['what it may not know', { metrics: ['margin'] }, { status: 404, metrics: [], catalog: HASH }],
  ])('is kept when it is refused for %s', async (_, payload, expected) => {
    const [record] = await query(payload);
    expect(record).toMatchObject({ outcome: 'refused', rows: null, ...expected });
  });

  it('is kept when its body cannot be read', async () => {
    const headers = { 'content-type': 'application/json' };
    const [record] = await leave('viewerA', { method: 'POST', url: '/v1/query', payload: '{', headers });
    expect(record).toMatchObject({ status: 400, code: 'HTTP_BODY_INVALID', tenants: ['a'] });
  });

  it('is one record in GraphQL too, whatever number of fields it has', async () => {
    const document = `{ a: query(input: {metrics: [{metric: "revenue"}]}) { rows }
      b: query(input: {metrics: [{metric: "revenue"}, {metric: "orders_count"}], by: ["channel.name"]}) { rows }
      c: dimensionValues(dimension: "channel.name") { items } metric(name: "roas") { formula } }`;
    const records = await leave('viewerA', { method: 'POST', url: '/graphql', payload: { query: document } });
    expect(records).toHaveLength(1);
    const [first] = records;
    const { metrics, rows, sql, ...record } = { metrics: [], rows: 0, sql: [], ...first };
    expect(record).toMatchObject({
      surface: 'graphql',
      route: '/graphql',
      outcome: 'answered',
      tenants: ['a'],
    });
    expect(sql).toHaveLength(3);
    const [revenue, orders] = metrics as { metric: string; rows: number }[];
    expect([revenue?.metric, orders?.metric]).toEqual(['revenue', 'orders_count']);
    expect(revenue?.rows).toBe((orders?.rows ?? 0) + 1);
    expect(rows).toBeGreaterThan(revenue?.rows ?? 0);
  });

  it('has the code of a field that failed in GraphQL, though the answer is 200', async () => {
    const document = `{ a: query(input: {metrics: [{metric: "revenue"}]}) { rows }
      b: query(input: {metrics: [{metric: "nothing"}]}) { rows } }`;
    const [record] = await leave('viewerA', {
      method: 'POST',
      url: '/graphql',
      payload: { query: document },
    });
    expect(record).toMatchObject({ status: 200, outcome: 'refused', code: 'QUERY_UNKNOWN_METRIC' });
  });

  it('is named by its route, and never by what stood in its address', async () => {
    const [record] = await leave('viewerA', { url: '/v1/metrics/revenue/values?by=channel.name&limit=1' });
    expect(record).toMatchObject({ route: '/v1/metrics/:metric/values', rows: 1 });
    const [unknown] = await leave('viewerA', { url: '/v1/metrics/anything-at-all' });
    expect(JSON.stringify(unknown)).not.toContain('anything');
  });

  it('without a known key leaves that there was one, and nothing else', async () => {
    const headers = { authorization: 'Bearer vtr_test_0123456789abcdef_something' };
    const [record] = await leave(null, { url: '/v1/metrics?search=x', headers });
    expect(record).toEqual({
      id: expect.any(String),
      request_id: expect.any(String),
      at: expect.any(String),
      principal: null,
      tenants: [],
      method: 'GET',
      route: '/v1/metrics',
      surface: 'rest',
      catalog: null,
      metrics: [],
      sql: [],
      rows: null,
      ms: expect.any(Number),
      status: 401,
      outcome: 'refused',
      code: 'TENANT_UNAUTHENTICATED',
    });
  });

  it('is not counted where nobody is asked who they are', async () => {
    expect(await leave(null, { url: '/livez' })).toEqual([]);
    expect(await leave(null, { url: '/nowhere' })).toEqual([]);
    expect(await leave('viewerA', { method: 'PUT', url: '/v1/query' })).toEqual([]);
  });

  it('never has a key as its id', async () => {
    const headers = { 'x-request-id': shop.keys.viewerA };
    const reply = await ask(shop.app, null, { url: '/livez', headers });
    expect(reply.headers['x-request-id']).not.toBe(shop.keys.viewerA);
  });
});

describe('GET /v1/audit', () => {
  it('is for admins', async () => {
    for (const url of ['/v1/audit', '/v1/audit/export', '/v1/usage'])
      for (const key of ['viewerA', 'analystA', 'financeA'] as const) {
        const reply = await ask(shop.app, shop.keys[key], { url });
        expect([reply.status, readJson(reply)['code']]).toEqual([403, 'TENANT_CAPABILITY']);
      }
  });

  it('shows requests of which all tenants are the admin’s own, and no others', async () => {
    const [mine] = await query({ metrics: ['revenue'] }, 'viewerA');
    const [theirs] = await query({ metrics: ['revenue'] }, 'viewerB');
    const [both] = await query({ metrics: ['orders_count'], tenants: 'all' }, 'viewerBoth');
    const [one] = await query({ metrics: ['revenue'], tenants: ['a'] }, 'viewerBoth');
    const [nobody] = await leave(null, { url: '/v1/metrics' });
    const shown = async (key: Key) => {
      const ids = new Set((await read(key, '?limit=500')).items.map((item) => item.request_id));
      return [mine, theirs, both, one, nobody].map((record) => ids.has(record?.request_id ?? ''));
    };
    expect(await shown('adminA')).toEqual([true, false, false, true, false]);
    expect(await shown('adminBoth')).toEqual([true, true, true, true, false]);
  });

  it('hides names of metrics that the admin may not know, also as a filter and in counts', async () => {
    const [asked] = await query({ metrics: ['margin', 'revenue'] }, 'financeA');
    expect(asked?.['outcome']).toBe('answered');
    const { items } = await read('adminA', `?principal=${idOf('financeA')}&outcome=answered`);
    expect(items[0]?.['metrics']).toEqual([
      { metric: '‹restricted›', version: null, rows: null },
      { metric: 'revenue', version: 1, rows: 1 },
    ]);
    expect((await read('adminA', '?metric=margin')).items).toEqual([]);
    for (const url of [
      '/v1/usage',
      '/v1/usage?metric=margin',
      '/v1/audit/export',
      '/v1/audit/export?format=csv',
    ])
      expect((await ask(shop.app, shop.keys.adminA, { url })).text).not.toContain('margin');
  });

  it('filters by moment, principal, metric, outcome and route', async () => {
    const { items } = await read('adminA', '?limit=500');
    const count = async (search: string, keep: (item: Written) => boolean) => {
      const found = (await read('adminA', `${search}&limit=500`)).items;
      const known = new Set(items.map((item) => item['id']));
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((item) => known.has(item['id']))).toEqual(items.filter(keep));
    };
    await count(
      `?principal=${idOf('viewerA')}`,
      ({ principal }) =>
        JSON.stringify(principal).includes('"viewer"') &&
        JSON.stringify(principal).includes(String(idOf('viewerA'))),
    );
    await count('?metric=roas', ({ metrics }) => JSON.stringify(metrics).includes('"roas"'));
    await count('?outcome=refused', ({ outcome }) => outcome === 'refused');
    await count('?route=/graphql', ({ route }) => route === '/graphql');
    const middle = items[Math.floor(items.length / 2)]?.at ?? '';
    await count(`?from=${middle}`, ({ at }) => at >= middle);
    await count(`?to=${middle}`, ({ at }) => at < middle);
    expect((await read('adminA', '?to=2020-01-01')).items).toEqual([]);
    expect((await read('adminA', '?principal=%00')).items).toEqual([]);
  });

  it('is read page by page, the newest first, each record once', async () => {
    const to = encodeURIComponent(new Date().toISOString());
    const whole = (await read('adminA', `?limit=500&to=${to}`)).items;
    const paged: Written[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof read>> = await read(
        'adminA',
        `?limit=3&to=${to}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      paged.push(...page.items);
      cursor = page.next;
    }
    expect(paged).toEqual(whole);
    expect(whole.map(({ at }) => at)).toEqual(
      whole
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  it.each([
    'from=yesterday',
    'to=2026-02-30',
    'from=2026-01-01T10:00',
    'outcome=maybe',
    'limit=0',
    'limit=501',
    'cursor=x',
    'cursor=WyIyMDI2Il0',
    'tenant=b',
  ])('refuses ?%s', async (search) => {
    const reply = await ask(shop.app, shop.keys.adminA, { url: `/v1/audit?${search}` });
    expect([reply.status, readJson(reply)['code']]).toEqual([400, 'HTTP_PARAMETER']);
  });
});

describe('GET /v1/audit/export', () => {
  it('writes the records that the list shows as lines of JSON', async () => {
    const to = encodeURIComponent(new Date().toISOString());
    const { items } = await read('adminA', `?limit=500&to=${to}`);
    const reply = await ask(shop.app, shop.keys.adminA, { url: `/v1/audit/export?to=${to}` });
    expect(reply.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(
      reply.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(items);
  });

  it('writes CSV, with nothing that a spreadsheet would run', async () => {
    await leave('viewerA', { url: '/v1/metrics' });
    const reply = await ask(shop.app, shop.keys.adminA, {
      url: '/v1/audit/export?format=csv&route=/v1/metrics',
    });
    const [head, first] = reply.text.split('\r\n');
    expect(head).toBe(
      'id,request_id,at,principal_kind,principal_id,capability,tenants,method,route,surface,catalog,metrics,sql,rows,ms,status,outcome,code',
    );
    expect(first).toMatch(/,GET,\/v1\/metrics,rest,,,,,[\d.]+,200,answered,$/);
  });
});
