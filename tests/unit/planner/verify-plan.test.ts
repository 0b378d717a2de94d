import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns, type PlanRoot } from '../../../src/planner/node.ts';
import type { ComputeMetrics } from '../../../src/planner/nodes/compute-metrics.ts';
import { type KeepRows, keepRows } from '../../../src/planner/nodes/keep-rows.ts';
import { leg, rowValuesOf } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import type { AttributedRelation, JoinToOne, Relation } from '../../../src/planner/nodes/relation.ts';
import { rowValues } from '../../../src/planner/nodes/row-values.ts';
import type { Scan } from '../../../src/planner/nodes/scan.ts';
import { optimizePlan } from '../../../src/planner/optimize-plan.ts';
import type { Plan } from '../../../src/planner/plan.ts';
import type { OutputColumn } from '../../../src/planner/plan-expression.ts';
import { RULES } from '../../../src/planner/rules/index.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import { checkQuery } from '../../../src/query/check-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { TenantMode } from '../../../src/tenancy/scope.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { loadGoldenFiles } from '../../support/golden-case.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';

const catalog = buildLeakCatalog({ so_far: 'running(revenue)' });

const QUERY: MetricQuery = {
  metrics: ['revenue', 'item_value', 'marks_sum'],
  by: ['channel.name', 'account.name'],
  where: [{ dimension: 'channel.is_paid', op: 'eq', value: true }],
};

function planOf(query: MetricQuery = QUERY): Plan {
  return buildPlan(bindQuery(query, catalog, { now: new Date('2026-11-22T12:00:00Z') }).shape, catalog);
}

function reasonAgainst(
  root: PlanRoot,
  expected = outputColumns(root),
  tenants: TenantMode = 'one',
): string | null {
  return refusedReason(() => verifyPlan(root, expected, { catalog, tenants }));
}

/** The plan with what its legs read changed, wherever `change` changes it. */
function rewrite(change: (relation: Relation) => Relation): ComputeMetrics {
  const apply = (relation: Relation): Relation => {
    if (relation.kind === 'scan') return change(relation);
    const input = apply(withoutAttributes(relation.input));
    if (relation.kind === 'join_rates' || input.kind === 'join_rates')
      throw new Error('nothing is converted');
    if (relation.kind === 'join_partners' || input.kind === 'join_partners')
      throw new Error('nobody asks for partners');
    if (relation.kind === 'join_holidays')
      return change({ ...relation, input, days: scanOf(apply(relation.days)) });
    if (input.kind === 'join_holidays') throw new Error('holidays are joined last');
    return change({ ...relation, input, target: scanOf(apply(relation.target)) });
  };
  return mapLegs(metricsUnder(planOf().rows), (node) => {
    const values = rowValuesOf(node);
    const { input } = values;
    const changed: Relation | KeepRows =
      input.kind === 'keep_rows'
        ? keepRows({ ...input, input: apply(withoutAttributes(input.input)) })
        : apply(withoutAttributes(input));
    return leg({ ...node, input: rowValues({ ...values, input: changed }) });
  });
}

function withoutAttributes(relation: AttributedRelation): Relation {
  if (relation.kind === 'join_attribute' || relation.kind === 'spread_days')
    throw new Error('nothing is read of other rows, or of days');
  return relation;
}

function scanOf(relation: Relation): Scan {
  if (relation.kind !== 'scan') throw new Error('joins lead to scans');
  return relation;
}

function rewriteScans(table: string, change: (scan: Scan) => Partial<Scan>): ComputeMetrics {
  return rewrite((node) =>
    node.kind === 'scan' && node.source.table === table ? { ...node, ...change(node) } : node,
  );
}

function rewriteJoins(model: string, change: (join: JoinToOne) => JoinToOne['on']): ComputeMetrics {
  return rewrite((node) =>
    node.kind === 'join_to_one' && node.target.model === model ? { ...node, on: change(node) } : node,
  );
}

const SHARED = { kind: 'shared' } as const;
const COLUMN = { kind: 'column', column: 'client_id' } as const;

/** Stands in for a column of a scan. */
const stored = (relation: string, column: string) =>
  ({ kind: 'stored_column', relation, column, type: 'string', zone: null }) as const;

