/** What the catalog says of itself: dimensions that compose, grains, inputs, sources. */
import { beforeAll, describe, expect, it } from 'vitest';
import { GRAINS } from '../../../src/base/value-type.ts';
import {
  describeDimensions,
  describeMetricNamed,
  describeMetrics,
} from '../../../src/engine/describe-catalog.ts';
import { makeReceipt } from '../../../src/engine/make-receipt.ts';
import { PlanCache } from '../../../src/engine/prepare-query.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { loadSqlVerifier } from '../../../src/sql/verify-sql.ts';
import { catalogOf, change, metricFile } from '../catalog/small-project.ts';
import { bind, SHOP } from '../query/query-shop.ts';

function outcome(query: object): string {
  try {
    bind(query);
    return 'bound';
  } catch (fault) {
    return fault instanceof SemanticError ? fault.code : 'unknown';
  }
}

describe('metrics', () => {
  it('stand in the order of their names', () => {
    const names = describeMetrics(SHOP).map(({ name }) => name);
    expect(names).toEqual([...SHOP.metrics.keys()].sort());
  });

  it('say what they are made of', () => {
    expect(describeMetricNamed('average_order@1', SHOP)).toMatchObject({
      name: 'average_order',
      version: 1,
      formula: 'revenue / orders_count',
      formula_in_words: 'revenue divided by orders count',
      unit: 'EUR per order',
      type: 'float',
      inputs: [
        { metric: 'revenue', version: 1 },
        { metric: 'orders_count', version: 1 },
      ],
      sources: [{ model: 'orders', source: 'shop.orders', refresh: { every: '1 hour' } }],
      grains: GRAINS,
    });
  });

  it('by days have no parts of a day', () => {
    const days = ['day', 'week', 'month', 'quarter', 'fiscal_quarter', 'year', 'fiscal_year'];
    expect(describeMetricNamed('due', SHOP).grains).toEqual(days);
    expect(describeMetricNamed('opened', SHOP).grains).toEqual(GRAINS);
  });

  it('by periods have the grains that are made of whole ones', () => {
    const monthly = catalogOf(
      change(
        [
          'models/orders.yaml',
          '  due_on: { type: date }',
          '  due_on: { type: date }\n  month: { type: date, grain: month }',
        ],
        ['sales/monthly.yaml', '', metricFile('monthly', 'count(orders)', 'time: orders.month')],
        ['sales/mixed.yaml', '', metricFile('mixed', 'monthly / revenue')],
      ),
    );
    for (const name of ['monthly', 'mixed'])
      expect(describeMetricNamed(name, monthly).grains).toEqual([
        'month',
        'quarter',
        'fiscal_quarter',
        'year',
        'fiscal_year',
      ]);
  });

  it('without time have no grains', () => {
    expect(describeMetricNamed('in_stock', SHOP).grains).toEqual([]);
  });

  it.each([
    ['revenu', 'QUERY_UNKNOWN_METRIC'],
    ['constructor', 'QUERY_UNKNOWN_METRIC'],
    ['revenue@2', 'QUERY_UNKNOWN_VERSION'],
  ])('%s is none', (name, code) => {
    expect(() => describeMetricNamed(name, SHOP)).toThrow(expect.objectContaining({ code }));
  });
});

