/** Statements as the planner and compiler really make them, for verifiers to be tried on. */
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { PlanCache, type PreparedQuery } from '../../../src/engine/prepare-query.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';

/** Metrics that they ask for beside the leak project's own. */
export const SAMPLE_METRICS: Readonly<Record<string, string>> = {
  recent: 'trailing(revenue, 3 days)',
  held: 'sum(orders.amount latest by orders.account.name, orders.channel_id)',
  newest: 'count(items last)',
  daily: 'avg(revenue per day)',
  opening: 'first(orders_count per day)',
  closing: 'last(trailing(orders_count, 3 days) per day)',
  best: 'max(revenue per channel.name) filter (where orders_count > 1)',
  worked: "sum(business_minutes(orders.ordered_at, time '2026-07-01T12:00', desk))",
};

/** Questions to the leak project, by what their statements have in them. */
export const SAMPLE_QUERIES: Readonly<Record<string, MetricQuery>> = {
  'one column scope': { metrics: ['revenue'] },
  'column scopes and a join': {
    metrics: ['revenue', 'orders_count'],
    by: ['channel.name'],
    where: [{ dimension: 'orders.status', op: 'in', values: ['open', 'paid'] }],
  },
  'a shared table': { metrics: ['regions_count'], by: ['region.name'] },
  'a shared table joined': { metrics: ['budget'], by: ['region.name', 'channel.is_paid'] },
  'a key that is the tenant': {
    metrics: ['largest_order'],
    by: ['account.name'],
    time: { grain: 'month', from: '2026-01-01' },
  },
  'scope through one join': {
    metrics: ['item_value'],
    by: ['items.sku'],
    time: { grain: 'week', from: '2026-01-01', to: '2026-07-01' },
  },
  'scope through two joins': {
    metrics: ['marks_sum'],
    by: ['item.sku', 'channel.name'],
    where: [{ not: { dimension: 'orders.note', op: 'contains', value: 'x' } }],
    totals: true,
  },
  'buckets filled': {
    metrics: ['revenue', 'item_value'],
    by: ['channel.name'],
    time: { grain: 'hour', from: '2026-01-01', to: '2026-01-02', fill: true },
  },
  'several legs': {
    metrics: ['roas', 'item_value', 'pages'],
    by: ['channel.name'],
    time: { grain: 'quarter' },
    where: [{ dimension: 'channel.is_paid', op: 'eq', value: true }],
    order: [{ by: 'roas', direction: 'desc' }],
    totals: true,
  },
  'the best groups': {
    metrics: ['revenue', 'pages'],
    by: ['channel.name'],
    time: { grain: 'month' },
    top: { n: 2, of: ['channel.name'], by: 'revenue' },
    having: [{ metric: 'revenue', op: 'gt', value: 5 }],
  },
  'the best groups and the others': {
    metrics: ['revenue'],
    by: ['channel.name', 'orders.status'],
    top: { n: 2, of: ['channel.name'], by: 'revenue', others: true },
  },
  'working time': {
    metrics: ['worked', 'item_value'],
    by: ['channel.name'],
    totals: true,
  },
  windows: {
    metrics: ['revenue', 'recent'],
    by: ['channel.name'],
    time: { grain: 'day', from: '2026-01-01', to: '2026-02-01' },
    top: { n: 2, of: ['channel.name'], by: 'recent' },
    totals: true,
  },
  'chosen rows': {
    metrics: ['held', 'newest', 'revenue'],
    by: ['channel.name'],
    time: { grain: 'day', from: '2026-01-01', to: '2026-02-01' },
    where: [{ dimension: 'channel.is_paid', op: 'eq', value: true }],
    top: { n: 2, of: ['channel.name'], by: 'held', others: true },
    totals: true,
  },
  'attributes from other rows': {
    metrics: ['later_orders', 'amounts_before', 'item_value'],
    by: ['orders.lines', 'order.place'],
    time: { grain: 'month', from: '2026-01-01', to: '2026-07-01' },
    where: [{ dimension: 'order.lines', op: 'gt', value: 0 }],
    top: { n: 2, of: ['order.place'], by: 'later_orders' },
    totals: true,
  },
  'attributes of a joined model': { metrics: ['sold', 'revenue'], by: ['channel.name'] },
  'across a bridge': {
    metrics: ['accounts_count', 'orders_count'],
    by: ['account.sold_by.name'],
    where: [
      { dimension: 'account.sold_by.is_paid', op: 'ne', value: true },
      {
        any: [
          { dimension: 'account.name', op: 'eq', value: 'x' },
          { dimension: 'account.sold_by.name', op: 'is_null' },
        ],
      },
    ],
    top: { n: 2, of: ['account.sold_by.name'], by: 'orders_count', others: true },
    totals: true,
  },
  'periods and parts of times': {
    metrics: ['revenue', 'item_value'],
    by: ['orders.ordered_at:trade.status', 'orders.ordered_at:hour_of_day'],
    time: { grain: 'fiscal_quarter', from: '2026-01-01', to: '2027-01-01' },
    totals: true,
  },
  'values of groups': {
    metrics: ['daily', 'opening', 'closing', 'best'],
    by: ['channel.name'],
    time: { grain: 'month', from: '2026-01-01', to: '2026-03-01' },
    top: { n: 2, of: ['channel.name'], by: 'daily', others: true },
    totals: true,
  },
  'values of a dimension': { by: ['channel.name'] },
};

export interface NamedStatement {
  readonly name: string;
  readonly statement: CompiledStatement;
}

/** The statements of one query, its totals included. */
export function prepare(query: MetricQuery, catalog: Catalog): PreparedQuery {
  return new PlanCache().prepare(
    bindQuery(query, catalog, { now: new Date('2026-11-22T12:00:00Z') }).shape,
    catalog,
  );
}

/** All statements of the sample queries; the verifier must be loaded. */
export function sampleStatements(catalog: Catalog): readonly NamedStatement[] {
  return Object.entries(SAMPLE_QUERIES).flatMap(([name, query]) => {
    const { rows, totals } = prepare(query, catalog);
    const statements: NamedStatement[] = [{ name, statement: rows }];
    if (totals) statements.push({ name: `${name}, totals`, statement: totals });
    return statements;
  });
}
