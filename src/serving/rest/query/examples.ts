/** Examples for the documentation: one question, asked of the demo project, and an answer to it. */

export const queryExample = {
  metrics: ['roas'],
  by: ['channel.name'],
  time: { grain: 'month', from: '2026-05-01', to: '2026-07-01' },
  where: [{ dimension: 'channel.name', op: 'in', values: ['Google Ads', 'VK Ads'] }],
};

const RECEIPT = '5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b5f2c8e0b';

export const answerExample = {
  data: [
    { time: '2026-05-01', 'channel.name': 'VK Ads', roas: 3.57380915477 },
    { time: '2026-05-01', 'channel.name': 'Google Ads', roas: 3.30579134775 },
    { time: '2026-06-01', 'channel.name': 'VK Ads', roas: 4.06589442878 },
    { time: '2026-06-01', 'channel.name': 'Google Ads', roas: 2.33168750299 },
  ],
  columns: [
    { name: 'time', kind: 'time', grain: 'month', zone: 'Europe/Moscow' },
    { name: 'channel.name', kind: 'dimension', type: 'string' },
    {
      name: 'roas',
      kind: 'metric',
      metric: 'roas',
      version: 1,
      hash: '6b1f0c5d6f6b4d5c0b3a2f1e0d9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c',
      type: 'float',
      format: { style: 'ratio', decimals: 2 },
    },
  ],
  totals: null,
  range: { from: '2026-05-01T00:00:00+03:00', to: '2026-07-01T00:00:00+03:00' },
  page: { limit: 1000, next: null, more: false },
  partial: [],
  warnings: [],
  receipt: { id: RECEIPT, url: `/v1/receipts/${RECEIPT}` },
};

export const planExample = {
  plan: [
    'OrderRows impressions desc, channel.name asc',
    '  ComputeMetrics impressions: impressions',
    '    Leg ad_spend by channel.name: impressions: sum(impressions)',
    '      RowValues channel.name: ad_spend.channel.name, impressions: ad_spend.impressions',
    '        JoinToOne ad_spend.channel on ad_spend.channel_id = ad_spend.channel.channel_id',
    '          Scan shop.ad_spend as ad_spend (tenant = client_id)',
    '          Scan shop.channels as ad_spend.channel (shared)\n',
  ].join('\n'),
  plan_tree: {
    node: 'OrderRows',
    detail: 'impressions desc, channel.name asc',
    inputs: [{ node: 'ComputeMetrics', detail: 'impressions: impressions', inputs: [] }],
  },
  plan_mermaid:
    'flowchart BT\n  n1["OrderRows impressions desc, channel.name asc"]\n  n2["ComputeMetrics impressions: impressions"]\n  n2 --> n1\n',
  statements: [{ name: 'rows', sql: 'with "ad_spend.rows" as (…)', parameters: ['tenant', '1001'] }],
  rules: [
    {
      name: 'drop-idle-combine',
      description: 'One leg has nothing to meet: the step that combines legs was left out.',
    },
  ],
  paths: [{ leg: 'ad_spend', model: 'channels', path: ['channel'] }],
  dimensions: [
    {
      leg: 'ad_spend',
      dimension: 'channel.name',
      path: ['channel'],
      models: ['ad_spend', 'channels'],
      reason: 'own_join',
      spelled: [],
      instead: [['campaign', 'channel']],
      because: 'ad_spend has a join of its own named channel. Passed over: campaign.channel.',
    },
  ],
  additions: { dimensions: ['campaign.name', 'channel.kind'], metrics: ['ad_spend', 'clicks'] },
};
