/** How many requests a minute are answered, of whom, and what the rest are told; and who is let in under load. */
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { type AppLimits } from '../../src/serving/app.ts';
import { routes } from '../../src/serving/routes/list-routes.ts';
import type { Store } from '../../src/store/store.ts';
import { buildBareApp } from '../support/bare-app.ts';
import {
  ask,
  PROCESS_TOKEN,
  type Reply,
  readJson,
  type ServedShop,
  serveShop,
} from '../support/served-shop.ts';

const NO_RATES: AppLimits['rates'] = { perPrincipal: null, perTenant: null, perAddress: null };
const NO_LOAD: AppLimits['load'] = { requests: null, lagMs: null };

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const opened: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

interface Parts {
  readonly engine: Engine;
  readonly store: Store;
}

/** The same shop behind limits of its own. */
async function limited(limits: Partial<AppLimits>, parts: Partial<Parts> = {}): Promise<FastifyInstance> {
  const { engine = shop.engine, store = shop.store } = parts;
  const app = await buildBareApp({
    engine: () => engine,
    store,
    processToken: PROCESS_TOKEN,
    limits: { rates: NO_RATES, load: NO_LOAD, trustedProxies: [], ...limits },
  });
  await app.ready();
  opened.push(app);
  return app;
}

/** The shop's store, and how often it was asked whose a key is. */
function countingStore() {
  let asked = 0;
  const findPrincipal: Store['findPrincipal'] = (key) => {
    asked += 1;
    return shop.store.findPrincipal(key);
  };
  const store: Store = Object.assign(Object.create(shop.store), { findPrincipal });
  return { store, asked: () => asked };
}

const METRICS = { url: '/v1/metrics' };
const statusOf = async (asking: Promise<Reply>): Promise<number> => (await asking).status;

describe('requests a minute', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('of a principal are told in each answer, and refused beyond', async () => {
    const app = await limited({ rates: { perPrincipal: 3, perTenant: 10, perAddress: null } });
    const first = await ask(app, shop.keys.viewerA, METRICS);
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"principal";q=3;w=60, "tenant";q=10;w=60',
      ratelimit: '"principal";r=2;t=60, "tenant";r=9;t=60',
    });
    vi.advanceTimersByTime(20_000);
    await ask(app, shop.keys.viewerA, METRICS);
    expect((await ask(app, shop.keys.viewerA, METRICS)).headers['ratelimit']).toBe(
      '"principal";r=0;t=40, "tenant";r=7;t=40',
    );
    const refused = await ask(app, shop.keys.viewerA, METRICS);
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'ratelimit-policy': '"principal";q=3;w=60',
      ratelimit: '"principal";r=0;t=40',
      'retry-after': '40',
    });
    expect(readJson(refused)).toMatchObject({
      code: 'HTTP_RATE_LIMITED',
      detail: 'More than 3 requests within 60 s came from this principal: go on in 40 s.',
    });
    // When it was told to come back, it is let in.
    vi.advanceTimersByTime(40_000);
    expect(await statusOf(ask(app, shop.keys.viewerA, METRICS))).toBe(200);
  });

  it('of one tenant are shared by its principals, and by nobody else', async () => {
    const app = await limited({ rates: { perPrincipal: 2, perTenant: 3, perAddress: null } });
    const { viewerA, analystA, viewerB, viewerBoth } = shop.keys;
    for (const key of [viewerA, viewerA, analystA]) expect(await statusOf(ask(app, key, METRICS))).toBe(200);
    const refused = await ask(app, analystA, METRICS);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(refused.headers['ratelimit']).toBe('"principal";r=0;t=60, "tenant";r=0;t=60');
    expect(readJson(refused)['detail']).toContain('from this tenant');
    // What the principal's own limit refused is not counted to its tenant.
    expect(readJson(await ask(app, viewerA, METRICS))['detail']).toContain('from this principal');
    for (const key of [viewerB, viewerBoth]) expect(await statusOf(ask(app, key, METRICS))).toBe(200);
  });

  const guarded = routes.filter(({ access }) => access === 'principal');

  it.each(guarded.map(({ method, path }) => ({ method, url: path.replace(/:\w+/g, 'roas') })))(
    'hold for $method $url',
    async (route) => {
      const app = await limited({ rates: { perPrincipal: 1, perTenant: 5, perAddress: null } });
      await ask(app, shop.keys.viewerA, METRICS);
      const reply = await ask(app, shop.keys.viewerA, {
        ...route,
        ...(route.method === 'POST' ? { payload: '{' } : {}),
      });
      expect([reply.status, readJson(reply)['code']]).toEqual([429, 'HTTP_RATE_LIMITED']);
    },
  );

  it('do not hold for health, documents and the command line', async () => {
    const app = await limited({ rates: { perPrincipal: 1, perTenant: 1, perAddress: 1 } });
    for (let count = 0; count < 5; count += 1)
      for (const url of ['/livez', '/v1/openapi.json', '/nothing']) {
        const { status, headers } = await ask(app, null, { url });
        expect([url, status]).toEqual([url, url === '/nothing' ? 404 : 200]);
        expect(headers).not.toHaveProperty('ratelimit');
      }
  });

  it('are answered all where nothing is limited', async () => {
    const app = await limited({});
    for (let count = 0; count < 20; count += 1) {
      const { status, headers } = await ask(app, shop.keys.viewerA, METRICS);
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty('ratelimit');
    }
  });
});

