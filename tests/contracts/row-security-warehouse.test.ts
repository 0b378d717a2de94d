/** A warehouse in row-security mode: statements without any predicate see the rows of their own scope, whatever went before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { connectPostgres } from '../../src/postgres/server-postgres.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { listGuardedSources } from '../../src/sql/row-security/row-security-plan.ts';
import { writeMigration } from '../../src/sql/row-security/write-migration.ts';
import { markVerified } from '../../src/sql/verified-statement.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import type { Warehouse, WarehouseQuery } from '../../src/warehouse/warehouse.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { administer, letReaderIn, newRoleName, type ReaderRole } from '../support/reader-role.ts';
import { loadShopCatalog, openShop, principalOf } from '../support/shop.ts';
import { readRows } from '../support/statements.ts';

const COUNT = 'SELECT client_id, count(*) FROM shop.orders GROUP BY 1 ORDER BY 1';
const OF_A = [['a', '16']];
const OF_B = [['b', '4']];

let test: TestPostgres;
let reader: ReaderRole;

beforeAll(async () => {
  test = await openTestPostgres();
  await loadSqlVerifier();
  await openShop(test.database);
  const sources = listGuardedSources((await loadShopCatalog()).models.values());
  const script = { project: 'shop', reader: newRoleName(), revokesSetConfig: false, sources };
  await administer(test.url, [writeMigration(script)]);
  reader = await letReaderIn(test.url, script.reader);
});
afterAll(async () => {
  await test.close();
  await reader.drop();
});

/** Bare of any scope condition: what a fault of the compiler could let through. */
function unscoped(text: string, ...tenants: readonly string[]): WarehouseQuery {
  return {
    statement: markVerified({ text, slots: [], columns: [], totals: false }),
    scope: { tenants: tenants.map((tenant) => tenant as TenantId) },
    parameters: [],
  };
}

async function withReader(
  maxConnections: number,
  body: (database: PostgresDatabase) => Promise<void>,
): Promise<void> {
  const database = connectPostgres(reader.url, { maxConnections });
  try {
    await body(database);
  } finally {
    await database.close();
  }
}

const OPTIONS = { timeoutMs: 30_000 };

