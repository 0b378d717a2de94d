/**
 * Nine tenants at an ordinary pace, alone and beside a tenth that asks ten times as much as it may, over HTTP on a
 * real PostgreSQL with the limits as they are unless set: `npx tsx bench/fairness.ts`. Prints how long 95 of 100
 * answers to the nine take at most, in the middle one of the rounds, and how many times as long beside the tenth,
 * which is held back by turns alone, and then by its rate as well. It needs a machine that has little else to do.
 */
import { readLimits } from '../src/config/limits.ts';
import { createEngine } from '../src/engine/create-engine.ts';
import { connectPostgres } from '../src/postgres/server-postgres.ts';
import { connectionsOf, openWarehouse } from '../src/server/open-warehouse.ts';
import { servingLimitsOf } from '../src/server/serving-limits.ts';
import { type AppLimits } from '../src/serving/app.ts';
import { loadSqlVerifier } from '../src/sql/verify-sql.ts';
import { migrate } from '../src/store/migrate.ts';
import { createPostgresStore } from '../src/store/postgres-store.ts';
import type { TenantId } from '../src/tenancy/principal.ts';
import { buildBareApp } from '../tests/support/bare-app.ts';
import { startThrowawayPostgres } from '../tests/support/throwaway-postgres.ts';
import { loadCatalog } from './measure.ts';

const ROUNDS = 8;
const ROUND_MS = 4_000;
/** Between two questions of one of the nine. */
const PACE_MS = 1_000;
const NINE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
const TENTH = 'j';
const SECRET = 's'.repeat(32);
const FILES = new Map([
  ['project.yaml', 'project: bench\ntimezone: Europe/Berlin\n'],
  [
    'models/orders.yaml',
    'model: orders\nsource: public.orders\nprimary_key: id\ntenant: client_id\ntime: ordered_at\ndimensions: { ordered_at: { type: time } }\nfacts: { amount: { type: decimal } }\n',
  ],
  [
    'money/revenue.yaml',
    'metric: revenue\nversion: 1\nowner: bench@shop.example\ndescription: All of it.\nformula: sum(orders.amount)\n',
  ],
]);
const QUESTION = JSON.stringify({
  metrics: ['revenue'],
  time: { grain: 'month', from: '2020-01-01', to: '2026-01-01' },
});
const LOAD = `
  create table orders (id int primary key, client_id text not null, ordered_at timestamptz not null, amount numeric(12, 2));
  insert into orders select i, substr('abcdefghij', i % 10 + 1, 1), timestamptz '2020-01-01' + i * interval '10 minutes', i % 1000
  from generate_series(1, 300000) as i;
  create index on orders (client_id);
  analyze orders;`;

const limits = readLimits((variable) => process.env[variable] ?? '');
const server = await startThrowawayPostgres();
const database = connectPostgres(server.url, { maxConnections: connectionsOf(limits) });
try {
  await loadSqlVerifier();
  await database.transaction([{ script: LOAD }], { mode: 'read_write', timeoutMs: 600_000 });
  await migrate(database);
  // Clients and server share a process here: how far it lags behind says nothing of the server.
  const served = { ...servingLimitsOf(limits), load: { requests: null, lagMs: null } };
  const noRates = { perPrincipal: null, perTenant: null, perAddress: null };
  process.stdout.write(
    `beside the tenth, held back by turns: ${await compare({ ...served, rates: noRates })}\n`,
  );
  process.stdout.write(`beside the tenth, and by its rate too: ${await compare(served)}\n`);
} finally {
  await database.close();
  await server.stop();
}

interface Asked {
  readonly status: number;
  readonly text: string;
}

type Ask = (key: string) => Promise<Asked>;

/** Rounds with and without the tenth take turns, so that what else the machine does meets both. */
async function compare(served: AppLimits): Promise<string> {
  const now = (): Date => new Date();
  const store = createPostgresStore(database, { secret: SECRET, environment: 'test', now });
  const warehouse = openWarehouse(database, {
    warehouse: { kind: 'server', url: server.url },
    limits,
    rowSecurity: false,
  });
  const engine = createEngine({ catalog: loadCatalog(FILES), warehouse, store, secret: SECRET, now });
  const app = await buildBareApp({
    engine: () => engine,
    store,
    limits: served,
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const ask = async (key: string): Promise<Asked> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${address}/v1/query`, { method: 'POST', headers, body: QUESTION });
    return { status: response.status, text: await response.text() };
  };
  const makeKey = async (tenant: string): Promise<string> => {
    const tenants = [tenant as TenantId];
    return (await store.createKey({ label: 'bench', tenants, capability: 'viewer', expiresAt: null })).key;
  };
  const nine = await Promise.all(NINE.map(makeKey));
  const tenth = await makeKey(TENTH);
  await Promise.all([...nine, tenth].map(ask));
  const alone: number[] = [];
  const beside: number[] = [];
  const statuses = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(percentile95(await askInPace(nine, ask)));
    const noise = makeNoise(tenth, { ask, statuses, perSecond: tenTimesRate(served) });
    beside.push(percentile95(await askInPace(nine, ask)));
    await noise.stop();
  }
  await app.close();
  const [before, after] = [middleOf(alone), middleOf(beside)];
  const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  const ratio = (after / before).toFixed(2);
  return `p95 ${before.toFixed(0)} ms alone, ${after.toFixed(0)} ms beside, ratio ${ratio} (the tenth: ${told.join(', ')})`;
}

/** Milliseconds of each answer to the nine, who do not begin at the same moment. */
async function askInPace(keys: readonly string[], ask: Ask): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + ROUND_MS;
  const client = async (key: string, index: number): Promise<void> => {
    await pause((index * PACE_MS) / keys.length);
    while (performance.now() < end) {
      const started = performance.now();
      const { status, text } = await ask(key);
      const took = performance.now() - started;
      if (status !== 200) throw new Error(`one of the nine was answered with ${status}: ${text}`);
      times.push(took);
      await pause(Math.max(0, PACE_MS - took));
    }
  };
  await Promise.all(keys.map(client));
  return times;
}

interface Noise {
  readonly ask: Ask;
  readonly statuses: Map<number, number>;
  /** `null`: as soon as one is answered, the next, ten times as many at once as may run. */
  readonly perSecond: number | null;
}

function tenTimesRate({ rates }: AppLimits): number | null {
  return rates.perPrincipal === null ? null : (10 * rates.perPrincipal) / 60;
}

function makeNoise(key: string, { ask, statuses, perSecond }: Noise): { readonly stop: () => Promise<void> } {
  let isOver = false;
  const tell = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const clients = 10 * limits.tenantQueries;
  const client = async (): Promise<void> => {
    while (!isOver) {
      const started = performance.now();
      tell((await ask(key)).status);
      if (perSecond === null) continue;
      await pause(Math.max(0, (clients / perSecond) * 1_000 - (performance.now() - started)));
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    stop: async () => {
      isOver = true;
      await all;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((wait) => setTimeout(wait, milliseconds));
}

function middleOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function percentile95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