describe('strangers', () => {
  const rates = { perPrincipal: null, perTenant: null, perAddress: 3 };
  const strange = (index: number) => `vtr_test_${index}_${'0'.repeat(20)}`;

  it('from one address are refused before the store is asked who they are', async () => {
    const { store, asked } = countingStore();
    const app = await limited({ rates }, { store });
    for (let index = 0; index < 3; index += 1)
      expect(await statusOf(ask(app, strange(index), METRICS))).toBe(401);
    expect(asked()).toBe(3);
    const refused = await Promise.all([3, 4, 5].map((index) => ask(app, strange(index), METRICS)));
    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429]);
    expect(refused[0]?.headers).toMatchObject({
      'ratelimit-policy': '"address";q=3;w=60',
      ratelimit: expect.stringMatching(/^"address";r=0;t=\d+$/),
      'retry-after': expect.stringMatching(/^\d+$/),
    });
    expect(asked()).toBe(3);
  });

  it('are counted whatever they send, before it is looked at', async () => {
    const app = await limited({ rates });
    const statuses: number[] = [];
    for (const key of [null, 'vtr_', 'кл', 'x'.repeat(600), strange(1)])
      statuses.push(await statusOf(ask(app, key, METRICS)));
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  it('that come in one burst get no further than as many as may', async () => {
    const { store, asked } = countingStore();
    const app = await limited({ rates }, { store });
    const burst = Array.from({ length: 50 }, (_, index) => ask(app, strange(index), METRICS));
    const statuses = (await Promise.all(burst)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(47);
    expect(asked()).toBe(3);
  });

  it('do not keep those out who were known beside them', async () => {
    const app = await limited({ rates });
    expect(await statusOf(ask(app, shop.keys.viewerA, METRICS))).toBe(200);
    for (let index = 0; index < 5; index += 1) await ask(app, strange(index), METRICS);
    expect(await statusOf(ask(app, shop.keys.viewerA, METRICS))).toBe(200);
    expect(await statusOf(ask(app, shop.keys.viewerB, METRICS))).toBe(429);
  });

  it('from other addresses are counted apart, those of one network of IPv6 together', async () => {
    const app = await limited({ rates: { ...rates, perAddress: 1 } });
    const from = (remoteAddress: string) => statusOf(ask(app, strange(1), { ...METRICS, remoteAddress }));
    expect(await from('192.0.2.1')).toBe(401);
    expect(await from('192.0.2.1')).toBe(429);
    expect(await from('::ffff:192.0.2.1')).toBe(429);
    expect(await from('192.0.2.2')).toBe(401);
    expect(await from('2001:db8:1:1::1')).toBe(401);
    expect(await from('2001:db8:1:1:ffff::2')).toBe(429);
    expect(await from('2001:db8:1:2::1')).toBe(401);
  });

  it('are told apart behind a proxy that is trusted, and behind no other', async () => {
    const app = await limited({ rates: { ...rates, perAddress: 1 }, trustedProxies: ['10.0.0.0/8'] });
    const from = (remoteAddress: string, forwarded: string) =>
      statusOf(
        ask(app, strange(1), { ...METRICS, remoteAddress, headers: { 'x-forwarded-for': forwarded } }),
      );
    expect(await from('10.0.0.1', '192.0.2.1')).toBe(401);
    expect(await from('10.0.0.2', 'evil, 192.0.2.1')).toBe(429);
    expect(await from('10.0.0.2', '192.0.2.2')).toBe(401);
    expect(await from('192.0.2.9', '192.0.2.3')).toBe(401);
    expect(await from('192.0.2.9', '192.0.2.4')).toBe(429);
  });
});

describe('too much to do', () => {
  const asOperator = { authorization: `Bearer ${PROCESS_TOKEN}` };
  const readyz = (app: FastifyInstance) => ask(app, null, { url: '/readyz' });

  /** One request that does not end before it is told to. */
  async function occupied(load: AppLimits['load']) {
    let release = () => {};
    const held = new Promise<void>((fulfil) => {
      release = fulfil;
    });
    const engine: Engine = {
      ...shop.engine,
      async listMetrics(principal) {
        await held;
        return shop.engine.listMetrics(principal);
      },
    };
    const app = await limited({ load }, { engine });
    return { app, release };
  }

  it('turns new requests away, but health and the command line, and says so', async () => {
    const { app, release } = await occupied({ requests: 2, lagMs: null });
    const underWay = [ask(app, shop.keys.viewerA, METRICS), ask(app, shop.keys.viewerB, METRICS)];
    await vi.waitFor(async () => expect((await readyz(app)).status).toBe(503));
    const refused = await ask(app, shop.keys.viewerA, { url: '/v1/dimensions' });
    expect([refused.status, refused.headers['retry-after'], readJson(refused)['code']]).toEqual([
      503,
      '5',
      'SERVER_OVERLOADED',
    ]);
    expect(readJson(await readyz(app))).toMatchObject({
      code: 'SERVER_OVERLOADED',
      detail: expect.stringContaining('too many requests are under way'),
    });
    expect(await statusOf(ask(app, null, { url: '/livez' }))).toBe(200);
    const reloaded = { method: 'POST', url: '/internal/reload', payload: {}, headers: asOperator } as const;
    expect((await ask(app, null, reloaded)).status).not.toBe(503);
    release();
    expect(await Promise.all(underWay.map(statusOf))).toEqual([200, 200]);
    await vi.waitFor(async () => expect((await readyz(app)).status).toBe(200));
    expect(await statusOf(ask(app, shop.keys.viewerA, { url: '/v1/dimensions' }))).toBe(200);
  });

  it('counts every request out again, refused, unknown or malformed', async () => {
    const app = await limited({ load: { requests: 1, lagMs: null } });
    for (let count = 0; count < 5; count += 1) {
      expect(await statusOf(ask(app, 'wrong', METRICS))).toBe(401);
      expect(await statusOf(ask(app, null, { url: '/nothing' }))).toBe(404);
      expect(
        await statusOf(ask(app, shop.keys.viewerA, { method: 'POST', url: '/v1/query', payload: '{' })),
      ).toBe(415);
    }
    expect(await statusOf(readyz(app))).toBe(200);
  });

  it('is also an event loop that lags, until it does no longer', async () => {
    const app = await limited({ load: { requests: null, lagMs: 40 } });
    const block = async () => {
      const until = performance.now() + 150;
      while (performance.now() < until);
      await new Promise((fulfil) => setImmediate(fulfil));
    };
    await vi.waitFor(
      async () => {
        await block();
        expect((await readyz(app)).status).toBe(503);
      },
      { timeout: 60_000, interval: 0 },
    );
    const refused = await ask(app, shop.keys.viewerA, METRICS);
    expect([refused.status, readJson(refused)['code']]).toEqual([503, 'SERVER_OVERLOADED']);
    await vi.waitFor(async () => expect((await readyz(app)).status).toBe(200), { timeout: 60_000 });
    expect(await statusOf(ask(app, shop.keys.viewerA, METRICS))).toBe(200);
  });
});
