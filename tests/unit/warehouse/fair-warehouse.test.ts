/** Turns around a real warehouse: they come out of a query's own time, and come back whatever becomes of it. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markVerified } from '../../../src/sql/verified-statement.ts';
import type { TenantId } from '../../../src/tenancy/principal.ts';
import type { FairLimits } from '../../../src/warehouse/fair-queue.ts';
import { FairWarehouse } from '../../../src/warehouse/fair-warehouse.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import type { WarehouseQuery } from '../../../src/warehouse/warehouse.ts';
import { openTestPostgres, type TestPostgres } from '../../support/databases.ts';

const LIMITS: FairLimits = { running: 3, runningPerTenant: 2, waitingPerTenant: 100, longestWaitMs: 60_000 };
const LOCK = 'SELECT pg_advisory_xact_lock(7)::text';

let opened: TestPostgres;
let holder: pg.Client;
beforeAll(async () => {
  opened = await openTestPostgres();
  holder = new pg.Client(opened.url);
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await opened.close();
});

function fair(limits: Partial<FairLimits> = {}): FairWarehouse {
  return new FairWarehouse(createPostgresWarehouse(opened.database), { ...LIMITS, ...limits });
}

function query(text: string, tenants: readonly string[] = ['a']): WarehouseQuery {
  return {
    statement: markVerified({ text, slots: [], columns: [], totals: false }),
    scope: { tenants: tenants.map((tenant) => tenant as TenantId) },
    parameters: [],
  };
}

/** While `body` runs, whoever asks for the lock waits. */
async function whileLocked<Result>(body: () => Promise<Result>): Promise<Result> {
  await holder.query('select pg_advisory_lock(7)');
  try {
    return await body();
  } finally {
    await holder.query('select pg_advisory_unlock(7)');
  }
}

test('answers what the warehouse inside answers', async () => {
  const warehouse = fair();
  const asked = [query('SELECT 1'), query('SELECT 2')];
  expect(await warehouse.run(asked, { timeoutMs: 60_000 })).toEqual([[['1']], [['2']]]);
  expect(await warehouse.run([], { timeoutMs: 60_000 })).toEqual([]);
  expect(await warehouse.ping()).toBe(true);
  await expect(warehouse.run([query('SELECT 1 / 0')], { timeoutMs: 60_000 })).rejects.toMatchObject({
    code: 'QUERY_REJECTED_BY_DATA',
  });
  expect(warehouse.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
});

test('runs queries of one scope together, and no others', async () => {
  const mixed = [query('SELECT 1', ['a']), query('SELECT 2', ['a', 'b'])];
  await expect(fair().run(mixed, { timeoutMs: 60_000 })).rejects.toThrow('of one scope');
});

test('keeps a slot of its own for a tenant beside one that has all it may', async () => {
  const warehouse = fair();
  const busy: Promise<unknown>[] = [];
  await whileLocked(async () => {
    for (let count = 0; count < 20; count += 1)
      busy.push(warehouse.run([query(LOCK, ['a'])], { timeoutMs: 60_000 }));
    expect(await warehouse.run([query('SELECT 1', ['b'])], { timeoutMs: 60_000 })).toEqual([[['1']]]);
    expect(warehouse.load()).toEqual({ running: 2, waiting: 18, lines: 1 });
  });
  await Promise.all(busy);
  expect(warehouse.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
});

test.each([
  ['while it waits', 'SELECT 1', 1],
  ['while it runs', LOCK, 2],
] as const)(
  'counts the wait into the time of a query that runs out of it %s',
  async (_when, text, runningPerTenant) => {
    const warehouse = fair({ runningPerTenant });
    const first = await whileLocked(async () => {
      const running = warehouse.run([query(LOCK)], { timeoutMs: 60_000 });
      await expect(warehouse.run([query(text)], { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'WAREHOUSE_TIMEOUT',
        params: { seconds: 0.3 },
      });
      expect(warehouse.load()).toEqual({ running: 1, waiting: 0, lines: 1 });
      return { running };
    });
    await first.running;
  },
);

test('gives a query that waited what is left of its time, and tells of all of it', async () => {
  const warehouse = fair({ runningPerTenant: 1 });
  const before = warehouse.run([query('SELECT pg_sleep(0.6)::text')], { timeoutMs: 60_000 });
  await expect(
    warehouse.run([query('SELECT pg_sleep(30)::text')], { timeoutMs: 1_500 }),
  ).rejects.toMatchObject({
    code: 'WAREHOUSE_TIMEOUT',
    params: { seconds: 1.5 },
    cause: { fault: 'timeout' },
  });
  await before;
  expect(warehouse.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
});

test('loses no slot to answers, faults, timeouts and callers who leave, in any order', async () => {
  const drawn = fc.record({
    text: fc.constantFrom('SELECT 1', 'SELECT 1 / 0', 'SELECT pg_sleep(0.02)::text', 'SELECT * FROM nowhere'),
    tenants: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    timeoutMs: fc.constantFrom(1, 15, 60_000),
    leavesAfterMs: fc.option(fc.integer({ min: 0, max: 30 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 15 }), async (asked) => {
      const warehouse = fair({ waitingPerTenant: 4, longestWaitMs: 40 });
      await Promise.allSettled(
        asked.map(({ text, tenants, timeoutMs, leavesAfterMs }) => {
          const caller = new AbortController();
          if (leavesAfterMs !== null) setTimeout(() => caller.abort('left'), leavesAfterMs);
          return warehouse.run([query(text, tenants)], { timeoutMs, signal: caller.signal });
        }),
      );
      expect(warehouse.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
    }),
    { numRuns: 40 },
  );
});
