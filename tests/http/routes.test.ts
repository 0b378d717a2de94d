/** What holds for every route: it is classified, it is documented, and its door is shut to the wrong people. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDocument } from '../../src/serving/openapi/build-document.ts';
import { routes } from '../../src/serving/routes/list-routes.ts';
import { ROUTE_ACCESS } from '../../src/serving/routes/route.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const addresses = routes.map(({ method, path, access }) => ({
  method,
  url: path.replace(/:\w+/g, 'roas'),
  path,
  access,
  name: `${method} ${path}`,
}));
const guarded = addresses.filter(({ access }) => access === 'principal');

describe('the route table', () => {
  it('classifies everything that is mounted', () => {
    const table = shop.app.routeTable();
    expect(table.length).toBeGreaterThan(routes.length);
    expect(table.filter(({ access }) => !ROUTE_ACCESS.includes(access))).toEqual([]);
    for (const { method, path, access } of addresses)
      expect(table.filter((one) => one.method === method && one.path === path)).toEqual([
        { method, path, access },
      ]);
  });

  it('refuses to start with a route that nobody classified', async () => {
    const { fastify } = await import('fastify');
    const { addRouteTable } = await import('../../src/serving/plugins/route-table.ts');
    const app = fastify();
    addRouteTable(app);
    app.get('/secret', async () => 'x');
    await expect(app.ready()).rejects.toThrow('the route GET /secret is not classified');
    await app.close();
  });

  it('has no public route but health and documents', () => {
    expect(addresses.filter(({ access }) => access === 'public').map(({ path }) => path)).toEqual([
      '/v1/openapi.json',
      '/livez',
      '/readyz',
    ]);
  });
});

describe('a wrong key', () => {
  const wrong = [
    null,
    '',
    'vtr_test_0_0',
    `vtr_live_0123456789abcdef_${'0'.repeat(64)}`,
    'x'.repeat(600),
    'a b',
    'кл',
  ];

  it.each(guarded)('$name answers each alike', async ({ method, url }) => {
    const bodies = new Set<string>();
    const keys = [...wrong, shop.keys.revoked, `${shop.keys.viewerA}0`, shop.keys.viewerA.slice(0, -1)];
    for (const key of keys) {
      const reply = await ask(shop.app, key, {
        method,
        url,
        ...(method === 'POST' ? { payload: { metrics: [] } } : {}),
      });
      expect(reply.status).toBe(401);
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="vitrine"');
      bodies.add(JSON.stringify(readJson(reply)));
    }
    expect(bodies.size).toBe(1);
    expect([...bodies][0]).toContain('TENANT_UNAUTHENTICATED');
  });

  it('is judged before the body is read', async () => {
    const reply = await ask(shop.app, null, {
      method: 'POST',
      url: '/v1/query',
      payload: '{',
      headers: { 'content-type': 'text/odd' },
    });
    expect(reply.status).toBe(401);
  });

  it('is not helped by another scheme', async () => {
    for (const authorization of [
      `Basic ${shop.keys.viewerA}`,
      shop.keys.viewerA,
      `Bearer ${shop.keys.viewerA}, x`,
    ]) {
      const reply = await shop.app.inject({ url: '/v1/metrics', headers: { authorization } });
      expect(reply.statusCode).toBe(401);
    }
    const lower = await shop.app.inject({
      url: '/v1/metrics',
      headers: { authorization: `bearer ${shop.keys.viewerA}` },
    });
    expect(lower.statusCode).toBe(200);
  });
});

describe('another method', () => {
  it.each(addresses)('$name refuses what it does not serve', async ({ url, path }) => {
    const served = addresses.filter((one) => one.path === path).map(({ method }) => method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      if (served.some((one) => one === method)) continue;
      const reply = await ask(shop.app, shop.keys.viewerA, {
        method,
        url,
        payload: 'x',
        headers: { 'content-type': 'text/odd' },
      });
      expect([method, reply.status, readJson(reply)['code']]).toEqual([
        method,
        405,
        'HTTP_METHOD_NOT_ALLOWED',
      ]);
      expect(String(reply.headers['allow']).split(', ')).toEqual(expect.arrayContaining(served));
    }
  });

  it.each([
    '/nothing',
    '/v1',
    '/v1/',
    '/v1/metrics/roas/',
    '/v1/metrics/a/b/c',
    '/V1/metrics',
    '/graphiql',
    `/v1/metrics/${'x'.repeat(300)}`,
    '/v1/metrics/%zz',
  ])('%s is not found', async (url) => {
    const reply = await ask(shop.app, shop.keys.viewerA, { url });
    expect([reply.status, readJson(reply)['code']]).toEqual([404, 'HTTP_NOT_FOUND']);
  });
});

describe('the documentation', () => {
  const document = JSON.parse(JSON.stringify(buildDocument(routes, '0')));

  it('has all routes but those of the command line', () => {
    const documented = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const served = addresses.filter(({ access }) => access !== 'process').map(({ name }) => name);
    expect(documented.sort()).toEqual(served.sort());
  });

  it('names every operation once, and refers to what is there', () => {
    const text = JSON.stringify(document);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(document.components.schemas).toHaveProperty(name);
    expect(text).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
    expect(text).not.toContain('"$id"');
    expect(text).not.toContain('"$defs"');
  });

  it('says of each operation how it may refuse', () => {
    for (const operations of Object.values<Record<string, { responses: object; security?: unknown[] }>>(
      document.paths,
    ))
      for (const { responses, security } of Object.values(operations))
        expect(Object.keys(responses).includes('401')).toBe(security?.length !== 0);
  });
});
