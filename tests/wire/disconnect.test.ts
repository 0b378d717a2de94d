/** A client that goes away takes its query with it; on a real socket and a real PostgreSQL. */
import { request } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { openShop } from '../support/shop.ts';

let test: TestPostgres;
let observer: pg.Client;
let address: string;
let key: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  test = await openTestPostgres();
  const { engine } = await openShop(test.database);
  const now = () => new Date();
  const store = createPostgresStore(test.database, { secret: 's'.repeat(32), environment: 'test', now });
  const app = await buildBareApp({
    engine: () => engine,
    store,
  });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  stop = () => app.close();
  const made = { label: 'test', tenants: ['a' as TenantId], capability: 'viewer', expiresAt: null } as const;
  ({ key } = await store.createKey(made));
  observer = new pg.Client(test.url);
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await stop();
  await test.close();
});

async function countWaiting(): Promise<number> {
  const { rows } = await observer.query(
    "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  return rows[0].waiting;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true within 20 s');
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

const bodies = [
  ['/v1/query', { metrics: ['revenue'] }],
  ['/graphql', { query: '{ query(input: {metrics: [{metric: "revenue"}]}) { rows } }' }],
] as const;

describe('a client that goes away', () => {
  it.each(bodies)('from %s cancels its query in the database', async (path, body) => {
    await observer.query('begin; lock table shop.orders in access exclusive mode');
    const asking = request(`${address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    asking.on('error', () => {});
    const closed = new Promise<void>((fulfil) => asking.once('close', fulfil));
    asking.end(JSON.stringify(body));
    await until(async () => (await countWaiting()) === 1);
    asking.destroy();
    await closed;
    await until(async () => (await countWaiting()) === 0);
    await observer.query('rollback');
    const after = await fetch(`${address}/v1/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"metrics":["orders_count"]}',
    });
    expect(after.status).toBe(200);
    expect(await after.text()).toContain('"data":[{"orders_count":16}]');
  });
});
