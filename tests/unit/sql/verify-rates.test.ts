/** Rates of tenants, read as they are written and in no other way: for one tenant and for several. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { PlanRefused } from '../../../src/planner/verify-plan.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { RATE_MUTANTS } from './rate-mutants.ts';
import { prepare } from './sample-statements.ts';
import { tryMutants } from './try-mutants.ts';

const QUERIES: readonly MetricQuery[] = [
  { metrics: ['moved', 'revenue'], currency: 'USD' },
  {
    metrics: ['moved', 'items_value'],
    currency: 'USD',
    tenants: 'all',
    time: { grain: 'month', from: '2026-01-01', to: '2026-04-01', fill: true },
    totals: true,
  },
  {
    metrics: ['moved'],
    by: ['transfers.kind'],
    currency: 'USD',
    top: { n: 1, of: ['transfers.kind'], by: 'moved', others: true },
  },
];

let catalog: Catalog;
let statements: readonly CompiledStatement[];
beforeAll(async () => {
  await loadSqlVerifier();
  const rates = {
    model: 'own_fx',
    from: 'source',
    to: 'target',
    date: 'day',
    rate: 'rate',
    missing: 'carry',
  };
  catalog = await loadShopCatalog({ project: { rates }, metrics: { moved: 'sum(transfers.amount)' } });
  statements = QUERIES.flatMap((query) => {
    const { rows, totals, withoutRate } = prepare(query, catalog);
    return [rows, totals, withoutRate].filter((statement) => statement !== null);
  });
});

function reasonAgainst(statement: CompiledStatement): string | null {
  return refusedReason(() => verifySql(statement, catalog));
}

describe('rates of exchange', () => {
  it('pass as they are written', () => {
    expect(statements.length).toBeGreaterThan(5);
    expect(statements.map(reasonAgainst)).toEqual(statements.map(() => null));
  });

  it.each(RATE_MUTANTS)('are refused: $name', (kind) => {
    const { count, passed } = tryMutants(kind, statements, reasonAgainst);
    expect(count).toBeGreaterThan(0);
    expect(passed).toEqual([]);
  });

  it('of several tenants are refused where nothing says whose they are', () => {
    const scopes = new Map([
      ...catalog.scopes,
      [
        'shop.own_fx',
        {
          kind: 'through',
          columns: ['source'],
          parent: { schema: 'shop', table: 'orders' },
          parentColumns: ['uid'],
          condition: { kind: 'column', column: 'client_id' },
        } as const,
      ],
    ]);
    const several = statements.filter(({ slots }) => slots.some(({ kind }) => kind === 'tenants'));
    expect(several.length).toBeGreaterThan(0);
    for (const statement of several)
      expect(() => verifySql(statement, { ...catalog, scopes })).toThrow(PlanRefused);
  });
});
