/** What only a server can provoke: two readers in each other's way. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markVerified } from '../../../src/sql/verified-statement.ts';
import type { TenantId } from '../../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import type { WarehouseQuery } from '../../../src/warehouse/warehouse.ts';
import { openTestPostgres, type TestPostgres } from '../../support/databases.ts';

let opened: TestPostgres;
beforeAll(async () => {
  opened = await openTestPostgres();
});
afterAll(() => opened.close());

const SCOPE = { tenants: ['17' as TenantId] };

function query(text: string): WarehouseQuery {
  return {
    statement: markVerified({ text, slots: [], columns: [], totals: false }),
    scope: SCOPE,
    parameters: [],
  };
}

test('of two that wait for each other, the one that gives way is run again', async () => {
  const warehouse = createPostgresWarehouse(opened.database);
  const lock = (first: number, second: number) =>
    warehouse.run(
      [
        query(`SELECT pg_advisory_xact_lock(${first})::text`),
        query('SELECT pg_sleep(0.3)::text'),
        query(`SELECT pg_advisory_xact_lock(${second})::text`),
        query('SELECT 1'),
      ],
      { timeoutMs: 30_000 },
    );
  const answers = await Promise.all([lock(1, 2), lock(2, 1)]);
  expect(answers.map((rows) => rows[3])).toEqual([[['1']], [['1']]]);
});