const MUTANTS: readonly { name: string; reason: string; plan: () => ComputeMetrics }[] = [
  {
    name: 'a scan without scope',
    reason: 'vault.orders does not carry its scope',
    plan: () => rewriteScans('orders', () => ({ scope: SHARED })),
  },
  {
    name: 'a joined scan without scope',
    reason: 'vault.channels does not carry its scope',
    plan: () => rewriteScans('channels', () => ({ scope: SHARED })),
  },
  {
    name: 'the scope on another column',
    reason: 'vault.orders does not carry its scope',
    plan: () => rewriteScans('orders', () => ({ scope: { kind: 'column', column: 'id' } })),
  },
  {
    name: 'the scope of another table',
    reason: 'vault.items does not carry its scope',
    plan: () => rewriteScans('items', () => ({ scope: COLUMN })),
  },
  {
    name: 'a look-up whose parent is shared out',
    reason: 'vault.items does not carry its scope',
    plan: () =>
      rewriteScans('items', ({ scope }) =>
        scope.kind === 'through' ? { scope: { ...scope, condition: { kind: 'column', column: 'uid' } } } : {},
      ),
  },
  {
    name: 'a look-up in another parent',
    reason: 'vault.items does not carry its scope',
    plan: () =>
      rewriteScans('items', ({ scope }) =>
        scope.kind === 'through'
          ? { scope: { ...scope, parent: { schema: 'vault', table: 'channels' } } }
          : {},
      ),
  },
  {
    name: 'one look-up where there are two',
    reason: 'vault.marks does not carry its scope',
    plan: () =>
      rewriteScans('marks', ({ scope }) =>
        scope.kind === 'through' && scope.condition.kind === 'through' ? { scope: scope.condition } : {},
      ),
  },
  {
    name: 'a look-up by fewer columns',
    reason: 'vault.marks does not carry its scope',
    plan: () =>
      rewriteScans('marks', ({ scope }) =>
        scope.kind === 'through' ? { scope: { ...scope, columns: scope.columns.slice(0, 1) } } : {},
      ),
  },
  {
    name: 'an unknown table',
    reason: 'vault.secrets is not a source of the catalog',
    plan: () => rewriteScans('orders', () => ({ source: { schema: 'vault', table: 'secrets' } })),
  },
  {
    name: 'a table of another schema',
    reason: 'public.orders is not a source of the catalog',
    plan: () => rewriteScans('orders', ({ source }) => ({ source: { ...source, schema: 'public' } })),
  },
  {
    name: 'the table of another model with the same rule',
    reason: 'vault.ad_spend is not the source of orders',
    plan: () => rewriteScans('orders', () => ({ source: { schema: 'vault', table: 'ad_spend' } })),
  },
  {
    name: 'a table under the name of a model with a laxer key',
    reason: 'vault.channels is not the source of regions',
    plan: () => rewriteScans('channels', () => ({ model: 'regions' })),
  },
  {
    name: 'an unknown model',
    reason: 'secrets is not a model of the catalog',
    plan: () => rewriteScans('channels', () => ({ model: 'secrets' })),
  },
  {
    name: 'a join without the tenant',
    reason: 'the join to channels does not equate the tenant',
    plan: () => rewriteJoins('channels', ({ on }) => on.filter(({ target }) => target !== 'client_id')),
  },
  {
    name: 'a join without the key',
    reason: 'the join to channels does not cover a key',
    plan: () => rewriteJoins('channels', ({ on }) => on.filter(({ target }) => target !== 'id')),
  },
  {
    name: 'a join on nothing',
    reason: 'the join to channels does not cover a key',
    plan: () => rewriteJoins('channels', () => []),
  },
  {
    name: 'a join that equates the tenant with something else',
    reason: 'the join to channels does not equate the tenant',
    plan: () =>
      rewriteJoins('channels', ({ on }) =>
        on.map((pair) => (pair.target === 'client_id' ? { ...pair, column: 'status' } : pair)),
      ),
  },
  {
    name: 'a join from another relation',
    reason: 'the join to channels starts from an unknown relation',
    plan: () => rewriteJoins('channels', ({ on }) => on.map((pair) => ({ ...pair, relation: 'visits' }))),
  },
  {
    name: 'a join that equates the tenant of another relation',
    reason: 'the join to channels does not equate the tenant',
    plan: () =>
      rewriteJoins('channels', ({ on }) =>
        on.map((pair) => (pair.target === 'client_id' ? { ...pair, relation: 'orders.account' } : pair)),
      ),
  },
  {
    name: 'two scans of one name',
    reason: 'two scans are called orders',
    plan: () =>
      rewriteScans('channels', ({ alias }) => (alias === 'orders.channel' ? { alias: 'orders' } : {})),
  },
  {
    name: 'a condition on the tenant column',
    reason: 'marks.item.order.client_id is no column of a member',
    plan: () => rewriteScans('orders', ({ alias }) => ({ conditions: [stored(alias, 'client_id')] })),
  },
  {
    name: 'a condition on another scan',
    reason: 'orders.channel.name is of no scan below',
    plan: () => rewriteScans('orders', () => ({ conditions: [stored('orders.channel', 'name')] })),
  },
  {
    name: 'a value that is the tenant column',
    reason: 'orders.client_id is no column of a member',
    plan: () =>
      mapLegs(metricsUnder(planOf().rows), (node) => {
        const columns = [
          ...rowValuesOf(node).columns,
          { name: 'x', expression: stored('orders', 'client_id') },
        ];
        return node.name === 'orders'
          ? leg({ ...node, input: rowValues({ ...rowValuesOf(node), columns }) })
          : node;
      }),
  },
  {
    name: 'a kept row by a column that no member has',
    reason: 'orders.secret is no column of a member',
    plan: () =>
      mapLegs(metricsUnder(planOf().rows), (node) => {
        const values = rowValuesOf(node);
        const { input } = values;
        if (input.kind !== 'keep_rows' || node.name !== 'orders') return node;
        const kept = keepRows({ ...input, conditions: [...input.conditions, stored('orders', 'secret')] });
        return leg({ ...node, input: rowValues({ ...values, input: kept }) });
      }),
  },
];

