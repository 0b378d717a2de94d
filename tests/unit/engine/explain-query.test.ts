/** Explanations of queries over the shop, which need no database. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog, Metric } from '../../../src/catalog/catalog.ts';
import type { PlanExplanation } from '../../../src/engine/explain.ts';
import { explainQuery } from '../../../src/engine/explain-query.ts';
import { PlanCache } from '../../../src/engine/prepare-query.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { loadSqlVerifier } from '../../../src/sql/verify-sql.ts';
import { loadShopCatalog } from '../../support/shop.ts';

let shop: Catalog;
beforeAll(async () => {
  shop = await loadShopCatalog();
  await loadSqlVerifier();
});

function explain(query: MetricQuery, catalog = shop): PlanExplanation {
  const now = new Date('2026-05-01T00:00:00Z');
  const bind = (asked: MetricQuery) => bindQuery(asked, catalog, { now });
  const bound = bind(query);
  return explainQuery(new PlanCache().prepare(bound.shape, catalog), { query, bound, catalog, bind });
}

/** `orders customer.name: customer: The reason.` for each leg and dimension. */
function ways(query: MetricQuery): readonly string[] {
  return explain(query).dimensions.map(
    ({ leg, dimension, path, because }) => `${leg} ${dimension}: ${path.join('.') || '-'}: ${because}`,
  );
}

