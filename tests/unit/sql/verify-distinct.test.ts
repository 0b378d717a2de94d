/** `select distinct` as statements across a bridge have it, and no other form of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { replaceEach } from './mutant.ts';
import { prepare } from './sample-statements.ts';

const QUERIES: readonly MetricQuery[] = [
  { metrics: ['orders_count'], by: ['tag.name'], totals: true },
  {
    metrics: ['orders_count', 'items_quantity'],
    by: ['tag.name', 'label.name'],
    where: [{ dimension: 'tag.kind', op: 'ne', value: 'x' }],
    top: { n: 2, of: ['tag.name'], by: 'orders_count', others: true },
    tenants: 'all',
  },
];

let catalog: Catalog;
let statements: readonly CompiledStatement[];
beforeAll(async () => {
  await loadSqlVerifier();
  catalog = await loadShopCatalog({ also: 'tags' });
  statements = QUERIES.flatMap((query) => {
    const { rows, totals } = prepare(query, catalog);
    return totals ? [rows, totals] : [rows];
  });
});

function reasonAgainst(statement: CompiledStatement): string | null {
  return refusedReason(() => verifySql(statement, catalog));
}

describe('select distinct', () => {
  it('passes as it is written', () => {
    expect(statements.map(reasonAgainst)).toEqual(statements.map(() => null));
  });

  it.each<[string, RegExp, string, RegExp]>([
    [
      'by a part of the row',
      /select distinct\s+"/g,
      'select distinct on (1) "',
      /rows are told apart by a part/,
    ],
    [
      'by a look-up',
      /select distinct\s+"/g,
      'select distinct on ((select 1)) "',
      /rows are told apart by a part/,
    ],
    [
      'over a table',
      /from \(\s+select "(?=[^()]*from "shop")/g,
      'from (select distinct "',
      /a (table|fenced) has distinctClause/,
    ],
    ['over the answer', /\)\nselect /g, ')\nselect distinct ', /a statement has distinctClause/],
    [
      'beside groups',
      /(each row above counted once\. \*\/\s+select)\s(?=\s*"tag)/g,
      '$& distinct ',
      /a step is grouped twice/,
    ],
  ])('is refused %s', (_, pattern, text, reason) => {
    const mutants = statements.flatMap((statement) =>
      replaceEach(statement, pattern, ([all = '']) => text.replace('$&', all)),
    );
    expect(mutants.length).toBeGreaterThan(0);
    for (const mutant of mutants) expect(reasonAgainst(mutant)).toMatch(reason);
  });

  it.each<[string, RegExp, string]>([
    ['without the scope of the pairs', /"orders\.tag pairs"\."client_id" = \$\d+/g, '1 = 1'],
    ['with a scope in the join alone', /on "orders\.tag pairs"/g, 'on (select true) and "orders.tag pairs"'],
    [
      'with keys of partners from a look-up',
      /= "orders with some tag"\."key"/g,
      'in (select "key" from "orders with some tag")',
    ],
    ['with partners before their step', /"orders with some tag" as \(/g, '"partners" as ('],
  ])('goes with scans and joins that are refused %s', (_, pattern, text) => {
    const mutants = statements.flatMap((statement) => replaceEach(statement, pattern, () => text));
    expect(mutants.length).toBeGreaterThan(0);
    for (const mutant of mutants) expect(reasonAgainst(mutant)).not.toBeNull();
  });
});
