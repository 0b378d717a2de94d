/** What answers with divided periods say of themselves: that there are parts, in a warning, the receipt and the plan. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeMetricNamed } from '../../../src/engine/describe-catalog.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { openTestPglite, type TestDatabase } from '../../support/databases.ts';
import { loadShopCatalog, openShop, principalOf } from '../../support/shop.ts';

const a = principalOf(['a']);
const SPREAD = {
  also: 'spread',
  metrics: {
    attained: 'revenue / plan',
    latest: 'sum(plans.amount latest by plans.channel_id)',
    planned: 'count(plans)',
    daily: 'max(plan per day)',
  },
};
let opened: TestDatabase;
let engine: Engine;
beforeAll(async () => {
  opened = await openTestPglite();
  engine = (await openShop(opened.database)).engineWith(SPREAD);
});
afterAll(() => opened.close());

describe('answers with divided periods', () => {
  it('warn of each metric that rests on parts, and say so in their receipt', async () => {
    const answer = await engine.query(a, {
      metrics: ['revenue', 'plan', { metric: 'attained', as: 'reached' }, 'daily'],
      time: { grain: 'day', from: '2026-01-01', to: '2026-01-03' },
    });
    expect(answer.warnings).toEqual(
      ['plan', 'reached', 'daily'].map(
        (name) =>
          `"${name}" rests on plans.planned, which stands for a whole month: what that holds is divided evenly over its days.`,
      ),
    );
    const receipt: unknown = JSON.parse(await engine.receipt(a, answer.receipt.id));
    const divided = ['plan', 'reached', 'daily'].map((column) => ({
      column,
      date: 'plans.planned',
      period: 'month',
    }));
    expect(receipt).toMatchObject({ query: { divided } });
  });

  it('say nothing where periods are whole', async () => {
    const answer = await engine.query(a, {
      metrics: ['plan'],
      time: { grain: 'month', from: '2026-01-01', to: '2026-03-01' },
    });
    expect(answer.warnings).toEqual([]);
  });

  it('keep the type of their columns, unless whole numbers are divided', async () => {
    const time = { from: '2026-01-02', to: '2026-01-03' };
    const { columns } = await engine.query(a, { metrics: ['plan', 'attained'], time });
    expect(columns).toMatchObject([{ type: 'decimal' }, { type: 'float' }]);
  });

  it('explain that rows are divided', async () => {
    const { plan } = await engine.plan(a, { metrics: ['plan'], time: { from: '2026-01-02' } });
    expect(plan).toContain('SpreadDays each day of the month of plans.planned');
  });
});

describe('the catalog', () => {
  it('knows by which grains a metric may be asked for', async () => {
    const catalog = await loadShopCatalog(SPREAD);
    expect(describeMetricNamed('plan', catalog).grains[0]).toBe('day');
    expect(describeMetricNamed('attained', catalog).grains[0]).toBe('day');
    for (const name of ['latest', 'planned'])
      expect(describeMetricNamed(name, catalog).grains[0]).toBe('month');
  });

  it('has another hash where a date is divided', async () => {
    const hashes = await Promise.all(
      [true, false].map(async (spread) => {
        const planned = { type: 'date', grain: 'month', ...(spread ? { spread: 'even' } : {}) };
        const catalog = await loadShopCatalog({
          dimensions: { plans: { planned } },
          metrics: { plan: 'sum(plans.amount)' },
        });
        return catalog.metrics.get('plan')?.hash;
      }),
    );
    expect(new Set(hashes).size).toBe(2);
  });
});
