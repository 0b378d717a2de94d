/** Examples for the documentation: a quarter of the demo project as it was reported, and what became of it. */

const time = { from: '2026-07-01', to: '2026-10-01' };

export const freezeRequestExample = {
  name: '2026-Q3 as reported',
  note: 'The report that went to the board.',
  queries: {
    kpi: { metrics: ['net_revenue', 'roas'], time },
    by_channel: { metrics: ['net_revenue'], by: ['channel.name'], time },
  },
};

const ID = '9d1f4c3a9d1f4c3a9d1f4c3a9d1f4c3a9d1f4c3a9d1f4c3a9d1f4c3a9d1f4c3a';
const RECEIPT = '5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b';
const HASHES = ['6b1f0c5d', 'e77a90b2'].map((part) => part.repeat(8));

export const freezeExample = {
  id: ID,
  name: freezeRequestExample.name,
  note: freezeRequestExample.note,
  tenants: ['1001'],
  made_by: '0123456789abcdef',
  made_at: '2026-10-05T09:12:44.031Z',
  catalog: '2'.repeat(64),
  queries: ['kpi', 'by_channel'],
};

const receipt = { id: RECEIPT, url: `/v1/receipts/${RECEIPT}` };
const [published = '', current = ''] = HASHES;

export const comparisonExample = {
  freeze: { id: ID, name: freezeRequestExample.name, made_at: freezeExample.made_at },
  query: 'by_channel',
  rows: [
    {
      seen: 'both',
      group: { 'channel.name': 'Google Ads' },
      values: { net_revenue: { published: 120_500.5, current: 118_200.5, definition: -3_000, data: 700 } },
    },
    {
      seen: 'now',
      group: { 'channel.name': 'Referral' },
      values: { net_revenue: { published: null, current: 900, definition: 0, data: null } },
    },
  ],
  groups: [{ name: 'channel.name', kind: 'dimension', type: 'string' }],
  metrics: [
    {
      name: 'net_revenue',
      type: 'decimal',
      unit: 'RUB',
      published: { metric: 'net_revenue', version: 1, hash: published, type: 'decimal', unit: 'RUB' },
      current: { metric: 'net_revenue', version: 2, hash: current },
    },
  ],
  totals: null,
  range: { from: '2026-07-01T00:00:00+03:00', to: '2026-10-01T00:00:00+03:00' },
  partial: { published: [], current: [] },
  warnings: [],
  receipts: { published: receipt, current: receipt },
};
