/** Divided periods that no plan may have: of dates that are not divided, with days that count as the whole. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns } from '../../../src/planner/node.ts';
import { keepRows } from '../../../src/planner/nodes/keep-rows.ts';
import { type Leg, leg, rowValuesOf, withRowValues } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import type { AttributedRelation } from '../../../src/planner/nodes/relation.ts';
import { type RowValues, rowValues } from '../../../src/planner/nodes/row-values.ts';
import { type SpreadDays, spreadDays } from '../../../src/planner/nodes/spread-days.ts';
import { optimizePlan } from '../../../src/planner/optimize-plan.ts';
import { RULES } from '../../../src/planner/rules/index.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { loadShopCatalog } from '../../support/shop.ts';

const PLAN: MetricQuery = { metrics: ['plan'], time: { grain: 'day' } };

let catalog: Catalog;
beforeAll(async () => {
  catalog = await loadShopCatalog({ also: 'spread' });
});

/** Why the plan is refused with its leg changed; `null` where it passes. */
function reasonAgainst(change: (node: Leg) => Leg): string | null {
  const { rows, tenants } = buildPlan(bindQuery(PLAN, catalog).shape, catalog);
  const root = mapLegs(metricsUnder(rows), change);
  return refusedReason(() => verifyPlan(root, outputColumns(root), { catalog, tenants }));
}

function withRows(change: (values: RowValues) => Partial<RowValues>): (node: Leg) => Leg {
  return (node) => {
    const values = rowValuesOf(node);
    return withRowValues(node, rowValues({ ...values, ...change(values) }));
  };
}

/** The leg with what stands in the place of its days. */
function withDays(change: (days: SpreadDays<AttributedRelation>) => RowValues['input']): (node: Leg) => Leg {
  return withRows(({ input }) => {
    if (input.kind === 'keep_rows' || input.kind !== 'spread_days') throw new Error('rows have days');
    return { input: change(input) };
  });
}

describe('periods that are divided', () => {
  it('pass as they are built and optimized', () => {
    expect(reasonAgainst((node) => node)).toBeNull();
    const { shape } = bindQuery({ ...PLAN, time: { grain: 'day', from: '2026-01-02' } }, catalog);
    const { plan } = optimizePlan(buildPlan(shape, catalog), RULES);
    const fault = refusedReason(() =>
      verifyPlan(plan.rows, outputColumns(plan.rows), { catalog, tenants: plan.tenants }),
    );
    expect(fault).toBeNull();
  });

  it('are those that the catalog divides', () => {
    expect(reasonAgainst(withDays((days) => spreadDays({ ...days, period: 'year' })))).toBe(
      'nothing is divided over the days of a year',
    );
    const today = { kind: 'literal', type: 'date', value: '2026-11-22' } as const;
    expect(reasonAgainst(withDays((days) => spreadDays({ ...days, date: today })))).toBe(
      'the days are of no date',
    );
  });

  it('are divided once', () => {
    expect(reasonAgainst(withDays((days) => spreadDays({ ...days, input: days })))).toBe(
      'two relations have the days of periods',
    );
  });

  it('are read from somewhere', () => {
    expect(reasonAgainst(withDays(({ input }) => keepRows({ input, conditions: [] })))).toMatch(
      /each day\.(day|parts) is of no scan below/,
    );
  });

  it('have days that count in parts', () => {
    const whole = withRows(({ columns }) => ({
      columns: columns.map(({ name, expression }) => {
        const isProduct = expression.kind === 'operation' && expression.operator === 'multiply';
        return { name, expression: isProduct ? (expression.operands[0] ?? expression) : expression };
      }),
    }));
    const counted = (node: Leg): Leg =>
      leg({ ...node, aggregates: node.aggregates.map((each) => ({ ...each, function: 'count' })) });
    for (const change of [whole, counted])
      expect(reasonAgainst(change)).toBe('plan would be aggregated once for each day of a period');
  });

  it('have days that are told apart where rows are', () => {
    expect(reasonAgainst(withRows(() => ({ rowKey: ['plan'] })))).toMatch(/told apart/);
  });
});
