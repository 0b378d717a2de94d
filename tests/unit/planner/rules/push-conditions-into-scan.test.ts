import { describe, expect, it } from 'vitest';
import { metricsUnder } from '../../../../src/planner/nodes/order-rows.ts';
import { pushConditionsIntoScan } from '../../../../src/planner/rules/push-conditions-into-scan.ts';
import { catalogOf, change } from '../../catalog/small-project.ts';
import { nodesOf, optimized, planOf, printed } from '../planned.ts';

const rules = [pushConditionsIntoScan];
const own = { dimension: 'orders.status', op: 'eq', value: 'x' };
const joined = { dimension: 'channel.name', op: 'is_null' };

/** Conditions of each scan, and those that stay above. */
function conditions(query: object): {
  scans: readonly string[];
  kept: readonly string[];
  fired: readonly string[];
} {
  const { plan, fired } = optimized({ metrics: ['revenue'], ...query }, { rules });
  const scans = nodesOf(plan.rows, 'scan').flatMap((scan) => scan.conditions.map(() => scan.alias));
  const lines = printed(plan.rows).filter((line) => line.includes('KeepRows'));
  return { scans, kept: lines.map((line) => line.trim()), fired };
}

describe('fires', () => {
  it('on conditions and ranges of the root, which leave no step behind', () => {
    expect(conditions({ where: [own], time: { from: '2026-01-01', to: '2026-02-01' } })).toEqual({
      scans: ['orders', 'orders', 'orders'],
      kept: [],
      fired: ['push-conditions-into-scan'],
    });
  });

  it('below joins', () => {
    expect(conditions({ where: [own], by: ['channel.name'] })).toMatchObject({ scans: ['orders'], kept: [] });
  });

  it('on every leg and on totals', () => {
    const query = { metrics: ['revenue', 'units'], time: { from: '2026-01-01' }, totals: true };
    const { plan } = optimized(query, { rules });
    expect(plan.totals && nodesOf(plan.totals, 'scan').map(({ conditions: list }) => list.length)).toEqual([
      1, 0, 0,
    ]);
  });

  it('on formulas over columns of the root alone', () => {
    const catalog = catalogOf(
      change([
        'models/orders.yaml',
        '  status: {',
        '  is_paid: { type: boolean, formula: "status = \'paid\'" }\n  status: {',
      ]),
    );
    const where = [{ dimension: 'orders.is_paid', op: 'eq', value: true }];
    expect(optimized({ metrics: ['revenue'], where }, { rules, catalog }).fired).toEqual([
      'push-conditions-into-scan',
    ]);
  });

  it('on a part, and leaves the rest above the join', () => {
    expect(conditions({ where: [own, joined] })).toEqual({
      scans: ['orders'],
      kept: ['KeepRows where orders.channel.name is null'],
      fired: ['push-conditions-into-scan'],
    });
  });
});

describe('does not fire', () => {
  it('without conditions', () => {
    expect(conditions({ by: ['channel.name'] }).fired).toEqual([]);
  });

  it('on joined columns, which inside the join would turn "not there" into "there, but null"', () => {
    expect(conditions({ where: [joined] })).toEqual({
      scans: [],
      kept: ['KeepRows where orders.channel.name is null'],
      fired: [],
    });
  });

  it('on alternatives of which one is joined, since a row may pass by the other', () => {
    expect(conditions({ where: [{ any: [own, joined] }] })).toEqual({
      scans: [],
      kept: ['KeepRows where ((orders.status = :1) or orders.channel.name is null)'],
      fired: [],
    });
  });

  it('on the time of a parent, which stands behind a join', () => {
    const { fired } = optimized({ metrics: ['units'], time: { from: '2026-01-01' } }, { rules });
    expect(fired).toEqual([]);
  });

  it('twice, since nothing is left to do', () => {
    const once = pushConditionsIntoScan.apply(
      metricsUnder(planOf({ metrics: ['revenue'], where: [own, joined] }).rows),
    );
    expect(pushConditionsIntoScan.apply(once)).toBe(once);
  });
});
