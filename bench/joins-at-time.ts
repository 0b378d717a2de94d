/**
 * 200,000 sales, each at the price of its moment, among 3 keys of 3,333 prices each and among 1,000 keys of 10 each,
 * beside the look-up by index that one would write by hand: `npx tsx bench/joins-at-time.ts`. Prints how many times as
 * long the product's statement takes.
 */
import { PlanCache } from '../src/engine/prepare-query.ts';
import { connectPostgres } from '../src/postgres/server-postgres.ts';
import { bindQuery } from '../src/query/bind-query.ts';
import { loadSqlVerifier } from '../src/sql/verify-sql.ts';
import type { TenantId } from '../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../src/warehouse/postgres-warehouse.ts';
import { startThrowawayPostgres } from '../tests/support/throwaway-postgres.ts';
import { loadCatalog, shortest } from './measure.ts';

const RUNS = 3;
const TIMEOUT_MS = 600_000;
const VERSIONS = 10_000;
const FILES = new Map([
  ['project.yaml', 'project: bench\ntimezone: UTC\n'],
  [
    'models/sales.yaml',
    'model: sales\nsource: public.sales\nprimary_key: id\ntenant: client_id\ntime: sold_at\njoins: { price: { model: prices, on: { product: product }, at: sold_at } }\ndimensions: { sold_at: { type: time } }\nfacts: { pieces: { type: integer } }\n',
  ],
  [
    'models/prices.yaml',
    'model: prices\nsource: public.prices\nprimary_key: id\ntenant: client_id\nvalid: [valid_from, valid_to]\ndimensions: { product: { type: integer }, tier: { type: integer }, valid_from: { type: time }, valid_to: { type: time } }\n',
  ],
  [
    'money/sold.yaml',
    'metric: sold\nversion: 1\nowner: bench@shop.example\ndescription: Pieces.\nformula: sum(sales.pieces)\n',
  ],
]);
const BY_HAND = `
  select p.tier, sum(s.pieces)
  from sales s
  left join lateral (
    select tier, valid_to from prices p
    where p.client_id = s.client_id and p.product = s.product and p.valid_from <= s.sold_at
    order by p.valid_from desc limit 1
  ) p on s.sold_at < p.valid_to
  where s.client_id = 'a'
  group by p.tier order by 2 desc`;

function loadTables(products: number): string {
  const each = Math.floor(VERSIONS / products);
  return `
    drop table if exists sales, prices;
    create table prices (id int primary key, client_id text, product int, tier int, valid_from timestamptz, valid_to timestamptz);
    insert into prices
    select i, 'a', i % ${products}, i % 7, start, start + interval '365 days' / ${each}
    from (select i, timestamptz '2025-01-01' + i / ${products} * (interval '365 days' / ${each}) as start
          from generate_series(0, ${each * products - 1}) as i) as beginning;
    create index on prices (client_id, product, valid_from);
    create table sales (id int primary key, client_id text, product int, sold_at timestamptz, pieces int);
    insert into sales
    select i, 'a', i % ${products}, timestamptz '2025-01-01' + i * 7919 % 31536000 * interval '1 second', i % 10
    from generate_series(1, 200000) as i;
    analyze sales;
    analyze prices;`;
}

const server = await startThrowawayPostgres();
const database = connectPostgres(server.url, { maxConnections: 2 });
const script = (text: string): Promise<unknown> =>
  database.transaction([{ script: text }], { mode: 'read_write', timeoutMs: TIMEOUT_MS });
try {
  await loadSqlVerifier();
  const catalog = loadCatalog(FILES);
  const warehouse = createPostgresWarehouse(database);
  const { shape, parameters } = bindQuery({ metrics: ['sold'], by: ['sales.price.tier'] }, catalog);
  const { rows: statement } = new PlanCache().prepare(shape, catalog);
  const scope = { tenants: ['a' as TenantId] };
  for (const products of [3, 1_000]) {
    await script(loadTables(products));
    const byHand = await shortest(RUNS, () => script(BY_HAND));
    const planned = await shortest(RUNS, () =>
      warehouse.run([{ statement, scope, parameters }], { timeoutMs: TIMEOUT_MS }),
    );
    process.stdout.write(`${products} keys: by hand 1.00, planned ${(planned / byHand).toFixed(2)}\n`);
  }
} finally {
  await database.close();
  await server.stop();
}
