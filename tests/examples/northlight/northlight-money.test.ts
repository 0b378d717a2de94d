import { beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { channelsTable } from '../../../src/demo/sales-tables.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { createDemoTotals } from '../../unit/demo/demo-totals.ts';
import type { Ask } from '../open-project.ts';
import { compareFigures, cut, MONTHS, whole } from './compare-answers.ts';
import {
  ACCOUNT_MEASURES,
  type MoneyRows,
  PLAN_MEASURES,
  readAccountChannels,
  readMoney,
} from './money-figures.ts';
import { openNorthlight } from './open-northlight.ts';
import { dayOf, moneyOf, monthOf, readTable } from './plain-rows.ts';

const demo = generateDemo();
const totals = createDemoTotals(demo);
const channels = new Map(readTable(demo, channelsTable).map((row) => [row.channel_id, row.name]));
const NOTHING: MoneyRows = { plans: [], sales: [], spending: [], movements: [], balances: [] };
const EVERYTHING = { ...PLAN_MEASURES, ...ACCOUNT_MEASURES };
const RANGE = { from: '2024-07-01', to: '2026-07-01' } as const;

describeEachDatabase('Northlight’s money', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await openNorthlight(open());
  });

  describe.each([
    ['17', 'Europe/Moscow'],
    ['42', 'America/New_York'],
  ])('of client %s equals plain TypeScript', (client, zone) => {
    const rows = readMoney(demo, client);

    it('over all time', async () => {
      const question = { client, measures: EVERYTHING, groups: whole(rows), query: {} };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by month in its own zone', async () => {
      const groups = cut(MONTHS, (month) => ({
        plans: rows.plans.filter((plan) => plan.month === month),
        sales: rows.sales.filter(({ ordered_at }) => monthOf(ordered_at, zone) === month),
        spending: rows.spending.filter(({ day }) => monthOf(day, zone) === month),
        movements: rows.movements.filter(({ day }) => monthOf(day, zone) === month),
        balances: rows.balances.filter(({ day }) => monthOf(day, zone) === month),
      }));
      const query = { time: { grain: 'month', ...RANGE, zone } } as const;
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures: EVERYTHING,
        groups,
        query,
      });
      expect(answered).toEqual(expected);
    });

    it('by channel, that of the account for balances', async () => {
      const accounts = readAccountChannels(demo, client);
      const nameOf = (channel: string | null | undefined) => channels.get(channel ?? null) ?? null;
      const groups = cut([...channels.values(), null], (channel) => ({
        plans: rows.plans.filter((row) => nameOf(row.channel_id) === channel),
        sales: rows.sales.filter((row) => nameOf(row.channel_id) === channel),
        spending: rows.spending.filter((row) => nameOf(row.channel_id) === channel),
        movements: rows.movements.filter((row) => nameOf(accounts.get(row.account_id)) === channel),
        balances: rows.balances.filter((row) => nameOf(accounts.get(row.account_id)) === channel),
      }));
      const query = { by: ['channel.name'] };
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures: EVERYTHING,
        groups,
        query,
      });
      expect(answered).toEqual(expected);
    });

    it('so far within a month, a day of which has its part of the plan', async () => {
      const days = Array.from({ length: 30 }, (_, index) => `2026-06-${String(index + 1).padStart(2, '0')}`);
      const plan = moneyOf(
        rows.plans.filter(({ month }) => month === '2026-06-01').map((row) => row.revenue),
      );
      const groups = new Map(days.map((day) => [day, NOTHING]));
      const soFar = (day: string) =>
        moneyOf(
          rows.sales
            .filter(({ ordered_at }) => monthOf(ordered_at, zone) === '2026-06-01')
            .filter(({ ordered_at }) => dayOf(ordered_at, zone) <= day)
            .map(({ amount }) => amount),
        );
      const time = { grain: 'day', from: '2026-06-01', to: '2026-07-01', zone, fill: true } as const;
      const { answered } = await compareFigures(ask, {
        client,
        measures: { plan_attainment_to_date: () => null },
        groups,
        query: { time },
      });
      const expected = days.map((day, index) => [day, soFar(day) / ((plan * (index + 1)) / 30)] as const);
      expect(answered.map(([day]) => day)).toEqual(days);
      for (const [index, [, share]] of expected.entries())
        expect(Number(answered[index]?.[1].plan_attainment_to_date)).toBeCloseTo(share, 8);
    });

    it('of how long balances last', async () => {
      const isOfJune = ({ day }: { readonly day: string | null }) =>
        day !== null && day >= '2026-06-01' && day < '2026-06-29';
      const june = {
        ...rows,
        movements: rows.movements.filter(isOfJune),
        balances: rows.balances.filter(isOfJune),
      };
      const held = ACCOUNT_MEASURES.balance?.(june) ?? Number.NaN;
      const charged = ACCOUNT_MEASURES.charges?.(june) ?? Number.NaN;
      // Of these four weeks, the four Mondays are charged.
      const measures = { weeks_of_balance: () => (4 * held) / charged };
      const query = { time: { from: '2026-06-01', to: '2026-06-29', zone } };
      const question = { client, measures, groups: whole(NOTHING), query };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it.each(MONTHS.slice(0, 24).filter((_, index) => index % 6 === 2))(
      'of what is left in %s',
      async (from) => {
        const to = MONTHS[MONTHS.indexOf(from) + 1] ?? '';
        const known = totals({ client, from, to, zone });
        const net = (known.revenue_without_vat - known.refunds_without_vat) / 100;
        const margin = known.margin ?? Number.NaN;
        const left = (margin - known.ad_spend) / 100;
        const measures = {
          contribution_margin: () => left,
          contribution_margin_rate: () => left / net,
          margin_rate: () => margin / 100 / net,
          vat_in_revenue: () => (known.revenue - known.revenue_without_vat) / 100,
          refund_rate: () => known.refunds_amount / known.revenue,
        };
        const question = { client, measures, groups: whole(NOTHING), query: { time: { from, to, zone } } };
        const { answered, expected } = await compareFigures(ask, question);
        expect(answered).toEqual(expected);
      },
    );
  });

  it.each([
    ['plan_attainment', 0.8, 1.2],
    ['budget_use', 0.7, 1.4],
    ['weeks_of_balance', 0.5, 8],
    ['margin_rate', 0.25, 0.6],
    ['refund_rate', 0.02, 0.08],
  ])('has a plausible %s for each client, and another one for each', async (metric, least, most) => {
    const values = await Promise.all(
      ['17', '23', '31', '42'].map(async (client) =>
        Number((await ask(client, { metrics: [metric], time: RANGE })).rows[0]?.[0]),
      ),
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...values)).toBeLessThanOrEqual(most);
    expect(new Set(values).size).toBe(4);
  });
});
