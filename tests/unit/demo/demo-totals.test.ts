import { describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { createDemoTotals, type DemoTotals } from './demo-totals.ts';

const totals = createDemoTotals(generateDemo());

describe('known totals of the demo', () => {
  it('of the largest client, over all time', () => {
    expect(totals({ client: '17' })).toEqual({
      ad_spend: 5_101_320_000,
      impressions: 143_786_050,
      clicks: 2_266_942,
      revenue: 25_773_499_429,
      revenue_without_vat: 21_378_270_222,
      refunds_amount: 1_178_942_977,
      refunds_without_vat: 979_721_517,
      net_revenue: 24_594_556_452,
      cost_of_goods: 12_866_787_757,
      margin: 7_531_760_948,
      orders_count: 16_198,
      customers: 7218,
      new_customers: 5126,
      units: 35_721,
      ctr: 0.013280516434,
      cpa: 3149.35177182,
      cac: 9951.85329692,
      average_delivery_fee: 148.684731631,
      cancellation_rate: 0.0767222222222,
      aov: 15_911.5319354,
      cpc: 22.5030900658,
      roas: 4.82121420573,
      romi: 0.476433736366,
      promo_revenue_share: 0.140390160404,
      units_per_order: 2.20527225583,
    });
  });

  it('of one month, in the client’s zone', () => {
    const november = { client: '17', from: '2025-11-01', to: '2025-12-01', zone: 'Europe/Moscow' };
    expect(totals(november)).toMatchObject({
      revenue: 1_808_223_326,
      refunds_amount: 40_346_450,
      orders_count: 1144,
      customers: 919,
      ad_spend: 214_425_000,
      roas: 8.24473301154,
    });
  });

  it('of a week in which nothing was spent: ratios to the spending are null', () => {
    const holidays = { client: '17', from: '2026-01-01', to: '2026-01-08', zone: 'Europe/Moscow' };
    expect(totals(holidays)).toMatchObject({ ad_spend: 0, clicks: 0, cpc: null, roas: null, romi: null });
    expect(totals(holidays).revenue).toBe(219_735_720);
  });

  it('of channels, the missing one included, sum to the whole', () => {
    const names = [
      'Yandex Direct',
      'VK Ads',
      'Google Ads',
      'Email',
      'Organic search',
      'Referrals',
      'Bloggers',
    ];
    const parts = [...names, null].map((channel) => totals({ client: '23', channel }));
    const whole = totals({ client: '23' });
    expect(sumEach(parts)).toEqual(pickSums(whole));
    expect(totals({ client: '23', channel: null }).revenue).toBeGreaterThan(0);
  });

  it('of months sum to the two years', () => {
    const months = Array.from({ length: 25 }, (_, index) => {
      const month = new Date(Date.UTC(2024, 6 + index, 1));
      return month.toISOString().slice(0, 10);
    });
    const zone = 'America/New_York';
    const parts = months
      .slice(0, -1)
      .map((from, index) => totals({ client: '42', from, to: months[index + 1] ?? '', zone }));
    const whole = totals({ client: '42' });
    expect(sumEach(parts)).toEqual(pickSums(whole));
  });
});

const ADDITIVE = ['revenue', 'refunds_amount', 'net_revenue', 'cost_of_goods', 'ad_spend', 'clicks'] as const;

function sumEach(parts: readonly DemoTotals[]) {
  return ADDITIVE.map((metric) => [metric, parts.reduce((sum, part) => sum + (part[metric] ?? 0), 0)]);
}

function pickSums(totals: DemoTotals) {
  return ADDITIVE.map((metric) => [metric, totals[metric]]);
}
