/** Joins at a time that no plan may have: to rows of another tenant, by other columns, or by no validity. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { outputColumns } from '../../../src/planner/node.ts';
import { rowValuesOf, withRowValues } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import { type JoinAtTime, joinAtTime } from '../../../src/planner/nodes/relation.ts';
import { rowValues } from '../../../src/planner/nodes/row-values.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';
import { planOf } from './planned.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await loadShopCatalog({ metrics: { turnover: 'sum(sales.value)' } });
});

/** Why the plan is refused with its join changed; `null` where it passes. */
function reasonAgainst(query: object, change: (join: JoinAtTime) => Partial<JoinAtTime>): string | null {
  const { rows, tenants } = planOf({ metrics: ['turnover'], ...query }, catalog);
  const changed = mapLegs(metricsUnder(rows), (node) => {
    const values = rowValuesOf(node);
    const { input } = values;
    if (input.kind !== 'join_at_time') throw new Error('the leg is joined at a time');
    return withRowValues(node, rowValues({ ...values, input: joinAtTime({ ...input, ...change(input) }) }));
  });
  return refusedReason(() => verifyPlan(changed, outputColumns(changed), { catalog, tenants }));
}

describe('joins at a time', () => {
  it.each([{}, { tenants: 'all' }])('pass as they are built', (query) => {
    expect(reasonAgainst(query, () => ({}))).toBeNull();
  });

  it.each<[string, string, (join: JoinAtTime) => Partial<JoinAtTime>]>([
    [
      'without the tenant',
      'the join to price_list does not equate the tenant',
      ({ on }) => ({ on: on.slice(0, 1) }),
    ],
    [
      'by the tenant alone',
      'no join at a time leads to price_list by these columns',
      ({ on }) => ({ on: on.slice(1) }),
    ],
    [
      'from nowhere',
      'the join to price_list starts from an unknown relation',
      ({ on }) => ({ on: on.map((pair) => ({ ...pair, relation: 'x' })) }),
    ],
    [
      'within other bounds',
      'rows of price_list are not chosen by their validity',
      ({ validity: { from } }) => ({ validity: { from, until: from } }),
    ],
    ['with other ties', 'rows of price_list are not chosen by their validity', () => ({ ties: [] })],
    [
      'at a day',
      'a date is looked for among validities of price_list',
      () => ({
        at: { kind: 'stored_column', relation: 'sales', column: 'sold_on', type: 'date', zone: null },
      }),
    ],
    [
      'at the time of another row',
      'x.sold_at is of no scan below',
      () => ({ at: { kind: 'stored_column', relation: 'x', column: 'sold_at', type: 'time', zone: null } }),
    ],
  ])('are refused %s', (_, reason, change) => {
    expect(reasonAgainst({}, change)).toBe(reason);
  });

  it('over several tenants lead to the row of the same one', () => {
    const reason = reasonAgainst({ tenants: 'all' }, ({ on }) => ({ on: on.slice(0, 1) }));
    expect(reason).toBe('the join to price_list may lead to another tenant');
  });
});
