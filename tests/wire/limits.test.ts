/** Limits on a real socket and a real PostgreSQL: who goes away frees what it had, running or waiting. */
import { type ClientRequest, request } from 'node:http';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import { type AppLimits } from '../../src/serving/app.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { FairWarehouse } from '../../src/warehouse/fair-warehouse.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { openShop, type Shop } from '../support/shop.ts';

const QUERIES = { running: 3, runningPerTenant: 1, waitingPerTenant: 1, longestWaitMs: 60_000 };
const LIMITS: AppLimits = {
  rates: { perPrincipal: 1_000, perTenant: 1_000, perAddress: 1_000 },
  load: { requests: 100, lagMs: null },
  trustedProxies: [],
};

let test: TestPostgres;
let shop: Shop;
/** Holds locks. */
let holder: pg.Client;
/** Looks on, outside of any transaction: within one it would see the same over and over. */
let observer: pg.Client;
const keys = new Map<string, string>();
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  test = await openTestPostgres();
  shop = await openShop(test.database);
  for (const tenant of ['a', 'b']) {
    const made = {
      label: 'test',
      tenants: [tenant as TenantId],
      capability: 'viewer',
      expiresAt: null,
    } as const;
    keys.set(tenant, (await shop.store.createKey(made)).key);
  }
  [holder, observer] = [new pg.Client(test.url), new pg.Client(test.url)];
  await Promise.all([holder.connect(), observer.connect()]);
});
afterEach(async () => {
  await holder.query('rollback');
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await Promise.all([holder.end(), observer.end()]);
  await test.close();
});

interface Served {
  readonly address: string;
  readonly warehouse: FairWarehouse;
}

async function serve(queries: Partial<typeof QUERIES> = {}, maxCost: number | null = null): Promise<Served> {
  const inner = createPostgresWarehouse(test.database, { maxCost });
  const warehouse = new FairWarehouse(inner, { ...QUERIES, ...queries });
  const { store } = shop;
  const catalog = shop.engine.catalog();
  const engine = createEngine({ catalog, warehouse, store, secret: 's'.repeat(32), now: () => new Date() });
  const app = await buildBareApp({
    engine: () => engine,
    store,
    limits: LIMITS,
  });
  closing.push(() => app.close());
  return { address: await app.listen({ host: '127.0.0.1', port: 0 }), warehouse };
}

const BODIES = {
  '/v1/query': { metrics: ['revenue'] },
  '/graphql': { query: '{ query(input: {metrics: [{metric: "revenue"}]}) { rows } }' },
} as const;
type Path = keyof typeof BODIES;
const PATHS: readonly Path[] = ['/v1/query', '/graphql'];

interface Asking {
  readonly request: ClientRequest;
  /** The status and body; `null` where it was given up. */
  readonly answer: Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string } | null>;
}

function ask({ address }: Served, path: Path, tenant = 'a'): Asking {
  const headers = { authorization: `Bearer ${keys.get(tenant)}`, 'content-type': 'application/json' };
  const asking = request(`${address}${path}`, { method: 'POST', headers });
  const answer: Asking['answer'] = new Promise((fulfil) => {
    asking.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => fulfil({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asking.on('error', () => fulfil(null));
  });
  asking.end(JSON.stringify(BODIES[path]));
  return { request: asking, answer };
}

async function leave({ request: asking, answer }: Asking): Promise<void> {
  asking.destroy();
  await answer;
}

/** From now on, queries of orders run until the holder rolls back. */
async function lockOrders(): Promise<void> {
  await holder.query('begin; lock table shop.orders in access exclusive mode');
}

/** Statements that the database is busy with, as the database says. */
async function countRunning(): Promise<number> {
  const { rows } = await observer.query(
    "select count(*)::int as running from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  return rows[0].running;
}

/** Within some seconds, which is ample for what takes a fraction of one. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const started = performance.now();
  while (!(await condition())) {
    if (performance.now() - started > 5_000) throw new Error('it did not come true within 5 s');
    await new Promise((wait) => setTimeout(wait, 10));
  }
}

describe.each(PATHS)('a client of %s that goes away', (path) => {
  it('takes its statement out of the database, and leaves its turn to the next', async () => {
    const served = await serve();
    await lockOrders();
    const [first, second] = [ask(served, path), ask(served, path)];
    await until(async () => (await countRunning()) === 1 && served.warehouse.load().waiting === 1);
    await leave(first);
    await until(async () => served.warehouse.load().waiting === 0 && (await countRunning()) === 1);
    await leave(second);
    await until(async () => (await countRunning()) === 0);
    await until(() => served.warehouse.load().lines === 0);
    expect(served.warehouse.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
  });

  it('leaves the line in which it waits', async () => {
    const served = await serve();
    await lockOrders();
    const first = ask(served, path);
    await until(async () => (await countRunning()) === 1);
    const waiting = ask(served, path);
    await until(() => served.warehouse.load().waiting === 1);
    await leave(waiting);
    await until(() => served.warehouse.load().waiting === 0);
    // Its place is free for somebody else, who is answered in turn.
    const next = ask(served, path);
    await until(() => served.warehouse.load().waiting === 1);
    await holder.query('rollback');
    expect(await first.answer).toMatchObject({ status: 200 });
    expect(await next.answer).toMatchObject({ status: 200 });
    expect(served.warehouse.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
  });
});

describe('a tenant with all its turns taken', () => {
  it('is told to come back, while another is answered', async () => {
    const served = await serve();
    await lockOrders();
    const busy = [ask(served, '/v1/query'), ask(served, '/graphql')];
    await until(async () => (await countRunning()) === 1 && served.warehouse.load().waiting === 1);
    const refused = await ask(served, '/v1/query').answer;
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '5', 'content-type': 'application/problem+json; charset=utf-8' },
    });
    expect(JSON.parse(refused?.text ?? '')).toMatchObject({ code: 'WAREHOUSE_TENANT_BUSY' });
    const told = await ask(served, '/graphql').answer;
    expect(told).toMatchObject({ status: 200, headers: { 'retry-after': '5' } });
    expect(JSON.parse(told?.text ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'WAREHOUSE_TENANT_BUSY', status: 429 } }],
    });
    const other = ask(served, '/v1/query', 'b');
    await until(async () => (await countRunning()) === 2);
    await holder.query('rollback');
    expect(await other.answer).toMatchObject({ status: 200 });
    for (const asking of busy) expect(await asking.answer).toMatchObject({ status: 200 });
  });

  it('is sent away after the longest wait', async () => {
    const served = await serve({ longestWaitMs: 50 });
    await lockOrders();
    const first = ask(served, '/v1/query');
    await until(async () => (await countRunning()) === 1);
    expect(await ask(served, '/v1/query').answer).toMatchObject({ status: 429 });
    await leave(first);
  });
});

describe('a query that costs too much', () => {
  it.each(PATHS)('is refused by %s without being run', async (path) => {
    const served = await serve({}, 1);
    const answer = await ask(served, path).answer;
    expect(answer?.text).toContain('QUERY_TOO_COSTLY');
    expect(answer?.text).toContain('Narrow it');
    expect(answer?.status).toBe(path === '/graphql' ? 200 : 422);
  });

  it('is told of values of a dimension too', async () => {
    const { address } = await serve({}, 1);
    const headers = { authorization: `Bearer ${keys.get('a')}` };
    const response = await fetch(`${address}/v1/dimensions/orders.status/values`, { headers });
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining('QUERY_TOO_COSTLY'),
    ]);
  });
});
