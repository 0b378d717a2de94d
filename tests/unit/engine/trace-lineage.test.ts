/** What metrics are made of, down to the columns, for those who may see all of it and for those who may not. */
import { describe, expect, it } from 'vitest';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import { type LineageNode, traceLineage } from '../../../src/engine/trace-lineage.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import { type Files, metricFile } from '../catalog/small-project.ts';
import { buildFiles, release } from '../versions/released-project.ts';

const FILES: Files = {
  'project.yaml': 'project: traced\ntimezone: UTC\ncurrency: EUR\nroles: { channel: channels }\n',
  'models/channels.yaml': `model: channels
source: shop.channels
primary_key: id
tenant: shared
dimensions: { kind: { type: string, column: sort } }
`,
  'models/spend.yaml': `model: spend
source: shop.ad_spend
tenant: client
access: { groups: [finance] }
facts: { cost: { type: decimal, unit: currency, column: amount } }
`,
  'models/customers.yaml': `model: customers
source: shop.customers
primary_key: id
tenant: client
dimensions: { first_order_on: { type: date, formula: "min(orders.on_day)" } }
`,
  'models/orders.yaml': `model: orders
source: shop.orders
primary_key: id
tenant: client
time: on_day
joins:
  channel: { model: channels, on: { channel_id: id } }
  customer: { model: customers, on: { buyer: id } }
dimensions:
  on_day: { type: date, column: ordered_on }
  email: { type: string, sensitive: pii }
  is_promo: { type: boolean, formula: "channel.kind = 'promo'" }
facts:
  amount: { type: decimal, unit: currency }
  cost: { type: decimal, unit: currency, access: { groups: [finance] } }
  margin: { type: decimal, unit: currency, formula: amount - cost, access: all }
`,
  'a/revenue.yaml': metricFile('revenue', 'sum(orders.amount)'),
  'a/orders_count.yaml': metricFile('orders_count', 'count(orders)'),
  'a/ad_cost.yaml': metricFile('ad_cost', 'sum(spend.cost)'),
  'a/roas.yaml': metricFile('roas', 'revenue / ad_cost', 'access: all'),
  'a/promo.yaml': metricFile('promo', 'sum(orders.margin) filter (where orders.is_promo)', 'access: all'),
  'a/buyers.yaml': metricFile('buyers', 'count_distinct(orders.email)'),
  'a/firsts.yaml': metricFile(
    'firsts',
    'count(orders) filter (where orders.customer.first_order_on = orders.on_day)',
  ),
};

const { catalog } = buildFiles(FILES);

const viewer = (groups: readonly string[] = []): Principal => ({
  kind: 'service_key',
  id: 'k',
  tenants: ['t' as TenantId],
  capability: 'viewer',
  groups: [...groups],
});

/** `from > to`, and each node as it is told. */
function traced(metric: string, principal: Principal = viewer(['finance']), files = catalog) {
  const { nodes, edges } = traceLineage(metric, viewCatalog(files, principal));
  return { nodes, edges: edges.map(({ from, to }) => `${from} > ${to}`) };
}

const ids = (nodes: readonly LineageNode[]) => nodes.map(({ id }) => id);

describe('the lineage of a metric', () => {
  it('leads from metrics over members and their formulas to columns of tables', () => {
    const { nodes, edges } = traced('promo');
    expect(edges).toEqual([
      'metric promo > model orders',
      'metric promo > member orders.margin',
      'metric promo > member orders.is_promo',
      'metric promo > member orders.on_day',
      'member orders.margin > member orders.amount',
      'member orders.margin > member orders.cost',
      'member orders.margin > model orders',
      'member orders.is_promo > member channels.kind',
      'member orders.is_promo > model orders',
      'member orders.on_day > model orders',
      'member orders.amount > model orders',
      'member orders.cost > model orders',
      'member channels.kind > model channels',
    ]);
    expect(nodes.find(({ id }) => id === 'member channels.kind')).toEqual({
      id: 'member channels.kind',
      kind: 'member',
      name: 'channels.kind',
      type: 'string',
      formula: null,
      column: 'sort',
    });
    expect(nodes.find(({ id }) => id === 'member orders.margin')).toMatchObject({
      formula: 'amount - cost',
      column: null,
    });
    expect(nodes.find(({ id }) => id === 'model orders')).toEqual({
      id: 'model orders',
      kind: 'model',
      name: 'orders',
      source: 'shop.orders',
    });
  });

  it('begins with the metric, and has each thing once', () => {
    const { nodes, edges } = traced('roas');
    expect(nodes[0]).toMatchObject({ id: 'metric roas', version: 1, formula: 'revenue / ad_cost' });
    expect(edges.slice(0, 2)).toEqual(['metric roas > metric revenue', 'metric roas > metric ad_cost']);
    expect(new Set(ids(nodes)).size).toBe(nodes.length);
    expect(new Set(edges).size).toBe(edges.length);
    expect(new Set(edges.flatMap((edge) => edge.split(' > ')))).toEqual(new Set(ids(nodes)));
  });

  it('goes by models whose rows a member looks at', () => {
    expect(traced('firsts').edges).toEqual(
      expect.arrayContaining([
        'metric firsts > member customers.first_order_on',
        'member customers.first_order_on > member orders.on_day',
        'member customers.first_order_on > model orders',
        'member customers.first_order_on > model customers',
      ]),
    );
  });

  it('is that of a version where one is named', () => {
    const raised = metricFile('revenue', 'sum(orders.cost)').replace('version: 1', 'version: 2');
    const later = { ...release(FILES), 'a/revenue.yaml': raised };
    const { catalog: both } = buildFiles(later);
    const [before, now] = ['revenue@1', 'revenue'].map((name) => traced(name, viewer(['finance']), both));
    expect(before?.nodes[0]).toMatchObject({ id: 'metric revenue@1', name: 'revenue', version: 1 });
    expect(before?.edges).toContain('metric revenue@1 > member orders.amount');
    expect(now?.edges).toContain('metric revenue > member orders.cost');
    expect(now?.edges).not.toContain('metric revenue > member orders.amount');
  });
});

describe('what somebody may not see', () => {
  it('is one node without a name, and nothing behind it is told', () => {
    const { nodes, edges } = traced('roas', viewer());
    expect(nodes[0]).toMatchObject({ formula: 'revenue / ‹restricted›' });
    expect(nodes.filter(({ kind }) => kind === 'restricted')).toEqual([
      { id: 'restricted', kind: 'restricted' },
    ]);
    expect(edges).toContain('metric roas > restricted');
    expect(JSON.stringify({ nodes, edges })).not.toMatch(/cost|spend/);
  });

  it('hides the formula of a member that names it', () => {
    const { nodes, edges } = traced('promo', viewer());
    expect(nodes.find(({ id }) => id === 'member orders.margin')).toMatchObject({ formula: null });
    expect(edges).toContain('member orders.margin > restricted');
    expect(JSON.stringify({ nodes, edges })).not.toContain('cost');
  });

  it('is a sensitive member that no policy shows', () => {
    const { nodes, edges } = traced('buyers', viewer());
    expect(edges).toContain('metric buyers > restricted');
    expect(ids(nodes)).not.toContain('member orders.email');
  });

  it('has no lineage itself', () => {
    expect(() => traced('ad_cost', viewer())).toThrow(
      expect.objectContaining({ code: 'QUERY_UNKNOWN_METRIC' }),
    );
    expect(() => traced('nothing')).toThrow(expect.objectContaining({ code: 'QUERY_UNKNOWN_METRIC' }));
  });
});
