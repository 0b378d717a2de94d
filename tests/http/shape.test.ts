/** The shape of answers over HTTP: having, top, pages, columns, and values of dimensions, on every surface. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

type Key = keyof ServedShop['keys'];
const get = (url: string, key: Key = 'viewerA') => ask(shop.app, shop.keys[key], { method: 'GET', url });
const post = (payload: object, url = '/v1/query') =>
  ask(shop.app, shop.keys.viewerA, { method: 'POST', url, payload });
const graphql = async (query: string, variables: object = {}) =>
  readJson(await post({ query, variables }, '/graphql'));

const QUERY = { metrics: ['orders_count'], by: ['orders.status'] };
const values = '/v1/metrics/orders_count/values?by=orders.status';

describe('GET values', () => {
  it('takes having', async () => {
    const having = [{ metric: 'orders_count', op: 'eq', value: 2 }];
    const reply = await get(`${values}&having=${encodeURIComponent(JSON.stringify(having))}`);
    expect(reply.text).toBe((await post({ ...QUERY, having })).text);
    expect(readJson(reply)['data']).toEqual([{ 'orders.status': 'placed', orders_count: 2 }]);
  });

  it('takes top, of all columns unless it says of which', async () => {
    const top = { n: 1, of: ['orders.status'], by: 'orders_count', others: true };
    const whole = (await post({ ...QUERY, top })).text;
    expect((await get(`${values}&top=1&others=true`)).text).toBe(whole);
    expect((await get(`${values}&top=1&of=orders.status&others=true`)).text).toBe(whole);
    expect(JSON.parse(whole).data).toEqual([
      { 'orders.status': 'paid', others: false, orders_count: 11 },
      { 'orders.status': null, others: true, orders_count: 5 },
    ]);
    expect(JSON.parse(whole).columns[1]).toEqual({ name: 'others', kind: 'others', type: 'boolean' });
  });

  it('takes the lowest', async () => {
    const { data } = readJson(await get(`${values}&top=1&lowest=true`));
    expect(data).toEqual([{ 'orders.status': 'Paid', orders_count: 1 }]);
  });

  it.each([
    ['others=true', '?others'],
    ['top=0', '?top'],
    ['top=1&of=channel.name', '?top'],
    ['having=x', '?having'],
    ['cursor=x', '?cursor'],
    ['layout=x', '?layout'],
  ])('refuses %s at %s', async (parameters, path) => {
    expect(readJson(await get(`${values}&${parameters}`))).toMatchObject({ status: 400, path });
  });

  it('goes on from page to page', async () => {
    const first = JSON.parse((await get(`${values}&limit=2`)).text);
    const second = JSON.parse((await get(`${values}&limit=2&cursor=${first.page.next}`)).text);
    expect([...first.data, ...second.data]).toEqual(JSON.parse((await get(`${values}&limit=4`)).text).data);
  });
});

describe('POST /v1/query', () => {
  it('gives arrays by column, with every digit', async () => {
    const query = { metrics: ['revenue'], by: ['channel.name'], layout: 'columns', totals: true };
    const reply = await post(query);
    expect(reply.text).toContain(
      '{"data":{"channel.name":["ads","seo",null],"revenue":[12345678901234618.00,250.30,180.00]}',
    );
    expect(reply.text).toContain('"totals":{"revenue":');
  });

  it('tells a cursor that is not ours, and one of another question', async () => {
    expect(readJson(await post({ ...QUERY, cursor: 'x' }))).toMatchObject({
      status: 400,
      code: 'QUERY_CURSOR_INVALID',
      path: '/cursor',
    });
    const { page } = JSON.parse((await post({ ...QUERY, limit: 1 })).text);
    expect(readJson(await post({ metrics: ['revenue'], cursor: page.next }))).toMatchObject({
      status: 409,
      code: 'QUERY_CURSOR_STALE',
    });
  });

  it('answers with the values of dimensions', async () => {
    expect(readJson(await post({ by: ['channel.name'] }))).toMatchObject({
      data: ['ads', 'mail', 'radio', 'seo', null].map((name) => ({ 'channel.name': name })),
      totals: null,
    });
  });
});

describe('dimensions', () => {
  it('are told with the values that are declared for them', async () => {
    expect(readJson(await get('/v1/dimensions/campaign.kind'))).toMatchObject({
      name: 'campaign.kind',
      values: ['brand', 'season', 'test'],
    });
    expect(readJson(await get('/v1/dimensions/orders.client_id'))).toMatchObject({
      status: 400,
      code: 'QUERY_UNKNOWN_MEMBER',
      path: 'dimension',
    });
  });

  it('list their values, page by page', async () => {
    const url = '/v1/dimensions/channel.name/values';
    expect(readJson(await get(url))).toEqual({ items: ['ads', 'mail', 'radio', 'seo', null], next: null });
    const { items, next } = JSON.parse((await get(`${url}?limit=3`)).text);
    expect(items).toEqual(['ads', 'mail', 'radio']);
    expect(readJson(await get(`${url}?limit=3&cursor=${next}`))).toEqual({
      items: ['seo', null],
      next: null,
    });
  });

  it('are searched', async () => {
    expect(readJson(await get('/v1/dimensions/channel.name/values?search=AD'))).toEqual({
      items: ['ads', 'radio'],
      next: null,
    });
  });

  it('show a key of several tenants those that it names', async () => {
    const url = '/v1/dimensions/channel.name/values';
    expect(readJson(await get(url, 'viewerBoth'))).toMatchObject({ code: 'TENANT_REQUIRED' });
    expect(readJson(await get(`${url}?tenants=b`, 'viewerBoth'))['items']).toEqual([
      'b ads',
      'b seo',
      'b tv',
    ]);
  });

  it.each([
    ['orders.amount/values', 'QUERY_UNKNOWN_MEMBER', 'dimension'],
    ['channel.is_paid/values?search=t', 'QUERY_OPERATOR_MISMATCH', '?search'],
    ['channel.name/values?limit=1001', 'HTTP_PARAMETER', '?limit'],
    ['channel.name/values?cursor=x', 'QUERY_CURSOR_INVALID', '?cursor'],
    ['channel.name/values?serach=x', 'HTTP_PARAMETER', '?serach'],
  ])('refuse %s', async (rest, code, path) => {
    expect(readJson(await get(`/v1/dimensions/${rest}`))).toMatchObject({ code, path });
  });
});

describe('GraphQL', () => {
  const document = `query ($input: MetricQueryInput!, $after: String) {
    query(input: $input, after: $after) { rows page { next more } } }`;

  it('takes having and top, and goes on behind a page', async () => {
    const input = {
      metrics: [{ metric: 'orders_count' }],
      by: ['orders.status'],
      top: { n: 3, of: ['orders.status'], by: 'orders_count', direction: 'DESC', others: true },
      having: [{ metric: 'orders_count', op: 'lt', value: 10 }],
      limit: 1,
    };
    const first = await graphql(document, { input });
    expect(first).toMatchObject({
      data: { query: { rows: [{ 'orders.status': 'placed', others: false, orders_count: '2' }] } },
    });
    const { next } = JSON.parse(JSON.stringify(first)).data.query.page;
    expect(await graphql(document, { input, after: next })).toMatchObject({
      data: { query: { rows: [{ 'orders.status': null, others: true, orders_count: '2' }] } },
    });
  });

  it('lists values of a dimension', async () => {
    const query = '{ dimensionValues(dimension: "channel.name", search: "A", limit: 1) { items next } }';
    expect(await graphql(query)).toMatchObject({
      data: { dimensionValues: { items: ['ads'], next: expect.any(String) } },
    });
  });
});
