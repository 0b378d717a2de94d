/** What a project publishes, to whoever brings no credential: that and nothing else, of one tenant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/serving/routes/list-routes.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';
import { readRows } from '../support/shop.ts';

let shop: ServedShop;
let closed: ServedShop;
beforeAll(async () => {
  shop = await serveShop({ also: 'public' }, null, { publicTenant: 'a' as TenantId });
  closed = await serveShop({ also: 'public' });
});
afterAll(async () => {
  await shop.close();
  await closed.close();
});

const get = (url: string, key: string | null = null) => ask(shop.app, key, { url });
const post = (payload: object, url = '/v1/query') => ask(shop.app, null, { method: 'POST', url, payload });
const code = (text: string): unknown => JSON.parse(text).code;

describe('without a credential', () => {
  it('published metrics are told, of the tenant that the server names', async () => {
    const { data } = JSON.parse((await post({ metrics: ['open_orders'], by: ['orders.status'] })).text);
    const counted = await readRows(
      shop.database,
      'select status, count(*)::int from shop.orders where client_id = \'a\' group by 1 order by count(*) desc, status collate "C"',
    );
    expect(
      data.map((row: Record<string, unknown>) => [row['orders.status'], String(row['open_orders'])]),
    ).toEqual(counted);
    const values = await get('/v1/metrics/open_average/values?by=orders.status');
    expect(values.status).toBe(200);
    const statuses = await get('/v1/dimensions/orders.status/values');
    expect(JSON.parse(statuses.text).items.length).toBe(counted.length);
  });

  it('there is nothing else', async () => {
    const names = (text: string): string[] =>
      JSON.parse(text).items.map(({ name }: { readonly name: string }) => name);
    expect(names((await get('/v1/metrics')).text)).toEqual(['open_average', 'open_orders']);
    expect(names((await get('/v1/dimensions')).text)).toEqual(['order.status', 'orders.status']);
    const described = readJson(await get('/v1/metrics/open_average'));
    expect(described).toMatchObject({ formula: '‹restricted› / ‹restricted›' });
    expect(JSON.stringify(described)).not.toMatch(/ordered_at|revenue|orders_count|shop\.orders/);
    for (const metric of ['revenue', 'orders_count', 'open_draft', 'open_margin', 'nothing_like_it']) {
      const reply = await post({ metrics: [metric] });
      expect([metric, reply.status, code(reply.text)]).toEqual([metric, 404, 'QUERY_UNKNOWN_METRIC']);
    }
    for (const by of ['orders.gift', 'orders.size_band', 'customer.name', 'country.name', 'orders.id']) {
      const reply = await post({ metrics: ['open_orders'], by: [by] });
      expect([by, reply.status, code(reply.text)]).toEqual([by, 400, 'QUERY_UNKNOWN_MEMBER']);
      const where = [{ dimension: by, op: 'not_null' }];
      expect(code((await post({ metrics: ['open_orders'], where })).text)).toBe('QUERY_UNKNOWN_MEMBER');
    }
  });

  it('no other tenant can be asked for', async () => {
    for (const tenants of [['b'], ['a', 'b']])
      expect((await post({ metrics: ['open_orders'], tenants })).status).toBe(403);
    const own = (await post({ metrics: ['open_orders'] })).text;
    const all = (await post({ metrics: ['open_orders'], tenants: 'all' })).text;
    expect(JSON.parse(all).data).toEqual(JSON.parse(own).data);
  });

  it.each(
    routes
      .filter(({ access, embeds }) => access === 'principal' && !embeds)
      .map(({ method, path }) => [method, path] as const),
  )('%s %s wants one', async (method, path) => {
    const url = path.replaceAll(/:\w+/g, 'x');
    const reply = await ask(shop.app, null, { method, url, ...(method === 'POST' ? { payload: {} } : {}) });
    expect([reply.status, code(reply.text)]).toEqual([401, 'TENANT_UNAUTHENTICATED']);
  });

  it('there is nothing at all where the server names no tenant', async () => {
    const reply = await ask(closed.app, null, { url: '/v1/metrics' });
    expect([reply.status, code(reply.text)]).toEqual([401, 'TENANT_UNAUTHENTICATED']);
  });
});

describe('with a credential', () => {
  it('that is not good, nobody is taken for the public', async () => {
    const header = async (authorization: string) =>
      (await shop.app.inject({ url: '/v1/metrics', headers: { authorization } })).statusCode;
    for (const odd of ['', 'Bearer', 'Bearer x', 'Basic eDp5', `Bearer ${shop.keys.revoked}`])
      expect([odd, await header(odd)]).toEqual([odd, 401]);
  });

  it('what is public is seen like what is for all', async () => {
    const seen = (await get('/v1/metrics', shop.keys.viewerB)).text;
    for (const name of ['open_orders', 'open_average', 'revenue']) expect(seen).toContain(`"${name}"`);
    const count = async (key: string): Promise<unknown> => {
      const payload = { metrics: ['open_orders'] };
      return JSON.parse((await ask(shop.app, key, { method: 'POST', url: '/v1/query', payload })).text).data;
    };
    expect(await count(shop.keys.viewerB)).not.toEqual(await count(shop.keys.viewerA));
  });
});

describe('strangers', () => {
  it('are counted by their address, and use up nothing of what keys have', async () => {
    const limited = await serveShop({ also: 'public' }, null, {
      publicTenant: 'a' as TenantId,
      limits: {
        rates: { perPrincipal: 3, perTenant: 3, perAddress: null },
        load: { requests: null, lagMs: null },
        trustedProxies: [],
      },
    });
    try {
      const status = async (remoteAddress: string, key: string | null = null): Promise<number> =>
        (await ask(limited.app, key, { url: '/v1/metrics', remoteAddress })).status;
      for (const expected of [200, 200, 200, 429]) expect(await status('203.0.113.7')).toBe(expected);
      expect(await status('203.0.113.7', limited.keys.viewerA)).toBe(200);
    } finally {
      await limited.close();
    }
  });

  it('leave a record of what they asked, as the public', async () => {
    await post({ metrics: ['open_orders'] });
    await shop.flushAudit();
    const { text } = await get('/v1/audit?metric=open_orders&limit=1', shop.keys.adminA);
    expect(JSON.parse(text).items[0]).toMatchObject({
      principal: { kind: 'public', id: 'public', capability: 'viewer' },
      tenants: ['a'],
      outcome: 'answered',
    });
  });
});
