import { describe, expect, it } from 'vitest';
import { metricsUnder } from '../../../../src/planner/nodes/order-rows.ts';
import { dropIdleCombine } from '../../../../src/planner/rules/drop-idle-combine.ts';
import { optimized, planOf } from '../planned.ts';

const rules = [dropIdleCombine];

describe('fires', () => {
  it('on one leg', () => {
    const { plan, fired } = optimized(
      { metrics: ['revenue', 'orders_count'], by: ['channel.name'] },
      { rules },
    );
    expect(fired).toEqual(['drop-idle-combine']);
    expect(plan.rows.input.input.kind).toBe('leg');
  });

  it('on totals as well', () => {
    const { plan } = optimized({ metrics: ['revenue'], totals: true }, { rules });
    expect(plan.totals?.input.kind).toBe('leg');
  });
});

describe('does not fire', () => {
  it('on two legs, since each lacks groups that the other may have', () => {
    const { plan, fired } = optimized({ metrics: ['revenue', 'units'], by: ['channel.name'] }, { rules });
    expect(fired).toEqual([]);
    expect(plan.rows.input.input.kind).toBe('combine_legs');
  });

  it('on two legs over one model, since their rows differ by time', () => {
    expect(optimized({ metrics: ['revenue', 'due'], time: { grain: 'day' } }, { rules }).fired).toEqual([]);
  });

  it('twice, since nothing is left to do', () => {
    const once = dropIdleCombine.apply(metricsUnder(planOf({ metrics: ['revenue'] }).rows));
    expect(dropIdleCombine.apply(once)).toBe(once);
  });
});
