/** Formulas that name released versions, asked on a real database: their numbers are those of SQL written by hand. */
import { beforeAll, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { expectedRows, plainRows } from '../../support/golden-answer.ts';
import { readRows, runScript } from '../../support/statements.ts';
import type { Files } from '../catalog/small-project.ts';
import { edit, FIRST, ORDERS, SECOND, TABLES, write } from './pinned-project.ts';
import { buildFiles, propose, release } from './released-project.ts';

const RANGE = { from: '2026-01-05', to: '2026-01-09' };
/** Orders of a tenant, with the channel of each. */
const MINE = 'pins.orders o left join pins.channels c on c.id = o.channel_id where o.client = $1';

/** `x`'s formula, the rest of the query, and the rows that are to come of it. */
const FORMULAS: readonly (readonly [formula: string, query: object, sql: string])[] = [
  ['revenue@1 - revenue', {}, `select coalesce(sum(amount) filter (where status <> 'paid'), 0) from ${MINE}`],
  [
    'revenue@1 filter (where channel.paid)',
    {},
    `select coalesce(sum(amount) filter (where paid), 0) from ${MINE}`,
  ],
  [
    'trailing(revenue@1, 2 days)',
    { time: { grain: 'day', ...RANGE, fill: true } },
    `select d::date, (select coalesce(sum(amount), 0) from ${MINE} and on_day > d - interval '2 days' and on_day <= d)
     from generate_series(date '2026-01-05', date '2026-01-08', interval '1 day') d order by 1`,
  ],
  [
    'share(revenue@1)',
    { by: ['orders.status'], order: [{ by: 'orders.status' }] },
    `select status, sum(amount) / sum(sum(amount)) over () from ${MINE} group by status order by status`,
  ],
  [
    'avg(revenue@1 per day)',
    {},
    // Days without orders between the first and the last one count, with nothing.
    `select sum(amount) / (max(on_day) - min(on_day) + 1) from ${MINE}`,
  ],
  [
    'count(revenue@1 per channel.name) filter (where revenue@1 > 50)',
    {},
    `select count(*) from (select sum(amount) total from ${MINE} group by c.name) groups where total > 50`,
  ],
  [
    'revenue@1 / revenue',
    { by: ['channel.name'], order: [{ by: 'channel.name' }] },
    `select c.name, sum(amount) / nullif(coalesce(sum(amount) filter (where status = 'paid'), 0), 0)
     from ${MINE} group by c.name order by c.name nulls last`,
  ],
];

describeEachDatabase('formulas that name versions', (open) => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = open();
    await migrate(database);
    await runScript(database, TABLES);
  });

  const engineOf = (files: Files): Engine => {
    const now = () => new Date('2026-06-01T00:00:00Z');
    const secret = 's'.repeat(32);
    const store = createPostgresStore(database, { secret, environment: 'test', now });
    const { catalog } = buildFiles(files);
    return createEngine({ catalog, warehouse: createPostgresWarehouse(database), store, secret, now });
  };
  const bearer = (tenant: string): Principal => ({
    kind: 'service_key',
    id: 'k',
    tenants: [tenant as TenantId],
    capability: 'viewer',
    groups: [],
  });
  const ask = async (files: Files, query: object, tenant = 'a') =>
    plainRows(await engineOf(files).query(bearer(tenant), query));

  it.each(FORMULAS)('%s', async (formula, query, sql) => {
    // Later neither member nor formula is what it was at the release of revenue@1.
    const moved = release(propose(edit(SECOND, ORDERS, 'price * 1', 'price * 2')));
    const current = `sum(orders.price) filter (where orders.status = 'paid')`;
    for (const files of [SECOND, write(moved, 'revenue', current, 4)]) {
      const engine = engineOf(write(files, 'x', formula));
      for (const tenant of ['a', 'b']) {
        const answer = await engine.query(bearer(tenant), { metrics: ['x'], ...query });
        const rows = await readRows(database, sql, [tenant]);
        expect([tenant, plainRows(answer)]).toEqual([tenant, expectedRows(rows, answer.columns)]);
      }
    }
  });

  it('stay what they were when the metric changes, beside what is current', async () => {
    // 100.10 + 40.02 + 7 + 3 less 6.5 that came back; paid are 107.10 of it.
    expect(await ask(FIRST, { metrics: ['net', 'revenue'] })).toEqual([['143.62', '150.12']]);
    expect(await ask(SECOND, { metrics: ['net', 'revenue'] })).toEqual([['143.62', '107.10']]);
    expect(await ask(SECOND, { metrics: ['net', 'revenue'] }, 'b')).toEqual([['500000', '0']]);
    const asked = [
      'revenue',
      { metric: 'revenue@1', as: 'before' },
      { metric: 'revenue', version: 2, as: 'x' },
    ];
    expect(await ask(SECOND, { metrics: asked })).toEqual([['107.10', '150.12', '107.10']]);
  });

  it('go on as old versions that name old versions', async () => {
    const third = release(write(SECOND, 'revenue', 'revenue@1 - revenue@2', 3));
    const fourth = release(write(write(third, 'revenue', 'refunds', 4), 'net', 'revenue@3 * 2', 2));
    const metrics = ['revenue', 'net'].concat(['revenue@1', 'revenue@2', 'revenue@3', 'net@1']);
    const named = metrics.map((metric) => ({ metric, as: metric.replace('@', '_') }));
    // 43.02 of 150.12 is not paid.
    expect(await ask(fourth, { metrics: named })).toEqual([
      ['6.5', '86.04', '150.12', '107.10', '43.02', '143.62'],
    ]);
    expect(await ask(fourth, { metrics: ['net'], definitions: '2026-01-31' })).toEqual([['86.04']]);
  });

  it('are told of with their version in receipts', async () => {
    const engine = engineOf(SECOND);
    const answer = await engine.query(bearer('a'), { metrics: ['net'] });
    const receipt = JSON.parse(await engine.receipt(bearer('a'), answer.receipt.id));
    expect(receipt.metrics).toMatchObject([
      {
        metric: 'net',
        formula: 'revenue@1 - refunds',
        inputs: [
          { metric: 'revenue', version: 1, formula: 'sum(orders.amount)' },
          { metric: 'refunds', version: 1, formula: 'sum(orders.refund)' },
        ],
      },
    ]);
    const { catalog } = buildFiles(FIRST);
    expect(receipt.metrics[0].inputs[0].hash).toBe(catalog.metrics.get('revenue')?.hash);
  });
});
