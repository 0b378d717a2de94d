/** Bridges that no plan may have: along other columns, without a tenant, with rows that count more than once. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns, type PlanRoot, walk } from '../../../src/planner/node.ts';
import { joinBridge } from '../../../src/planner/nodes/join-bridge.ts';
import { joinPartners } from '../../../src/planner/nodes/join-partners.ts';
import { keepRows } from '../../../src/planner/nodes/keep-rows.ts';
import { type Leg, leg, rowValuesOf, withRowValues } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import type { AttributedRelation, Relation } from '../../../src/planner/nodes/relation.ts';
import { joinToOne } from '../../../src/planner/nodes/relation.ts';
import { type RowValues, rowValues } from '../../../src/planner/nodes/row-values.ts';
import { optimizePlan } from '../../../src/planner/optimize-plan.ts';
import { RULES } from '../../../src/planner/rules/index.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await loadShopCatalog({ also: 'tags' });
});

const BY_TAG: MetricQuery = { metrics: ['orders_count', 'revenue'], by: ['tag.name'] };
const OF_TENANTS: MetricQuery = { ...BY_TAG, by: ['tenant', 'tag.name'], tenants: 'all' };
const WITH_TAG: MetricQuery = {
  metrics: ['orders_count'],
  where: [{ dimension: 'tag.name', op: 'eq', value: 'new' }],
};
const OTHERS: MetricQuery = {
  metrics: ['orders_count', 'all_of_label'],
  by: ['tag.name', 'label.name'],
  top: { n: 2, of: ['tag.name', 'label.name'], by: 'orders_count', others: true },
};

/** Why the plan is refused with its legs changed; `null` where it passes. */
function reasonAgainst(query: MetricQuery, change: (node: Leg) => Leg): string | null {
  const { rows, tenants } = buildPlan(
    bindQuery(query, catalog, { now: new Date('2026-11-22T12:00:00Z') }).shape,
    catalog,
  );
  return verify(mapLegs(metricsUnder(rows), change), tenants);
}

function verify(root: PlanRoot, tenants: 'one' | 'several'): string | null {
  return refusedReason(() => verifyPlan(root, outputColumns(root), { catalog, tenants }));
}

function withRows(change: (values: RowValues) => Partial<RowValues>): (node: Leg) => Leg {
  return (node) => {
    const values = rowValuesOf(node);
    return withRowValues(node, rowValues({ ...values, ...change(values) }));
  };
}

/** The leg with what it reads changed, node by node. */
function withRelation(change: (relation: Relation) => Relation): (node: Leg) => Leg {
  const apply = (relation: Relation): Relation => {
    if (relation.kind === 'join_bridge' || relation.kind === 'join_to_one') {
      const input = apply(relation.input);
      if (input.kind === 'join_partners' || input.kind === 'join_rates' || input.kind === 'join_holidays')
        throw new Error('joins stand below them');
      return change({ ...relation, input });
    }
    return change(relation);
  };
  return withRows(({ input }) => ({
    input:
      input.kind === 'keep_rows'
        ? keepRows({ ...input, input: apply(withoutAttributes(input.input)) })
        : apply(withoutAttributes(input)),
  }));
}

function withoutAttributes(relation: AttributedRelation): Relation {
  if (relation.kind === 'join_attribute' || relation.kind === 'spread_days')
    throw new Error('nothing is read of other rows, or of days');
  return relation;
}

describe('bridges in plans', () => {
  it('pass as they are built and optimized', () => {
    for (const query of [BY_TAG, OF_TENANTS, WITH_TAG]) {
      expect(reasonAgainst(query, (node) => node)).toBeNull();
      const { shape } = bindQuery(query, catalog);
      const { plan } = optimizePlan(buildPlan(shape, catalog), RULES);
      expect(verify(metricsUnder(plan.rows), plan.tenants)).toBeNull();
    }
  });

  it.each<[string, string, MetricQuery, (node: Leg) => Leg]>([
    [
      'rows without a key',
      'rows that a bridge doubles have no key',
      BY_TAG,
      withRows(() => ({ rowKey: [] })),
    ],
    [
      'rows told apart by their amount',
      'rows are told apart by something else than their key',
      BY_TAG,
      withRows(() => ({ rowKey: ['amount'] })),
    ],
    [
      'rows of several tenants told apart by their number',
      'rows are told apart by something else than their key',
      OF_TENANTS,
      withRows(({ rowKey }) => ({ rowKey: rowKey.slice(0, 1) })),
    ],
    [
      'groups that are left out above',
      'tag.name would be aggregated once for each partner of a row',
      BY_TAG,
      (node) => leg({ ...node, groups: [] }),
    ],
    [
      'a bridge along another column',
      'orders.tag pairs is joined along no join of order_tags',
      BY_TAG,
      withRelation((relation) =>
        relation.kind === 'join_bridge'
          ? joinBridge({ ...relation, on: relation.on.map((pair) => ({ ...pair, column: 'customer_id' })) })
          : relation,
      ),
    ],
    [
      'a bridge that leaves the tenant out',
      'orders.tag pairs may pair rows of another tenant',
      OF_TENANTS,
      withRelation((relation) =>
        relation.kind === 'join_bridge'
          ? joinBridge({ ...relation, on: relation.on.filter(({ target }) => target !== 'client_id') })
          : relation,
      ),
    ],
    [
      'a bridge that passes for a join',
      'the join to order_tags does not cover a key',
      BY_TAG,
      withRelation((relation) => {
        if (relation.kind !== 'join_bridge') return relation;
        const { input, target, on } = relation;
        return joinToOne({ input, target, on });
      }),
    ],
    [
      'partners joined by another column',
      'orders with some tag is joined by something else than the key of its rows',
      WITH_TAG,
      withRelation((relation) =>
        relation.kind === 'join_partners'
          ? joinPartners({
              ...relation,
              key: relation.key.map((column) => ({ ...column, column: 'customer_id' })),
            })
          : relation,
      ),
    ],
    [
      'partners of other rows',
      'orders with some tag has keys of other rows',
      WITH_TAG,
      withRelation((relation) => {
        if (relation.kind !== 'join_partners') return relation;
        const tags = walk(relation.partners)
          .filter((node) => node.kind === 'scan')
          .find(({ model }) => model === 'tags');
        return tags ? joinPartners({ ...relation, partners: tags, conditions: [] }) : relation;
      }),
    ],
  ])('are refused with %s', (_, reason, query, change) => {
    expect(reasonAgainst(query, change)).toBe(reason);
  });

  it('are one row again where the others lose their groups', async () => {
    const own = await loadShopCatalog({
      also: 'tags',
      metrics: { all_of_label: 'total(orders_count, within label.name)' },
    });
    const { rows } = buildPlan(bindQuery(OTHERS, own).shape, own);
    const tops = walk(metricsUnder(rows)).filter((node) => node.kind === 'keep_top');
    expect(tops.map(({ dropped }) => dropped)).toEqual([[], ['tag.name']]);
  });
});