describe('holidays', () => {
  const desk = '{ zone: UTC, hours: { mon-fri: ["09:00-17:00"] }, holidays: { model: closures, date: day } }';
  const catalog = catalogOf(
    change(
      ['project.yaml', 'roles:', `calendars: { desk: ${desk} }\nroles:`],
      [
        'models/closures.yaml',
        '',
        'model: closures\nsource: shop.closures\ntenant: shared\nrefresh: { every: 1 month }\ndimensions: { day: { type: date } }\n',
      ],
      [
        'models/orders.yaml',
        '  amount: {',
        '  open: { type: float, formula: "business_minutes(ordered_at, ordered_at + 3 days, desk)" }\n  amount: {',
      ],
      ['sales/open.yaml', '', metricFile('open', 'sum(orders.open)', 'source: [orders, closures]')],
      ['sales/open_share.yaml', '', metricFile('open_share', 'open / count(orders)')],
      ['sales/slow.yaml', '', metricFile('slow', 'count(orders) filter (where orders.open > 60)')],
      ['sales/slowest.yaml', '', metricFile('slowest', 'max(orders.weight)', 'filter: orders.open > 600')],
    ),
  );
  beforeAll(loadSqlVerifier);

  it.each(['open', 'open_share', 'slow', 'slowest'])('are a source of %s', (name) => {
    expect(describeMetricNamed(name, catalog).sources).toEqual([
      { model: 'orders', source: 'shop.orders', refresh: expect.objectContaining({ every: '1 hour' }) },
      { model: 'closures', source: 'shop.closures', refresh: expect.objectContaining({ every: '1 month' }) },
    ]);
  });

  it('are none of a metric that counts no working time, and make no leg', () => {
    expect(describeMetricNamed('revenue', catalog).sources.map(({ model }) => model)).toEqual(['orders']);
    expect(describeMetricNamed('open', catalog).dimensions).not.toContain('closures.day');
    expect(describeMetricNamed('open', catalog).grains).toEqual(GRAINS);
  });

  it('stand in receipts', () => {
    const query = { metrics: ['open_share'] };
    const bound = bind(query, catalog);
    const prepared = new PlanCache().prepare(bound.shape, catalog);
    const answer = { columns: [], rows: [], totals: null, range: { from: null, to: null } };
    const scope = { tenants: [] };
    const { body } = makeReceipt({
      catalog,
      query,
      bound,
      prepared,
      scope,
      answer,
      access: [],
      told: [],
      keysProven: false,
    });
    expect(JSON.parse(body).metrics[0].sources).toEqual(describeMetricNamed('open', catalog).sources);
  });
});

describe('dimensions of a metric', () => {
  it.each([
    ['in_stock', ['stock.sku']],
    [
      'revenue',
      [
        'channel.id',
        'channel.name',
        'channels.id',
        'channels.name',
        'customer.id',
        'customer.name',
        'customer.region_id',
        'customer.signed_up_at',
        'orders.channel_id',
        'orders.customer_id',
        'orders.due_on',
        'orders.id',
        'orders.is_promo',
        'orders.number',
        'orders.opens_at',
        'orders.ordered_at',
        'orders.recipient_id',
        'orders.status',
      ],
    ],
  ])('%s', (name, dimensions) => {
    expect(describeMetricNamed(name, SHOP).dimensions).toEqual(dimensions);
  });

  it('are exactly those that a query can group it by', () => {
    const all = describeDimensions(SHOP);
    for (const metric of describeMetrics(SHOP)) {
      for (const { name, type, metrics } of all) {
        const temporal = type === 'date' || type === 'time' || type === 'local_time';
        const query = { metrics: [metric.name], by: [temporal ? `${name}:month` : name] };
        const composes = metrics.includes(metric.name);
        expect(metric.dimensions.includes(name)).toBe(composes);
        expect(outcome(query)).toMatch(composes ? /^bound$/ : /^QUERY_(NO|AMBIGUOUS)_PATH$/);
      }
    }
  });
});

describe('dimensions', () => {
  it('are listed once, in order, and never a fact or the tenant column', () => {
    const names = describeDimensions(SHOP).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names.filter((name) => /client_id|amount|price|credit/.test(name))).toEqual([]);
  });

  it('that no metric can be grouped by are left out', () => {
    // Two joins lead from orders to customers, so that regions are reached by two paths.
    expect(describeDimensions(SHOP).map(({ name }) => name)).not.toContain('region.name');
  });

  it('say how a time can be grouped', () => {
    const find = (name: string) => describeDimensions(SHOP).find((one) => one.name === name);
    const day = find('orders.due_on');
    expect(day?.grains).toContain('fiscal_year');
    expect(day?.grains).not.toContain('hour');
    expect(day?.parts).toContain('day_of_week');
    expect(day?.parts).not.toContain('hour_of_day');
  });

  it('say their values', () => {
    expect(describeDimensions(SHOP).find(({ name }) => name === 'orders.status')).toEqual({
      name: 'orders.status',
      type: 'string',
      title: null,
      description: null,
      values: ['placed', 'paid'],
      grains: [],
      parts: [],
      shown: null,
      metrics: ['average_order', 'buyers', 'due', 'opened', 'orders_count', 'revenue', 'units'],
    });
  });
});
