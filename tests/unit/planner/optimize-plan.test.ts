import { describe, expect, it } from 'vitest';
import { computeMetrics } from '../../../src/planner/nodes/compute-metrics.ts';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import { optimizePlan } from '../../../src/planner/optimize-plan.ts';
import { mapLegs } from '../../../src/planner/rules/map-legs.ts';
import type { Rule } from '../../../src/planner/rules/rule.ts';
import { nodesOf, optimized, planOf } from './planned.ts';

const idle: Rule = { name: 'do-nothing', description: 'Nothing.', apply: (node) => node };
const copy: Rule = {
  name: 'copy-node',
  description: 'Copied a node.',
  apply: (node) => computeMetrics(node),
};

describe('optimizePlan', () => {
  it('names the rules that changed something, in order, and shows the plan after each', () => {
    const seen: string[] = [];
    const { fired } = optimizePlan(planOf({ metrics: ['revenue'] }), [copy, idle, copy], (_, rule) => {
      seen.push(rule.name);
    });
    expect(fired).toEqual(['copy-node', 'copy-node']);
    expect(seen).toEqual(fired);
  });

  it('gives the very same plan where no rule fired', () => {
    const plan = planOf({ metrics: ['revenue'], totals: true });
    expect(optimizePlan(plan, [idle]).plan).toBe(plan);
  });

  it('all rules together leave one scan with its conditions below one leg', () => {
    const { plan, fired } = optimized({ metrics: ['revenue'], time: { from: '2026-01-01' } });
    expect(fired).toEqual(['drop-idle-combine', 'push-conditions-into-scan']);
    expect(nodesOf(plan.rows, 'scan').map(({ conditions }) => conditions.length)).toEqual([1]);
  });
});

describe('mapLegs', () => {
  it('keeps the reference where every leg stays', () => {
    for (const metrics of [['revenue'], ['revenue', 'units']]) {
      const node = metricsUnder(planOf({ metrics }).rows);
      expect(mapLegs(node, (leg) => leg)).toBe(node);
    }
  });

  it('rebuilds around one leg that changed, and keeps the others', () => {
    const node = metricsUnder(planOf({ metrics: ['revenue', 'units'] }).rows);
    const mapped = mapLegs(node, (leg) => (leg.name === 'items' ? { ...leg, name: 'lines' } : leg));
    const before = nodesOf(node, 'leg');
    const after = nodesOf(mapped, 'leg');
    expect(after.map(({ name }) => name)).toEqual(['orders', 'lines']);
    expect(after[0]).toBe(before[0]);
  });
});