describe('verifyPlan', () => {
  it('passes plans as they are built, and after each rule', () => {
    const built = planOf({ ...QUERY, totals: true });
    const roots = [built.rows, built.totals].filter((root) => root !== null);
    expect(roots.map((root) => reasonAgainst(root))).toEqual([null, null]);
    const seen: string[] = [];
    optimizePlan(built, RULES, ({ rows, totals }, { name }) => {
      seen.push(name);
      expect(reasonAgainst(rows, outputColumns(built.rows))).toBeNull();
      expect(totals && built.totals && reasonAgainst(totals, outputColumns(built.totals))).toBeNull();
    });
    const single = planOf({ metrics: ['revenue'], where: [{ dimension: 'orders.status', op: 'is_null' }] });
    optimizePlan(single, RULES, ({ rows }, { name }) => {
      seen.push(name);
      expect(reasonAgainst(rows, outputColumns(single.rows))).toBeNull();
    });
    const windowed = planOf({
      metrics: ['so_far'],
      time: { grain: 'day', from: '2026-01-01', to: '2026-02-01' },
    });
    optimizePlan(windowed, RULES, ({ rows }, { name }) => {
      seen.push(name);
      expect(reasonAgainst(rows, outputColumns(windowed.rows))).toBeNull();
    });
    expect(new Set(seen)).toEqual(new Set(RULES.map(({ name }) => name)));
  });

  it('passes the plan of every question of the golden files that has an answer', {
    timeout: 600_000,
  }, async () => {
    const own = await loadShopCatalog();
    const answered = loadGoldenFiles().flatMap(({ cases }) => cases.filter(({ error }) => !error));
    for (const { query, define } of answered) {
      const shop = define ? await loadShopCatalog(define) : own;
      const built = buildPlan(
        bindQuery(checkQuery(query), shop, { now: new Date('2026-11-22T12:00:00Z') }).shape,
        shop,
      );
      const { plan } = optimizePlan(built, RULES);
      for (const rows of [built.rows, plan.rows])
        expect(() =>
          verifyPlan(rows, outputColumns(built.rows), { catalog: shop, tenants: built.tenants }),
        ).not.toThrow();
    }
  });

  it.each(MUTANTS)('refuses $name', ({ plan, reason }) => {
    expect(reasonAgainst(plan())).toBe(reason);
  });

  it.each<[string, (columns: readonly OutputColumn[]) => readonly OutputColumn[]]>([
    ['a column less', (columns) => columns.slice(1)],
    ['a column more', (columns) => [...columns, { name: 'x', type: 'string' }]],
    ['columns in another order', (columns) => columns.toReversed()],
    ['columns of another type', (columns) => columns.map((column) => ({ ...column, type: 'date' }))],
    ['columns of another name', (columns) => columns.map((column) => ({ ...column, name: 'x' }))],
  ])('refuses %s than asked for', (_name, change) => {
    const { rows } = planOf();
    expect(reasonAgainst(rows, change(outputColumns(rows)))).toBe('the columns changed');
  });
});

it('tells a client one code, whatever the reason', () => {
  expect(() => verifyPlan(planOf().rows, [], { catalog, tenants: 'one' })).toThrow(
    expect.objectContaining({
      code: 'PLAN_NOT_SCOPED',
      status: 500,
      message: 'The plan was refused by the verifier.',
    }),
  );
});
