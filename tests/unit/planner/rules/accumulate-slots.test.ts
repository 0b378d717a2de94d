import { describe, expect, it } from 'vitest';
import { metricsUnder } from '../../../../src/planner/nodes/order-rows.ts';
import { accumulateSlots } from '../../../../src/planner/rules/accumulate-slots.ts';
import { sumSlotsBeforeWindows } from '../../../../src/planner/rules/sum-slots-before-windows.ts';
import { nodesOf, optimized, planOf } from '../planned.ts';
import { DAILY, WINDOWED } from '../windowed-shop.ts';

const rules = [sumSlotsBeforeWindows, accumulateSlots];

function firedOn(...metrics: readonly string[]): readonly string[] {
  return optimized({ metrics, time: DAILY }, { rules, catalog: WINDOWED }).fired;
}

describe('fires', () => {
  it('on windows from the beginning, and on those from the beginning of a period', () => {
    const { plan, fired } = optimized(
      { metrics: ['so_far', 'this_year', 'to_date_before'], time: DAILY },
      { rules, catalog: WINDOWED },
    );
    expect(fired).toContain('accumulate-slots');
    // The last of them moves its windows after they were cut at the year, so that they need not grow any more.
    expect(nodesOf(plan.rows, 'accumulate_slots')).toHaveLength(2);
    expect(nodesOf(plan.rows, 'join_windows')).toHaveLength(1);
  });

  it('on periods of another year', () => {
    expect(firedOn('last_year')).toContain('accumulate-slots');
  });
});

describe('does not fire', () => {
  it('on windows that lose slots behind them', () => {
    expect(firedOn('recent')).toEqual(['sum-slots-before-windows']);
  });

  it('on aggregates that cannot be put together from those of slots', () => {
    expect(firedOn('average_so_far')).toEqual([]);
  });

  it('before slots are summed', () => {
    const metrics = metricsUnder(planOf({ metrics: ['so_far'], time: DAILY }, WINDOWED).rows);
    expect(accumulateSlots.apply(metrics)).toBe(metrics);
  });
});
