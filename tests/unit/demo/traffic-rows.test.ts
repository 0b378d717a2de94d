import { describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { adSpendTable, campaignsTable, ordersTable } from '../../../src/demo/sales-tables.ts';
import {
  countriesTable,
  creativeDaysTable,
  creativesTable,
  customersTable,
  devicesTable,
  leadsTable,
  sessionsTable,
} from '../../../src/demo/traffic/traffic-tables.ts';
import { kopecks, type Row, readRows } from './demo-totals.ts';

const demo = generateDemo();
const spending = readRows(demo, adSpendTable);
const campaigns = readRows(demo, campaignsTable);
const orders = readRows(demo, ordersTable);
const sessions = readRows(demo, sessionsTable);
const leads = readRows(demo, leadsTable);
const customers = readRows(demo, customersTable);
const creatives = readRows(demo, creativesTable);
const creativeDays = readRows(demo, creativeDaysTable);

const known = {
  countries: new Set(readRows(demo, countriesTable).map((row) => row('country_code'))),
  devices: new Set(readRows(demo, devicesTable).map((row) => row('device_code'))),
  creatives: new Set(creatives.map((row) => `${row('client_id')}/${row('creative_id')}`)),
  customers: new Set(customers.map((row) => `${row('client_id')}/${row('customer_id')}`)),
};

describe('the demo’s creatives', () => {
  it('divide what VK Ads and Google Ads report, to the kopeck, and nothing else', () => {
    const reporting = new Set(
      campaigns
        .filter((row) => ['2', '3'].includes(row('channel_id') ?? ''))
        .map((row) => `${row('client_id')}/${row('campaign_id')}`),
    );
    const reported = spending.filter((row) => reporting.has(`${row('client_id')}/${row('campaign_id')}`));
    expect(sumByDay(creativeDays)).toEqual(sumByDay(reported));
  });
});

/** Kopecks, clicks and impressions by client and day. */
function sumByDay(rows: readonly Row<'client_id' | 'day' | 'spend' | 'clicks' | 'impressions'>[]) {
  const sums = new Map<string, readonly [number, number, number]>();
  for (const row of rows) {
    const key = `${row('client_id')} ${row('day')}`;
    const [spend, clicks, impressions] = sums.get(key) ?? [0, 0, 0];
    sums.set(key, [
      spend + kopecks(row('spend')),
      clicks + Number(row('clicks')),
      impressions + Number(row('impressions')),
    ]);
  }
  return sums;
}

describe('the demo’s traffic has the dirt of real life', () => {
  const dirt: readonly (readonly [what: string, least: number, count: () => number])[] = [
    ['sessions without a channel', 300, () => countWhere(sessions, (row) => row('channel_id') === null)],
    ['sessions without a campaign', 2000, () => countWhere(sessions, (row) => row('campaign_id') === null)],
    ['sessions from nowhere', 200, () => countWhere(sessions, (row) => row('country_code') === null)],
    ['sessions from an unknown country', 20, () => countWhere(sessions, isFrom(known.countries))],
    ['sessions of an unknown device', 20, () => countWhere(sessions, isOn(known.devices))],
    ['sessions not measured', 2000, () => countWhere(sessions, (row) => row('seconds') === null)],
    ['leads without a channel', 300, () => countWhere(leads, (row) => row('channel_id') === null)],
    ['leads nobody has looked at', 100, () => countWhere(leads, (row) => row('status') === 'new')],
    ['days of deleted creatives', 20, () => countWhere(creativeDays, isOfUnknownCreative)],
    ['creatives of one name', 50, () => creatives.length - distinctNames()],
    ['orders of deleted customers', 50, () => countWhere(orders, isOfUnknownCustomer)],
    ['customers without a segment', 100, () => countWhere(customers, (row) => row('segment') === null)],
  ];

  it.each(dirt)('%s: at least %i', (_, least, count) => {
    expect(count()).toBeGreaterThanOrEqual(least);
  });

  it('counts sessions more coarsely since the sample was thinned', () => {
    const weights = (from: string, to: string) =>
      new Set(
        sessions
          .filter((row) => row('client_id') === '17')
          .filter((row) => String(row('started_at')) >= from && String(row('started_at')) < to)
          .map((row) => row('weight')),
      );
    expect([...weights('2024-07-01', '2025-06-30')]).toEqual(['350']);
    expect([...weights('2025-07-02', '2026-07-01')]).toEqual(['490']);
  });
});

function countWhere<Item>(rows: readonly Item[], holds: (row: Item) => boolean): number {
  return rows.filter(holds).length;
}

function isFrom(countries: ReadonlySet<string | null>) {
  return (row: Row<'country_code'>) => row('country_code') !== null && !countries.has(row('country_code'));
}

function isOn(devices: ReadonlySet<string | null>) {
  return (row: Row<'device_code'>) => row('device_code') !== null && !devices.has(row('device_code'));
}

function isOfUnknownCreative(row: Row<'client_id' | 'creative_id'>): boolean {
  return !known.creatives.has(`${row('client_id')}/${row('creative_id')}`);
}

function isOfUnknownCustomer(row: Row<'client_id' | 'customer_id'>): boolean {
  return row('customer_id') !== null && !known.customers.has(`${row('client_id')}/${row('customer_id')}`);
}

function distinctNames(): number {
  return new Set(creatives.map((row) => `${row('client_id')}/${row('name')}`)).size;
}
