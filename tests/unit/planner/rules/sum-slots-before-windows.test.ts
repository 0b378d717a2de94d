import { describe, expect, it } from 'vitest';
import { metricsUnder } from '../../../../src/planner/nodes/order-rows.ts';
import { sumSlotsBeforeWindows } from '../../../../src/planner/rules/sum-slots-before-windows.ts';
import { nodesOf, optimized, planOf } from '../planned.ts';
import { DAILY, WINDOWED } from '../windowed-shop.ts';

const rules = [sumSlotsBeforeWindows];

function plan(query: object) {
  return optimized({ time: DAILY, ...query }, { rules, catalog: WINDOWED });
}

describe('fires', () => {
  it('on sums, which are then sums of the sums of slots', () => {
    const { plan: changed, fired } = plan({ metrics: ['recent'], by: ['orders.status'] });
    expect(fired).toEqual(['sum-slots-before-windows']);
    const [sums] = nodesOf(changed.rows, 'sum_slots');
    expect(sums?.groups.map(({ name }) => name)).toEqual(['orders.status']);
    const [leg] = nodesOf(changed.rows, 'leg');
    expect(leg?.aggregates).toMatchObject([{ function: 'sum', argument: { name: 'revenue' }, filter: null }]);
  });

  it('on least values', () => {
    const { plan: changed } = plan({ metrics: ['least'] });
    expect(nodesOf(changed.rows, 'leg')[0]?.aggregates).toMatchObject([{ function: 'min' }]);
  });

  it('on each leg with windows, and on no other', () => {
    const { plan: changed } = plan({ metrics: ['revenue', 'recent', 'so_far'] });
    expect(nodesOf(changed.rows, 'sum_slots').map(({ name }) => name)).toHaveLength(2);
  });

  it('behind the choice of the best groups', () => {
    const top = { n: 2, of: ['orders.status'], by: 'recent' };
    const { plan: changed } = plan({ metrics: ['recent'], by: ['orders.status'], top });
    expect(nodesOf(changed.rows, 'sum_slots')[0]?.input.kind).toBe('keep_top');
  });
});

describe('does not fire', () => {
  it('on distinct counts and averages, which need the rows', () => {
    expect(plan({ metrics: ['active', 'average_so_far'] }).fired).toEqual([]);
  });

  it('without windows, or without buckets', () => {
    expect(plan({ metrics: ['revenue'] }).fired).toEqual([]);
    expect(plan({ metrics: ['recent'], time: { from: '2026-01-01', to: '2026-02-01' } }).fired).toEqual([]);
  });

  it('twice, since nothing is left to do', () => {
    const once = sumSlotsBeforeWindows.apply(
      metricsUnder(planOf({ metrics: ['recent'], time: DAILY }, WINDOWED).rows),
    );
    expect(sumSlotsBeforeWindows.apply(once)).toBe(once);
  });
});
