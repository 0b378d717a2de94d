import { beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { campaignsTable, channelsTable } from '../../../src/demo/sales-tables.ts';
import { countriesTable, creativesTable, devicesTable } from '../../../src/demo/traffic/traffic-tables.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import type { Ask } from '../open-project.ts';
import { compareFigures, cut, MONTHS, whole } from './compare-answers.ts';
import { openNorthlight } from './open-northlight.ts';
import { instantOf, monthOf, ofClient, readTable } from './plain-rows.ts';
import {
  CONVERSION_MEASURES,
  CREATIVE_MEASURES,
  CUSTOMER_MEASURES,
  countCustomers,
  isSale,
  LEAD_MEASURES,
  LEAD_RATE_MEASURES,
  readTraffic,
  SESSION_MEASURES,
  SPENDING_MEASURES,
  type TrafficRows,
} from './traffic-figures.ts';

const demo = generateDemo();
const channels = new Map(readTable(demo, channelsTable).map((row) => [row.channel_id, row.name]));
const countries = new Map(readTable(demo, countriesTable).map((row) => [row.country_code, row.name]));
const devices = new Map(readTable(demo, devicesTable).map((row) => [row.device_code, row.name]));
const NOTHING: TrafficRows = {
  sessions: [],
  leads: [],
  spending: [],
  orders: [],
  creativeDays: [],
  customers: [],
};
const BY_CHANNEL = {
  ...SESSION_MEASURES,
  ...LEAD_MEASURES,
  ...LEAD_RATE_MEASURES,
  ...CONVERSION_MEASURES,
  ...SPENDING_MEASURES,
};

describeEachDatabase('Northlight’s traffic', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await openNorthlight(open());
  });

  describe.each(['17', '31'])('of client %s equals plain TypeScript', (client) => {
    const rows = readTraffic(demo, client);

    it.each([
      ['traffic', BY_CHANNEL],
      ['creatives and customers', { ...CREATIVE_MEASURES, ...CUSTOMER_MEASURES }],
    ])('over all time: %s', async (_, measures) => {
      const question = { client, measures, groups: whole(rows), query: {} };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it.each([
      ['traffic', BY_CHANNEL],
      ['creatives and customers', { ...CREATIVE_MEASURES, ...CUSTOMER_MEASURES }],
    ])('by month: %s', async (_, measures) => {
      const zone = client === '31' ? 'Asia/Almaty' : 'Europe/Moscow';
      const groups = cut(MONTHS, (month) => ({
        sessions: rows.sessions.filter(({ started_at }) => monthOf(started_at, zone) === month),
        leads: rows.leads.filter(({ created_at }) => monthOf(created_at, zone) === month),
        spending: rows.spending.filter(({ day }) => monthOf(day, zone) === month),
        orders: rows.orders.filter(({ ordered_at }) => monthOf(ordered_at, zone) === month),
        creativeDays: rows.creativeDays.filter(({ day }) => monthOf(day, zone) === month),
        customers: rows.customers.filter(({ registered_at }) => monthOf(registered_at, zone) === month),
      }));
      const query = { time: { grain: 'month', from: '2024-07-01', to: '2026-08-01', zone } } as const;
      const { answered, expected } = await compareFigures(ask, { client, measures, groups, query });
      expect(answered).toEqual(expected);
    });

    it('by channel, missing ones included', async () => {
      const isOf = (channel: string | null) => (row: { readonly channel_id: string | null }) =>
        (channels.get(row.channel_id) ?? null) === channel;
      const groups = cut([...channels.values(), null], (channel) => ({
        ...NOTHING,
        sessions: rows.sessions.filter(isOf(channel)),
        leads: rows.leads.filter(isOf(channel)),
        spending: rows.spending.filter(isOf(channel)),
        orders: rows.orders.filter(isOf(channel)),
      }));
      const query = { by: ['channel.name'] };
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures: BY_CHANNEL,
        groups,
        query,
      });
      expect(answered).toEqual(expected);
    });

    it('by country, that of the customer for orders', async () => {
      const home = new Map(rows.customers.map((customer) => [customer.customer_id, customer.country_code]));
      const nameOf = (code: string | null | undefined) => countries.get(code ?? null) ?? null;
      const groups = cut([...countries.values(), null], (country) => ({
        ...NOTHING,
        sessions: rows.sessions.filter((row) => nameOf(row.country_code) === country),
        leads: rows.leads.filter((row) => nameOf(row.country_code) === country),
        orders: rows.orders.filter((row) => nameOf(home.get(row.customer_id)) === country),
        customers: rows.customers.filter((row) => nameOf(row.country_code) === country),
      }));
      const measures = {
        ...SESSION_MEASURES,
        ...LEAD_MEASURES,
        ...CONVERSION_MEASURES,
        ...CUSTOMER_MEASURES,
      };
      const query = { by: ['country.name'] };
      const { answered, expected } = await compareFigures(ask, { client, measures, groups, query });
      expect(answered).toEqual(expected);
    });

    it('by device', async () => {
      const nameOf = (code: string | null) => devices.get(code) ?? null;
      const groups = cut([...devices.values(), null], (device) => ({
        ...NOTHING,
        sessions: rows.sessions.filter((row) => nameOf(row.device_code) === device),
        leads: rows.leads.filter((row) => nameOf(row.device_code) === device),
      }));
      const measures = { ...SESSION_MEASURES, ...LEAD_MEASURES, ...LEAD_RATE_MEASURES };
      const query = { by: ['device.name'] };
      const { answered, expected } = await compareFigures(ask, { client, measures, groups, query });
      expect(answered).toEqual(expected);
    });

    it('by campaign, of creatives', async () => {
      const campaigns = new Map(
        ofClient(readTable(demo, campaignsTable), client).map((row) => [row.campaign_id, row.name]),
      );
      const campaignOf = new Map(
        ofClient(readTable(demo, creativesTable), client).map((row) => [
          row.creative_id,
          campaigns.get(row.campaign_id) ?? null,
        ]),
      );
      const groups = cut(new Set([...campaigns.values(), null]), (campaign) => ({
        ...NOTHING,
        creativeDays: rows.creativeDays.filter(
          ({ creative_id }) => (campaignOf.get(creative_id) ?? null) === campaign,
        ),
      }));
      const question = { client, measures: CREATIVE_MEASURES, groups, query: { by: ['campaign.name'] } };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('of customers who fall silent', async () => {
      const boughtIn = (from: string, to: string) =>
        rows.orders.filter(
          (order) =>
            isSale(order) &&
            instantOf(order.ordered_at) >= instantOf(from) &&
            instantOf(order.ordered_at) < instantOf(to),
        );
      // Quarters begin at 21:00 UTC of the day before, in Moscow.
      const before = boughtIn('2025-12-31 21:00:00+00', '2026-03-31 21:00:00+00');
      const since = boughtIn('2026-03-31 21:00:00+00', '2026-06-30 21:00:00+00');
      const stayed = new Set(since.map(({ customer_id }) => customer_id));
      const lapsed = countCustomers(before.filter(({ customer_id }) => !stayed.has(customer_id)));
      const measures = {
        active_customers: () => countCustomers(since),
        lapsed_customers: () => lapsed,
        churn_rate: () => lapsed / countCustomers(before),
      };
      const time = { from: '2026-04-01', to: '2026-07-01', zone: 'Europe/Moscow' } as const;
      const question = { client, measures, groups: whole(NOTHING), query: { time } };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
      const bucketed = { ...question, groups: new Map([['2026-04-01', NOTHING]]) };
      const quarterly = await compareFigures(ask, {
        ...bucketed,
        query: { time: { ...time, grain: 'quarter' } },
      });
      expect(quarterly.answered).toEqual(quarterly.expected);
    });
  });

  it.each([
    ['ctr', 0.01, 0.04],
    ['roas', 2, 6],
    ['conversion_rate', 0.004, 0.03],
    ['bounce_rate', 0.2, 0.5],
    ['cpl', 1000, 20_000],
    ['repeat_rate', 0.4, 0.9],
  ])('has a plausible %s for each client, and another one for each', async (metric, least, most) => {
    const values = await Promise.all(
      ['17', '23', '31', '42'].map(async (client) =>
        Number((await ask(client, { metrics: [metric] })).rows[0]?.[0]),
      ),
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...values)).toBeLessThanOrEqual(most);
    expect(new Set(values).size).toBe(4);
  });
});
