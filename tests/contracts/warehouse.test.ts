/** What every warehouse owes the engine. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ParameterValue } from '../../src/query/bound-query.ts';
import type { ParameterSlot } from '../../src/sql/compiled-statement.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { markVerified } from '../../src/sql/verified-statement.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { resolveScope } from '../../src/tenancy/scope.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import type { Warehouse, WarehouseQuery } from '../../src/warehouse/warehouse.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { runScript } from '../support/statements.ts';

const TENANT: ParameterSlot = { kind: 'tenant' };
const PRINCIPAL: Principal = {
  kind: 'service_key',
  id: 'test',
  tenants: [tenant('17')],
  capability: 'viewer',
  groups: [],
};
const ENDLESS = 'WITH RECURSIVE r(n) AS (SELECT 1::int8 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r';

function tenant(id: string): TenantId {
  return id as TenantId;
}

function query(
  text: string,
  slots: readonly ParameterSlot[] = [],
  parameters: readonly ParameterValue[] = [],
): WarehouseQuery {
  return {
    statement: markVerified({ text, slots, columns: [], totals: false }),
    scope: resolveScope(PRINCIPAL, null),
    parameters,
  };
}

describeEachDatabase('a warehouse', (database) => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = createPostgresWarehouse(database());
    await runScript(
      database(),
      `CREATE SCHEMA shop;
       CREATE TABLE shop.orders (client_id text, amount numeric, status text);
       INSERT INTO shop.orders VALUES ('17', 10.50, 'paid'), ('17', 2.25, 'placed'), ('18', 1000000, 'paid')`,
    );
  });

  const run = (queries: readonly WarehouseQuery[], timeoutMs = 60_000) =>
    warehouse.run(queries, { timeoutMs });
  const failure = (queries: readonly WarehouseQuery[], timeoutMs?: number) =>
    run(queries, timeoutMs).then(
      () => 'none',
      (error: { readonly code?: string }) => error.code,
    );

  test('fills slots from scope, request and formula, each in its place', async () => {
    const slots: ParameterSlot[] = [
      { kind: 'parameter', index: 1 },
      TENANT,
      { kind: 'constant', value: 'paid' },
      { kind: 'parameter', index: 0 },
    ];
    const text = 'SELECT $1::text, $2::text, $3::text, $4::text[]';
    expect(await run([query(text, slots, [['a', 'b'], 'second'])])).toEqual([
      [['second', '17', 'paid', '{a,b}']],
    ]);
  });

  test('returns the rows of each query by position, as text', async () => {
    const scoped = 'FROM shop.orders WHERE client_id = $1';
    const rows = await run([
      query(`SELECT sum(amount), count(*) ${scoped}`, [TENANT]),
      query(`SELECT status, amount ${scoped} ORDER BY amount`, [TENANT]),
      query(`SELECT 1 ${scoped} AND false`, [TENANT]),
    ]);
    expect(rows).toEqual([
      [['12.75', '2']],
      [
        ['placed', '2.25'],
        ['paid', '10.50'],
      ],
      [],
    ]);
  });

  test('writes nothing', async () => {
    expect(await failure([query('DELETE FROM shop.orders')])).toBe('QUERY_REJECTED_BY_DATA');
    expect(await run([query('SELECT count(*) FROM shop.orders')])).toEqual([[['3']]]);
  });

  test.each([
    ['SELECT 1 / 0', 'QUERY_REJECTED_BY_DATA'],
    ['SELECT amount::int / 0 FROM shop.orders', 'QUERY_REJECTED_BY_DATA'],
    ['SELECT status::int FROM shop.orders', 'QUERY_REJECTED_BY_DATA'],
    ['SELECT 1 FROM shop.nothing', 'WAREHOUSE_SOURCE_MISSING'],
    ['SELECT nothing FROM shop.orders', 'WAREHOUSE_SOURCE_MISSING'],
    ['SELECT 1 FROM nowhere.orders', 'WAREHOUSE_SOURCE_MISSING'],
  ])('answers %j with %s', async (text, code) => {
    expect(await failure([query('SELECT 1'), query(text)])).toBe(code);
  });

  test('answers a value that the database cannot hold like any that does not fit', async () => {
    const slots: ParameterSlot[] = [{ kind: 'parameter', index: 0 }];
    expect(await failure([query('SELECT $1::text', slots, ['a\0'])])).toBe('QUERY_REJECTED_BY_DATA');
  });

  test('says after how long it gave up', async () => {
    await expect(run([query(ENDLESS)], 250)).rejects.toMatchObject({
      code: 'WAREHOUSE_TIMEOUT',
      params: { seconds: 0.25 },
      retryable: true,
      cause: { fault: 'timeout' },
    });
    expect(await run([query('SELECT 1')])).toEqual([[['1']]]);
  });

  test('gives a caller who gave up its own reason', async () => {
    const controller = new AbortController();
    const running = warehouse.run([query(ENDLESS)], { timeoutMs: 60_000, signal: controller.signal });
    setTimeout(() => controller.abort('the client went away'), 150);
    await expect(running).rejects.toBe('the client went away');
  });

  test('hides the words of the driver', async () => {
    const error: unknown = await run([query("SELECT 'secret value'::int")]).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).not.toContain('secret value');
    expect(error).toHaveProperty('cause.cause.message', expect.stringContaining('secret value'));
  });

  test('gives up on what conflicts with others again and again', async () => {
    await runScript(
      database(),
      `CREATE FUNCTION shop.conflict() RETURNS int LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$`,
    );
    await expect(run([query('SELECT shop.conflict()')])).rejects.toMatchObject({
      code: 'WAREHOUSE_UNAVAILABLE',
      cause: { fault: 'conflict' },
    });
  });

  describe('with a limit on costs', () => {
    const costing = (maxCost: number) => createPostgresWarehouse(database(), { maxCost });
    const scoped = 'SELECT status FROM shop.orders WHERE client_id = $1 AND status = $2';
    const slots: ParameterSlot[] = [TENANT, { kind: 'parameter', index: 0 }];

    test('runs what the database expects to cost no more, with its values', async () => {
      const asked = [query(scoped, slots, ['paid']), query('SELECT 1')];
      expect(await costing(10_000).run(asked, { timeoutMs: 60_000 })).toEqual([[['paid']], [['1']]]);
    });

    test('refuses what it expects to cost more, without running it', async () => {
      const dear = query(`SELECT count(*) FROM generate_series(1, 100000000) AS n WHERE n <> $1::int`, [
        { kind: 'constant', value: '7' },
      ]);
      const started = costing(10_000).run([dear], { timeoutMs: 60_000 });
      await expect(started).rejects.toMatchObject({
        code: 'QUERY_TOO_COSTLY',
        status: 422,
        hint: expect.stringContaining('Narrow it'),
        cause: { fault: 'too_costly' },
      });
      // It goes on with the next.
      expect(await costing(10_000).run([query('SELECT 1')], { timeoutMs: 60_000 })).toEqual([[['1']]]);
    });

    test('tells nothing of how much it would have been', async () => {
      const refused: unknown = await costing(1)
        .run([query(scoped, slots, ['paid'])], { timeoutMs: 60_000 })
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'QUERY_TOO_COSTLY', message: expect.not.stringMatching(/\d/) });
      expect(refused).toMatchObject({ hint: expect.not.stringMatching(/\d/) });
    });

    test('adds up what runs together', async () => {
      const one = query('SELECT n FROM generate_series(1, 1000) AS n');
      const warehouseOf = costing(15);
      expect((await warehouseOf.run([one], { timeoutMs: 60_000 }))[0]).toHaveLength(1_000);
      await expect(warehouseOf.run([one, one], { timeoutMs: 60_000 })).rejects.toMatchObject({
        code: 'QUERY_TOO_COSTLY',
      });
    });

    test('says of a statement that fails what it says without one', async () => {
      for (const [text, code] of [
        ['SELECT 1 FROM shop.nothing', 'WAREHOUSE_SOURCE_MISSING'],
        ['SELECT status::int FROM shop.orders', 'QUERY_REJECTED_BY_DATA'],
      ] as const)
        await expect(costing(10_000).run([query(text)], { timeoutMs: 60_000 })).rejects.toMatchObject({
          code,
        });
    });

    test('leaves the inspections of the operator alone', async () => {
      const inspection = prepareInspection({ kind: 'table_names' });
      expect(await costing(1).inspect(inspection, { timeoutMs: 60_000 })).toContainEqual(['shop', 'orders']);
    });
  });

  test('answers a ping, and does not once closed', async () => {
    expect(await warehouse.ping()).toBe(true);
    await warehouse.close();
    expect(await warehouse.ping()).toBe(false);
    await expect(run([query('SELECT 1')])).rejects.toMatchObject({
      code: 'WAREHOUSE_UNAVAILABLE',
      retryable: true,
    });
  });
});
