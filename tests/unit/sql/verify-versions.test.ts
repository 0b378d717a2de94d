/** Rows that were valid at a time, read as they are written and in no other way: for one tenant and for several. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { prepare } from './sample-statements.ts';
import { tryMutants } from './try-mutants.ts';
import { VERSION_MUTANTS } from './version-mutants.ts';

const QUERIES: readonly MetricQuery[] = [
  { metrics: ['turnover'], by: ['sales.price.tier'] },
  { metrics: ['turnover'], by: ['sales.price.supplier.name'], tenants: 'all', totals: true },
];

let catalog: Catalog;
let statements: readonly CompiledStatement[];
beforeAll(async () => {
  await loadSqlVerifier();
  catalog = await loadShopCatalog({ metrics: { turnover: 'sum(sales.value)' } });
  statements = QUERIES.flatMap((query) => {
    const { rows, totals } = prepare(query, catalog);
    return totals ? [rows, totals] : [rows];
  });
});

function reasonAgainst(statement: CompiledStatement): string | null {
  return refusedReason(() => verifySql(statement, catalog));
}

describe('rows that were valid at a time', () => {
  it('pass as they are written', () => {
    expect(statements.map(reasonAgainst)).toEqual(statements.map(() => null));
  });

  it.each(VERSION_MUTANTS)('are refused: $name', (kind) => {
    const { count, passed } = tryMutants(kind, statements, reasonAgainst);
    expect(count).toBeGreaterThan(0);
    expect(passed).toEqual([]);
  });
});
