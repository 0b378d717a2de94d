/**
 * A cumulative metric over 200,000 rows and 3,653 days beside the window function that one would write by hand:
 * `npx tsx bench/windows.ts`. Prints how many times as long the product's statement takes.
 */
import { PlanCache } from '../src/engine/prepare-query.ts';
import { connectPostgres } from '../src/postgres/server-postgres.ts';
import { bindQuery } from '../src/query/bind-query.ts';
import type { BoundQuery } from '../src/query/bound-query.ts';
import type { MetricQuery } from '../src/query/metric-query.ts';
import { loadSqlVerifier } from '../src/sql/verify-sql.ts';
import type { TenantId } from '../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../src/warehouse/postgres-warehouse.ts';
import { startThrowawayPostgres } from '../tests/support/throwaway-postgres.ts';
import { loadCatalog, shortest } from './measure.ts';

const RUNS = 5;
const TIMEOUT_MS = 600_000;
const FILES = new Map([
  ['project.yaml', 'project: bench\ntimezone: Europe/Berlin\n'],
  [
    'models/orders.yaml',
    'model: orders\nsource: public.orders\nprimary_key: id\ntenant: client_id\ntime: ordered_at\ndimensions: { ordered_at: { type: time } }\nfacts: { amount: { type: decimal } }\n',
  ],
  [
    'money/so_far.yaml',
    'metric: so_far\nversion: 1\nowner: bench@shop.example\ndescription: All so far.\nformula: running(sum(orders.amount))\n',
  ],
]);
const QUERY: MetricQuery = {
  metrics: ['so_far'],
  time: { grain: 'day', from: '2016-01-01', to: '2026-01-01' },
  limit: 5_000,
};
const LOAD = `
  create table orders (id int primary key, client_id text not null, ordered_at timestamptz not null, amount numeric(12, 2));
  insert into orders select i, 'a', timestamptz '2016-01-01' + (i * 7919 % 3653) * interval '1 day' + i % 86400 * interval '1 second', i % 1000
  from generate_series(1, 200000) as i;
  analyze orders;`;
const BY_HAND = `
  select day, sum(sum(amount)) over (order by day)
  from (select (ordered_at at time zone 'Europe/Berlin')::date as day, amount from orders where client_id = 'a') as o
  group by day order by day limit 5000`;

const server = await startThrowawayPostgres();
const database = connectPostgres(server.url, { maxConnections: 2 });
try {
  await loadSqlVerifier();
  await database.transaction([{ script: LOAD }], { mode: 'read_write', timeoutMs: TIMEOUT_MS });
  const catalog = loadCatalog(FILES);
  const warehouse = createPostgresWarehouse(database);
  const plans = new PlanCache();
  const bind = (): BoundQuery => bindQuery(QUERY, catalog, { now: new Date('2026-11-22T12:00:00Z') });
  const ask = async (): Promise<unknown> => {
    const { shape, parameters } = bind();
    const { rows: statement } = plans.prepare(shape, catalog);
    const scope = { tenants: ['a' as TenantId] };
    return warehouse.run([{ statement, scope, parameters }], { timeoutMs: TIMEOUT_MS });
  };
  const byHand = await shortest(RUNS, () =>
    database.transaction([{ script: BY_HAND }], { mode: 'read_write', timeoutMs: TIMEOUT_MS }),
  );
  const planned = await shortest(RUNS, () => ask());
  const binding = await shortest(RUNS, async () => bind());
  const ratio = (time: number): string => (time / byHand).toFixed(2);
  process.stdout.write(`by hand 1.00, planned ${ratio(planned)}, of which binding ${ratio(binding)}\n`);
} finally {
  await database.close();
  await server.stop();
}