describe('a warehouse in row-security mode', () => {
  it('shows each scope its own rows, over few connections and many at once', () =>
    withReader(3, async (database) => {
      const warehouse = createPostgresWarehouse(database, { rowSecurity: true });
      const scopes = [['a'], ['b'], ['a', 'b'], ['nobody']] as const;
      const expected = [OF_A, OF_B, [...OF_A, ...OF_B], []];
      const told = await Promise.all(
        Array.from({ length: 80 }, async (_, place) => {
          const [rows] = await warehouse.run([unscoped(COUNT, ...(scopes[place % 4] ?? []))], OPTIONS);
          return rows;
        }),
      );
      expect(told).toEqual(told.map((_, place) => expected[place % 4]));
    }));

  it('leaves nothing of a scope on the connection, however its transaction ended', () =>
    withReader(1, async (database) => {
      const warehouse = createPostgresWarehouse(database, { rowSecurity: true });
      const left = async () => [
        await readRows(database, "SELECT coalesce(current_setting('vitrine.tenants', true), '')"),
        await readRows(database, COUNT),
      ];
      expect(await left()).toEqual([[['']], []]);
      await warehouse.run([unscoped(COUNT, 'a')], OPTIONS);
      expect(await left()).toEqual([[['']], []]);
      await expect(warehouse.run([unscoped('SELECT 1 / 0', 'a')], OPTIONS)).rejects.toMatchObject({
        code: 'QUERY_REJECTED_BY_DATA',
      });
      expect(await left()).toEqual([[['']], []]);
      const controller = new AbortController();
      const nap = warehouse.run([unscoped('SELECT pg_sleep(30)::text', 'b')], {
        ...OPTIONS,
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(new Error('gone')), 100);
      await expect(nap).rejects.toThrow('gone');
      expect(await left()).toEqual([[['']], []]);
      const late = warehouse.run([unscoped('SELECT pg_sleep(30)::text', 'b')], { timeoutMs: 200 });
      await expect(late).rejects.toMatchObject({ code: 'WAREHOUSE_TIMEOUT' });
      expect(await left()).toEqual([[['']], []]);
    }));

  it('runs everything of one answer for one scope', () =>
    withReader(1, async (database) => {
      const warehouse = createPostgresWarehouse(database, { rowSecurity: true });
      const both = [unscoped(COUNT, 'a'), unscoped(COUNT, 'a')];
      expect(await warehouse.run(both, OPTIONS)).toEqual([OF_A, OF_A]);
      const mixed = [unscoped(COUNT, 'a'), unscoped(COUNT, 'b')];
      await expect(warehouse.run(mixed, OPTIONS)).rejects.toThrow('have one scope');
    }));

  it('refuses an id that no database can hold, like any text of that kind', () =>
    withReader(1, async (database) => {
      const warehouse = createPostgresWarehouse(database, { rowSecurity: true });
      for (const tenant of ['a\0', '\ud800', "a', 'b"])
        expect([
          tenant,
          await warehouse
            .run([unscoped(COUNT, tenant)], OPTIONS)
            .catch((error: { code: string }) => error.code),
        ]).toEqual([tenant, tenant.includes("'") ? [[]] : 'QUERY_REJECTED_BY_DATA']);
    }));

  it('answers the real engine’s questions as the owner’s connection does', () =>
    withReader(4, async (database) => {
      const catalog = await loadShopCatalog();
      const now = () => new Date('2026-11-22T12:00:00Z');
      const store = createPostgresStore(test.database, { secret: 's'.repeat(32), environment: 'test', now });
      const engineOn = (warehouse: Warehouse) =>
        createEngine({ catalog, warehouse, store, secret: 's'.repeat(32), now });
      const plain = engineOn(createPostgresWarehouse(test.database));
      const walled = engineOn(createPostgresWarehouse(database, { rowSecurity: true }));
      const queries = [
        { metrics: ['revenue', 'orders_count'], by: ['customer.country.name'], totals: true },
        { metrics: ['revenue'], time: { grain: 'month', range: 'last 12 months' }, compare: 'previous_year' },
        { metrics: ['orders_count'], tenants: 'all', by: ['tenant'] },
      ];
      for (const query of queries) {
        const asker = principalOf('tenants' in query ? ['a', 'b'] : ['a']);
        expect(await walled.query(asker, query)).toEqual(await plain.query(asker, query));
      }
    }));

  it('never counts what policies have thinned out, nor takes some tenants for all', () =>
    withReader(1, async (database) => {
      const inspection = prepareInspection({
        kind: 'column_counts',
        source: { schema: 'shop', table: 'orders' },
        tests: [],
      });
      const source = { schema: 'shop', table: 'orders' };
      const list = prepareInspection({ kind: 'tenants', source, column: 'client_id' });
      for (const rowSecurity of [true, false]) {
        const warehouse = createPostgresWarehouse(database, { rowSecurity });
        for (const refused of [inspection, list])
          await expect(warehouse.inspect(refused, OPTIONS)).rejects.toMatchObject({
            code: 'WAREHOUSE_ROWS_HIDDEN',
          });
        const names = await warehouse.inspect(prepareInspection({ kind: 'table_names' }), OPTIONS);
        expect(names).toContainEqual(['shop', 'orders']);
      }
      const owner = createPostgresWarehouse(test.database);
      expect(await owner.inspect(inspection, OPTIONS)).toEqual([['20']]);
      const tenants = (await owner.inspect(list, OPTIONS)).map(([id]) => id);
      expect(new Set(tenants)).toEqual(new Set(['a', 'b']));
      expect(tenants).toHaveLength(2);
    }));
});
