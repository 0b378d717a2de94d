/** Choices of rows that no plan may have: by what rows lack, or of several tenants together. */
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns } from '../../../src/planner/node.ts';
import { type ChooseRows, chooseRows } from '../../../src/planner/nodes/choose-rows.ts';
import { leg } from '../../../src/planner/nodes/leg.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import { optimizePlan } from '../../../src/planner/optimize-plan.ts';
import type { Plan } from '../../../src/planner/plan.ts';
import { RULES } from '../../../src/planner/rules/index.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { printed } from './planned.ts';

const catalog = buildLeakCatalog({
  held: 'sum(orders.amount last by orders.channel_id)',
  newest: 'count(items last by items.sku)',
});

function planOf(query: MetricQuery): Plan {
  return buildPlan(bindQuery(query, catalog, { now: new Date('2026-11-22T12:00:00Z') }).shape, catalog);
}

const TENANTS: MetricQuery = { metrics: ['held', 'newest'], tenants: 'all' };

/** Why the plan is refused with its choices changed; `null` where it passes. */
function reasonAgainst(
  query: MetricQuery,
  change: (choice: ChooseRows) => Partial<ChooseRows>,
): string | null {
  const { rows, tenants } = planOf(query);
  const changed = mapLegs(metricsUnder(rows), (node) => {
    const { input } = node;
    if (input.kind !== 'choose_rows') throw new Error('every leg chooses rows');
    return leg({ ...node, input: chooseRows({ ...input, ...change(input) }) });
  });
  return refusedReason(() => verifyPlan(changed, outputColumns(changed), { catalog, tenants }));
}

describe('choices of rows', () => {
  it('pass as they are built, be their tenants their own or those of a parent', () => {
    expect(reasonAgainst(TENANTS, () => ({}))).toBeNull();
    expect(reasonAgainst({ metrics: ['held'] }, () => ({}))).toBeNull();
  });

  it.each<[string, string, (choice: ChooseRows) => Partial<ChooseRows>]>([
    ['tenants together', 'rows of several tenants are chosen together', () => ({ keys: [] })],
    [
      'tenants by another key',
      'rows of several tenants are chosen together',
      ({ keys }) => ({ keys: keys.slice(1) }),
    ],
    [
      'a time that is not there',
      'rows are chosen by x, which they do not have',
      () => ({ time: { name: 'x', type: 'date' } }),
    ],
    [
      'a tie that is not there',
      'rows are chosen by x, which they do not have',
      () => ({ ties: [{ name: 'x', type: 'key' }] }),
    ],
    ['a condition that is not there', 'rows are chosen by x, which they do not have', () => ({ where: 'x' })],
  ])('are refused with %s', (_, reason, change) => {
    expect(reasonAgainst(TENANTS, change)).toBe(reason);
  });

  it('keep conditions of the question above them, whatever the rules do', () => {
    const plan = planOf({
      metrics: ['held'],
      time: { from: '2026-01-01' },
      where: [{ dimension: 'orders.status', op: 'eq', value: 'open' }],
    });
    const lines = printed(optimizePlan(plan, RULES).plan.rows).map((line) => line.trim());
    expect(lines.slice(3)).toEqual([
      'ChooseRows last ordered_at by channel_id, ties by id length, id text, where kept',
      expect.stringMatching(/^RowValues .*kept: \(orders\.status = /),
      expect.stringMatching(
        /^Scan vault\.orders as orders \(tenant = client_id, \(orders\.ordered_at >= :\d+\)\)$/,
      ),
    ]);
  });
});
