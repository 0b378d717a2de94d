/** Rows beside the days of their period, read as they are written and in no other way: for one tenant and for several. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { DAY_MUTANTS } from './day-mutants.ts';
import { prepare } from './sample-statements.ts';
import { tryMutants } from './try-mutants.ts';

const DAYS = { grain: 'day', from: '2026-01-05', to: '2026-02-03' };
const QUERIES: readonly MetricQuery[] = [
  { metrics: ['plan', 'hours', 'budget'], time: DAYS, totals: true },
  {
    metrics: ['plan', 'plan_week'],
    by: ['channel.name'],
    time: { ...DAYS, fill: true },
    tenants: 'all',
    totals: true,
  },
];

let catalog: Catalog;
let statements: readonly CompiledStatement[];
beforeAll(async () => {
  await loadSqlVerifier();
  catalog = await loadShopCatalog({ also: 'spread', metrics: { plan_week: 'trailing(plan, 7 days)' } });
  statements = QUERIES.flatMap((query) => {
    const { rows, totals } = prepare(query, catalog);
    return totals ? [rows, totals] : [rows];
  });
});

function reasonAgainst(statement: CompiledStatement): string | null {
  return refusedReason(() => verifySql(statement, catalog));
}

describe('days of periods', () => {
  it('pass as they are written', () => {
    expect(statements.map(reasonAgainst)).toEqual(statements.map(() => null));
  });

  it.each(DAY_MUTANTS)('are refused: $name', (kind) => {
    const { count, passed } = tryMutants(kind, statements, reasonAgainst);
    expect(count).toBeGreaterThan(0);
    expect(passed).toEqual([]);
  });
});