describe('the plan', () => {
  it('is the same as text, as data and as a flowchart', () => {
    const { plan, plan_tree, plan_mermaid } = explain({ metrics: ['stock_units'] });
    expect(plan).toBe(`OrderRows stock_units desc
  ComputeMetrics stock_units: stock_units
    Leg stock: stock_units: sum(units)
      RowValues units: stock.units
        Scan shop.stock as stock (tenant = client_id)
`);
    expect(plan_tree).toEqual({
      node: 'OrderRows',
      detail: 'stock_units desc',
      inputs: [
        {
          node: 'ComputeMetrics',
          detail: 'stock_units: stock_units',
          inputs: [
            {
              node: 'Leg',
              detail: 'stock: stock_units: sum(units)',
              inputs: [
                {
                  node: 'RowValues',
                  detail: 'units: stock.units',
                  inputs: [{ node: 'Scan', detail: 'shop.stock as stock (tenant = client_id)', inputs: [] }],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(plan_mermaid).toBe(`flowchart BT
  n1["OrderRows stock_units desc"]
  n2["ComputeMetrics stock_units: stock_units"]
  n3["Leg stock: stock_units: sum(units)"]
  n4["RowValues units: stock.units"]
  n5["Scan shop.stock as stock (tenant = client_id)"]
  n5 --> n4
  n4 --> n3
  n3 --> n2
  n2 --> n1
`);
  });

  it('names the rules that fired, each with what it did', () => {
    expect(explain({ metrics: ['revenue', 'ad_cost'] }).rules).toEqual([]);
    expect(explain({ metrics: ['revenue'], time: { from: '2026-01-01' } }).rules).toEqual([
      {
        name: 'drop-idle-combine',
        description: 'One leg has nothing to meet: the step that combines legs was left out.',
      },
      {
        name: 'push-conditions-into-scan',
        description: "Conditions on a leg's own columns moved into the scan of its table.",
      },
    ]);
  });
});

describe('paths', () => {
  it.each<[string, MetricQuery, readonly string[]]>([
    [
      'own joins, and what they passed over',
      { metrics: ['roas'], by: ['channel.name'] },
      [
        'orders channel.name: campaign.channel: campaign.channel is the only path from orders to channel, through campaigns.',
        'ad_spend channel.name: channel: ad_spend has a join of its own named channel. Passed over: campaign.channel.',
      ],
    ],
    [
      'settlements, and what they chose among',
      { metrics: ['revenue'], by: ['country.name'] },
      [
        'orders country.name: customer.country: orders settles the role country as customer.country. Passed over: recipient.country.',
      ],
    ],
    [
      'only paths, and settlements at their end',
      { metrics: ['items_value'], by: ['country.name'] },
      [
        'order_items country.name: order.customer.country: order.customer.country is the only path from order_items to country, through orders and customers.',
      ],
    ],
    [
      'the root, by its role and by its name',
      { metrics: ['revenue'], by: ['order.status', 'orders.gift'] },
      [
        'orders order.status: -: The role order leads to orders, the root of the leg.',
        'orders orders.gift: -: orders is the root of the leg.',
      ],
    ],
    [
      'what the query spells',
      { metrics: ['refunds_amount'], by: ['order.recipient.referrer.name'] },
      [
        'refunds order.recipient.referrer.name: order.recipient.referrer: refunds has a join of its own named order. From there the query spells recipient.referrer.',
      ],
    ],
    [
      'conditions as well, each name once and without its grain',
      {
        metrics: ['revenue'],
        by: ['customer.signed_up_at:month'],
        where: [
          { dimension: 'customer.signed_up_at', op: 'not_null' },
          { any: [{ not: { dimension: 'campaign.kind', op: 'eq', value: 'brand' } }] },
        ],
      },
      [
        'orders customer.signed_up_at: customer: orders has a join of its own named customer.',
        'orders campaign.kind: campaign: orders has a join of its own named campaign.',
      ],
    ],
  ])('say of %s', (_, query, expected) => {
    expect(ways(query)).toEqual(expected);
  });

  it('are data as well', () => {
    expect(explain({ metrics: ['items_value'], by: ['order.customer.country.name'] }).dimensions).toEqual([
      {
        leg: 'order_items',
        dimension: 'order.customer.country.name',
        path: ['order', 'customer', 'country'],
        models: ['order_items', 'orders', 'customers', 'countries'],
        reason: 'own_join',
        spelled: ['customer', 'country'],
        instead: [],
        because:
          'order_items has a join of its own named order. From there the query spells customer.country.',
      },
    ]);
  });
});

/** What the binder takes when it is asked one by one. */
function takes(query: MetricQuery): boolean {
  try {
    bindQuery(query, shop);
    return true;
  } catch {
    return false;
  }
}

describe('additions', () => {
  it.each<[string, MetricQuery, readonly string[]]>([
    [
      'dimensions that every leg knows',
      { metrics: ['cost_per_click'] },
      [
        'ad_spend.campaign_id',
        'ad_spend.channel_id',
        'ad_spend.day',
        'campaign.channel_id',
        'campaign.id',
        'campaign.kind',
        'campaign.name',
        'campaign.starts_on',
        'campaigns.channel_id',
        'campaigns.id',
        'campaigns.kind',
        'campaigns.name',
        'campaigns.starts_on',
        'channel.id',
        'channel.is_paid',
        'channel.name',
      ],
    ],
    ['none that is there already', { metrics: ['stock_units'] }, ['stock.sku']],
    ['none that is there already', { metrics: ['stock_units'], by: ['stock.sku'] }, []],
  ])('are %s', (_, query, expected) => {
    expect(explain(query).additions.dimensions).toEqual(expected);
  });

  it('are dates that stand for periods, of any size', () => {
    for (const by of ['plans.channel_id', 'shifts.id', 'budgets.id']) {
      const [model = ''] = by.split('.');
      const date = { plans: 'planned', shifts: 'week', budgets: 'quarter' }[model] ?? '';
      expect(explain({ by: [by] }).additions.dimensions).toContain(`${model}.${date}`);
    }
  });

  it.each<[string, MetricQuery, readonly string[]]>([
    ['know every dimension', { metrics: ['stock_units'], by: ['stock.sku'] }, []],
    [
      'know every dimension of a filter',
      { metrics: ['clicks'], where: [{ dimension: 'ad_spend.cost', op: 'gt', value: 0 }] },
      ['ad_cost', 'cost_per_click'],
    ],
  ])('are metrics that %s', (_, query, expected) => {
    expect(explain(query).additions.metrics).toEqual(expected);
  });

  it('are dimensions that the metric allows, however they are spelled', () => {
    const clicks = shop.metrics.get('clicks');
    const limited = { ...clicks, dimensions: ['campaign.kind', 'ad_spend.day'] } as Metric;
    const catalog = { ...shop, metrics: new Map([...shop.metrics, ['clicks', limited] as const]) };
    expect(explain({ metrics: ['clicks'] }, catalog).additions.dimensions).toEqual([
      'ad_spend.day',
      'campaign.kind',
      'campaigns.kind',
    ]);
    const { metrics } = explain({ metrics: ['ad_cost'], by: ['channel.name'] }, catalog).additions;
    expect(metrics).toContain('cost_per_click');
    expect(metrics).not.toContain('clicks');
  });

  it('know tenants, and keys beside them, in queries over several', () => {
    const query: MetricQuery = { metrics: ['revenue'], tenants: 'all' };
    const apart = explain(query).additions.dimensions;
    expect(apart).toEqual(expect.arrayContaining(['channel.name', 'tenant']));
    expect(apart).not.toContain('customer.id');
    const together = explain({ ...query, by: ['tenant'] }).additions.dimensions;
    expect(together).toEqual(expect.arrayContaining(['channel.name', 'customer.id']));
    expect(together).not.toContain('tenant');
    expect(explain({ metrics: ['revenue'] }).additions.dimensions).not.toContain('tenant');
  });

  it('leave out metrics without time where the query looks at it', () => {
    const { metrics } = explain({ metrics: ['revenue'], time: { grain: 'month' } }).additions;
    expect(metrics).toContain('ad_cost');
    expect(metrics).not.toContain('stock_units');
    expect(explain({ metrics: ['revenue'] }).additions.metrics).toContain('stock_units');
    const ago: MetricQuery = { metrics: ['revenue'], time: { range: 'last 30 days' } };
    expect(explain(ago).additions.metrics).toEqual(metrics);
  });

  it('are those that the binder takes, all of them and no other', () => {
    const query: MetricQuery = {
      metrics: ['roas'],
      by: ['channel.name'],
      where: [
        { dimension: 'channel.name', op: 'in', values: ['ads', 'seo', 'ads'] },
        { any: [{ not: { dimension: 'channel.is_paid', op: 'eq', value: true } }] },
      ],
      having: [{ metric: 'roas', op: 'gt', value: 1 }],
    };
    const { metrics } = explain(query).additions;
    const taken = [...shop.metrics.keys()].filter(
      (name) => name !== 'roas' && takes({ ...query, metrics: ['roas', name] }),
    );
    expect(metrics).toEqual(taken.sort());
    expect(metrics).toContain('revenue');
    expect(metrics).not.toContain('stock_units');
  });

  it('are none where the query is full', () => {
    const metrics = Array.from({ length: 20 }, (_, index) => ({ metric: 'revenue', as: `r${index}` }));
    expect(explain({ metrics }).additions.metrics).toEqual([]);
  });
});
