import { describe, expect, it } from 'vitest';
import { carriesTotals, outputColumns } from '../../../../src/planner/node.ts';
import { leg } from '../../../../src/planner/nodes/leg.ts';
import { metricsUnder, orderRows } from '../../../../src/planner/nodes/order-rows.ts';
import { joinTotalsToRows } from '../../../../src/planner/rules/join-totals-to-rows.ts';
import { mapLegs } from '../../../../src/planner/rules/map-legs.ts';
import { verifyPlan } from '../../../../src/planner/verify-plan.ts';
import { SHOP } from '../../query/query-shop.ts';
import { nodesOf, optimized, planOf } from '../planned.ts';

const rules = [joinTotalsToRows];

describe('fires', () => {
  it('on a grouped query, each of whose legs then reads its rows once', () => {
    const { plan, fired } = optimized(
      { metrics: ['revenue', 'units'], by: ['channel.name'], totals: true },
      { rules },
    );
    expect(fired).toEqual(['join-totals-to-rows']);
    expect(plan.totals).toBeNull();
    expect(nodesOf(plan.rows, 'leg').map(({ totals }) => totals)).toEqual([true, true]);
    expect(carriesTotals(plan.rows)).toBe(true);
  });

  it('on buckets of time', () => {
    const query = { metrics: ['revenue'], time: { grain: 'day' }, totals: true };
    expect(optimized(query, { rules }).fired).toEqual(['join-totals-to-rows']);
  });
});

describe('does not fire', () => {
  it('where nobody asks for totals', () => {
    expect(optimized({ metrics: ['revenue'], by: ['channel.name'] }, { rules }).fired).toEqual([]);
  });

  it('over conditions on the answer, or a choice of groups, which totals do not know', () => {
    const query = { metrics: ['revenue'], by: ['channel.name'], totals: true };
    const having = [{ metric: 'revenue', op: 'gt', value: 1 }];
    const top = { n: 1, of: ['channel.name'], by: 'revenue' };
    expect(optimized({ ...query, having }, { rules }).fired).toEqual([]);
    expect(optimized({ ...query, top }, { rules }).fired).toEqual([]);
  });

  it('without groups, since a set of no columns is the total already', () => {
    expect(optimized({ metrics: ['revenue'], totals: true }, { rules }).fired).toEqual([]);
  });
});

it('a plan in which some legs have totals and others have none is refused', () => {
  const plan = planOf({ metrics: ['revenue', 'units'], by: ['channel.name'] });
  let seen = 0;
  const input = mapLegs(metricsUnder(plan.rows), (node) => {
    seen += 1;
    return leg({ ...node, totals: seen === 1 });
  });
  const mixed = orderRows({ ...plan.rows, input });
  expect(() => verifyPlan(mixed, outputColumns(plan.rows), { catalog: SHOP, tenants: 'one' })).toThrow(
    expect.objectContaining({ reason: 'some legs have totals and others have none' }),
  );
});
