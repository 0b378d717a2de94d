/**
 * Databases that fail in every way that a line or a server can, under load and on real sockets: an answer is whole or
 * none, whoever asks is told when to come back, and nothing of the driver's words or credentials leaves.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import { connectPostgres } from '../../src/postgres/server-postgres.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { type FaultProxy, type LineFault, openFaultProxy } from '../support/fault-proxy.ts';
import { administer, createReader, type ReaderRole } from '../support/reader-role.ts';
import { loadShopCatalog, openShop } from '../support/shop.ts';

const CLIENTS = 6;
const SECRET = 's'.repeat(32);
/** Many rows, so that a line can break in the midst of them. */
const QUESTION = {
  metrics: ['revenue', 'orders_count'],
  by: ['customer.name'],
  time: { grain: 'minute', from: '2026-05-01', to: '2026-05-02' },
  totals: true,
};

let test: TestPostgres;
let reader: ReaderRole;
let storeRole: ReaderRole;
let lines: Readonly<Record<'warehouse' | 'store', FaultProxy>>;
let address: string;
let key: string;
let stop: () => Promise<void>;
let expected: string;
let log = '';
let asked = 0;

beforeAll(async () => {
  test = await openTestPostgres();
  await loadSqlVerifier();
  await openShop(test.database);
  await administer(test.url, [
    `insert into shop.orders (client_id, id, uid, status, amount, ordered_at)
     select 'a', 100000 + n, 'many-' || n, 'paid', n, '2026-05-01Z'::timestamptz + n * interval '1 minute'
     from generate_series(1, 150) n`,
  ]);
  reader = await createReader(test.url, ['shop']);
  storeRole = await createReader(test.url, ['vitrine']);
  await administer(test.url, [
    `grant insert, update, delete on all tables in schema vitrine to ${storeRole.name}`,
  ]);
  lines = { warehouse: await openFaultProxy(reader.url), store: await openFaultProxy(storeRole.url) };
  const connect = (url: string) => connectPostgres(url, { maxConnections: 4, connectTimeoutMs: 15_000 });
  const warehouse = createPostgresWarehouse(connect(lines.warehouse.url));
  const storeDatabase = connect(lines.store.url);
  const now = () => new Date();
  const store = createPostgresStore(storeDatabase, { secret: SECRET, environment: 'test', now });
  const engine = createEngine({
    catalog: await loadShopCatalog(),
    warehouse,
    store,
    secret: SECRET,
    now: () => new Date('2026-11-22T12:00:00Z'),
    timeoutMs: 20_000,
  });
  const app = await buildBareApp({
    engine: () => engine,
    store,
    logger: { level: 'warn', stream: { write: (line: string) => (log += line) } },
  });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  stop = async () => {
    await app.close();
    await Promise.all([warehouse.close(), storeDatabase.close()]);
  };
  const made = { label: 'test', tenants: ['a' as TenantId], capability: 'viewer', expiresAt: null } as const;
  ({ key } = await store.createKey(made));
  const { status, text } = await ask();
  if (status !== 200) throw new Error(text);
  expected = text;
});
afterAll(async () => {
  await stop();
  await lines.warehouse.close();
  await lines.store.close();
  await test.close();
  await reader.drop();
  await storeRole.drop();
});

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** Each question is another, so that its receipt must be stored; all have one answer. */
async function ask(): Promise<Told> {
  asked += 1;
  const response = await fetch(`${address}/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...QUESTION,
      where: [{ dimension: 'customer.name', op: 'ne', value: `nobody ${asked}` }],
    }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    text: (await response.text()).replace(/"receipt":\{[^{}]*\}/, ''),
  };
}

/** Clients that ask one thing after another until it is over. */
function startLoad(): {
  readonly hasRefusals: () => boolean;
  readonly end: () => Promise<readonly Told[]>;
} {
  let isOver = false;
  const told: Told[] = [];
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!isOver) told.push(await ask());
  });
  return {
    hasRefusals: () => told.some(({ status }) => status !== 200),
    end: async () => {
      isOver = true;
      await Promise.all(clients);
      return told;
    },
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What is wrong with what was told: answers are whole, or problems that say when to come back and nothing else. */
function findFlaws(told: readonly Told[], statuses: readonly number[]): readonly Told[] {
  const words =
    /ECONN|terminat|socket|connect(ion)? |postgres|password|127\.0\.0\.1|vitrine_reader|too many|SQLSTATE/i;
  const secrets = [reader, storeRole].map(({ url }) => new URL(url).password);
  if (secrets.some((secret) => log.includes(secret))) throw new Error('the log holds a password');
  return told.filter(({ status, retryAfter, text }) => {
    if (!statuses.includes(status) || secrets.some((secret) => text.includes(secret))) return true;
    return status === 200 ? text !== expected : retryAfter === null || words.test(text);
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true within a minute');
    await pause(50);
  }
}

/** As many at once as the pool has connections, and more, are answered again. */
function recovers(): Promise<void> {
  return until(async () => {
    const told = await Promise.all(Array.from({ length: CLIENTS }, ask));
    return told.every(({ status }) => status === 200);
  });
}

const FAULTS: readonly (readonly [name: string, fault: LineFault, statuses: readonly number[]])[] = [
  ['refuses', { kind: 'refused' }, [200, 503]],
  ['hangs', { kind: 'hung' }, [200, 503]],
  ['resets', { kind: 'reset' }, [200, 503]],
  ['is slow', { kind: 'slow', bytes: 4_096, pauseMs: 10 }, [200]],
  ['is far too slow', { kind: 'slow', bytes: 64, pauseMs: 400 }, [200, 503, 504]],
  ['ends in the midst of a word', { kind: 'truncated', afterBytes: 333 }, [200, 503]],
  ['ends in the midst of a row', { kind: 'truncated', afterBytes: 2_777 }, [200, 503]],
];

describe.each(['warehouse', 'store'] as const)('a %s', (which) => {
  it.each(FAULTS)(
    'that %s gives whole answers or none, and is used again',
    async (_name, fault, statuses) => {
      const load = startLoad();
      await pause(200);
      await lines[which].break(fault);
      // What the store says is shorter than some lines last; where a line hangs, nobody is told until it ends.
      const isShort = which === 'store' && fault.kind === 'truncated' && fault.afterBytes > 1_000;
      const isFelt = fault.kind !== 'slow' && fault.kind !== 'hung' && !isShort;
      if (isFelt) await until(load.hasRefusals);
      else await pause(1_500);
      await lines[which].break(null);
      expect(findFlaws(await load.end(), statuses)).toEqual([]);
      await recovers();
    },
  );

  it('that starts again loses the answers under way, and no more', async () => {
    const load = startLoad();
    const role = which === 'warehouse' ? reader.name : storeRole.name;
    for (let round = 0; round < 5; round += 1) {
      await pause(200);
      await administer(test.url, [
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
      ]);
      lines[which].cutAll();
    }
    expect(findFlaws(await load.end(), [200, 503])).toEqual([]);
    await recovers();
  });

  it('that has no connection left says so, and is used again', async () => {
    const { name } = which === 'warehouse' ? reader : storeRole;
    await administer(test.url, [`alter role ${name} connection limit 0`]);
    lines[which].cutAll();
    const load = startLoad();
    await until(load.hasRefusals);
    expect(findFlaws(await load.end(), [200, 503])).toEqual([]);
    await administer(test.url, [`alter role ${name} connection limit -1`]);
    await recovers();
  });
});
