/** Plans as they are built: what is joined, read, named and combined. */

import { describe, expect, it } from 'vitest';
import { metricsUnder } from '../../../src/planner/nodes/order-rows.ts';
import { catalogOf, change, metricFile } from '../catalog/small-project.ts';
import { SHOP } from '../query/query-shop.ts';
import { nodesOf, optimized, planOf, printed } from './planned.ts';

describe('whole plans', () => {
  it('one leg by month and a joined dimension', () => {
    const query = {
      metrics: ['average_order'],
      by: ['channel.name'],
      time: { grain: 'month', from: '2026-01-01', to: '2026-02-01' },
      where: [{ dimension: 'channel.name', op: 'ne', value: 'x' }],
      order: [{ by: 'average_order', direction: 'desc' }],
    };
    expect(printed(optimized(query).plan.rows)).toEqual([
      'OrderRows average_order desc, time asc, channel.name asc',
      '  ComputeMetrics average_order: (revenue / orders_count)',
      '    Leg orders by time, channel.name: revenue: sum(amount), orders_count: count(*)',
      '      RowValues time: bucket_month(orders.ordered_at, :2), channel.name: orders.channel.name, amount: orders.amount',
      '        KeepRows where (orders.channel.name is null or not (orders.channel.name = :1))',
      '          JoinToOne orders.channel on orders.channel_id = orders.channel.id',
      '            Scan shop.orders as orders (tenant = client_id, (orders.ordered_at >= :3), (orders.ordered_at < :4))',
      '            Scan shop.channels as orders.channel (shared)',
    ]);
  });

  it('two legs meet on their groups; a leg without a tenant column is scoped through its parent', () => {
    expect(printed(planOf({ metrics: ['units', 'revenue'], by: ['customer.name'] }).rows)).toEqual([
      'OrderRows units desc, customer.name asc',
      '  ComputeMetrics units: units, revenue: revenue',
      '    CombineLegs by customer.name',
      '      Leg items by customer.name: units: sum(quantity)',
      '        RowValues customer.name: items.order.customer.name, quantity: items.quantity',
      '          JoinToOne items.order.customer on items.order.customer_id = items.order.customer.id and items.order.client_id = items.order.customer.client_id',
      '            JoinToOne items.order on items.order_id = items.order.id',
      '              Scan shop.items as items (tenant through shop.orders)',
      '              Scan shop.orders as items.order (tenant = client_id)',
      '            Scan shop.customers as items.order.customer (tenant = client_id)',
      '      Leg orders by customer.name: revenue: sum(amount)',
      '        RowValues customer.name: orders.customer.name, amount: orders.amount',
      '          JoinToOne orders.customer on orders.customer_id = orders.customer.id and orders.client_id = orders.customer.client_id',
      '            Scan shop.orders as orders (tenant = client_id)',
      '            Scan shop.customers as orders.customer (tenant = client_id)',
    ]);
  });

  it('totals are the same query without groups, order and limit', () => {
    const { rows, totals } = planOf({
      metrics: ['revenue'],
      by: ['channel.name'],
      time: { grain: 'day', from: '2026-01-01' },
      where: [{ dimension: 'orders.status', op: 'is_null' }],
      totals: true,
    });
    expect(rows.keys).toHaveLength(3);
    expect(totals && printed(totals)).toEqual([
      'ComputeMetrics revenue: revenue',
      '  CombineLegs',
      '    Leg orders: revenue: sum(amount)',
      '      RowValues amount: orders.amount',
      '        KeepRows where (orders.ordered_at >= :2) and orders.status is null',
      '          Scan shop.orders as orders (tenant = client_id)',
    ]);
  });
});

describe('joins', () => {
  const aliases = (query: object): readonly string[] =>
    nodesOf(planOf({ metrics: ['revenue'], ...query }).rows, 'scan').map(({ alias }) => alias);
  const paid = { dimension: 'channel.name', op: 'eq', value: 'x' };

  it.each<[string, object, readonly string[]]>([
    ['none that is not used', {}, ['orders']],
    ['none for the key on this side', { by: ['orders.channel_id'] }, ['orders']],
    [
      'one for all that it is used for',
      { by: ['channel.name'], where: [paid, { not: paid }] },
      ['orders', 'orders.channel'],
    ],
    [
      'one for each path to one model',
      { by: ['orders.recipient.name', 'customer.name'] },
      ['orders', 'orders.recipient', 'orders.customer'],
    ],
    [
      'those on the way',
      { by: ['orders.customer.region.name'] },
      ['orders', 'orders.customer', 'orders.customer.region'],
    ],
    [
      'those that only a condition needs',
      { where: [{ any: [paid, { dimension: 'orders.status', op: 'is_null' }] }] },
      ['orders', 'orders.channel'],
    ],
  ])('%s', (_, query, expected) => {
    expect([...aliases(query)].sort()).toEqual([...expected].sort());
  });

  it('totals do not join what only groups needed', () => {
    const { totals } = planOf({ metrics: ['revenue'], by: ['channel.name'], totals: true });
    expect(totals && nodesOf(totals, 'scan').map(({ alias }) => alias)).toEqual(['orders']);
  });

  it('scans read the columns that are used, in order, and no others', () => {
    const { rows } = planOf({ metrics: ['revenue'], by: ['customer.name'], where: [paid] });
    const columns = nodesOf(rows, 'scan').map(({ alias, columns: read }) => [alias, ...read]);
    expect(columns).toEqual([
      ['orders', 'amount', 'channel_id', 'client_id', 'customer_id'],
      ['orders.customer', 'client_id', 'id', 'name'],
      ['orders.channel', 'id', 'name'],
    ]);
  });
});

describe('values of rows', () => {
  const values = (query: unknown, catalog = SHOP): readonly string[][] =>
    nodesOf(planOf(query, catalog).rows, 'row_values').map(({ columns }) => columns.map(({ name }) => name));
  const nasty = catalogOf(
    change(
      ['models/orders.yaml', '  amount: {', '  net: { type: decimal, formula: amount * 7 }\n  amount: {'],
      ['sales/a.yaml', '', metricFile('a', 'sum(orders.amount) + max(orders.amount) + avg(orders.amount)')],
      ['sales/b.yaml', '', metricFile('b', 'sum(orders.amount * 7) / sum(orders.net)')],
      [
        'sales/c.yaml',
        '',
        metricFile('c', 'sum(orders.amount * 2) - sum(orders.amount * 3) + sum(orders.amount * 4)'),
      ],
      [
        'sales/d.yaml',
        '',
        metricFile(
          'd',
          "(count(orders) filter (where orders.is_promo) + count(orders) filter (where orders.status = 'x')) / sum(orders.amount) filter (where orders.is_promo)",
        ),
      ],
      ['sales/c_2.yaml', '', metricFile('c_2', 'sum(orders.amount * 5)')],
    ),
  );

  it.each<[string, object, readonly string[]]>([
    ['one for all aggregates of a member', { metrics: ['a'] }, ['amount']],
    ['one for equal formulas, written out', { metrics: ['b'] }, ['b']],
    ['one for each formula', { metrics: ['c'] }, ['c', 'c_2', 'c_3']],
    ['none takes the name of another', { metrics: ['c', 'c_2'] }, ['c', 'c_2', 'c_3', 'c_2_2']],
    ['one for equal filters', { metrics: ['d'] }, ['is_promo', 'd_2 counts', 'amount']],
    ['one for a group that is aggregated too', { metrics: ['e'], by: ['orders.status'] }, ['orders.status']],
    [
      'a group by a key is its text, a count of it is not',
      { metrics: ['f'], by: ['orders.id'] },
      ['orders.id', 'id'],
    ],
    [
      'two groups that mean one',
      { metrics: ['a'], by: ['channel.name', 'orders.channel.name'] },
      ['channel.name', 'orders.channel.name', 'amount'],
    ],
    [
      'the time, and a group that means it',
      { metrics: ['a'], by: ['orders.ordered_at:day'], time: { grain: 'day' } },
      ['time', 'orders.ordered_at:day', 'amount'],
    ],
    [
      'a member that a group of another path is called like',
      { metrics: ['g'], by: ['channel.name'] },
      ['channel.name', 'channel.name 2'],
    ],
  ])('%s', (_, query, expected) => {
    const files = change(
      ['models/items.yaml', 'joins:\n', 'joins:\n  channel: { model: channels, on: { channel_id: id } }\n'],
      ['models/items.yaml', 'facts:', 'roles: { channel: order.channel }\nfacts:'],
      ['sales/g.yaml', '', metricFile('g', 'count_distinct(items.channel.name)')],
      ['sales/e.yaml', '', metricFile('e', 'count_distinct(orders.status)')],
      ['sales/f.yaml', '', metricFile('f', 'count_distinct(orders.id)')],
    );
    const own = ['e', 'f', 'g'].some((name) => JSON.stringify(query).includes(`"${name}"`));
    expect(values(query, own ? catalogOf(files) : nasty)).toEqual([expected]);
  });
});

describe('names', () => {
  it('legs over two times of one model never take the name of a model', () => {
    const catalog = catalogOf(
      change(
        [
          'models/orders_by_due_on.yaml',
          '',
          'model: orders_by_due_on\nsource: shop.x\ntenant: shared\ntime: at\ndimensions: { at: { type: time } }\n',
        ],
        ['sales/due.yaml', '', metricFile('due', 'count(orders)', 'time: orders.due_on')],
        ['sales/other.yaml', '', metricFile('other', 'count(orders_by_due_on)')],
      ),
    );
    const { rows } = planOf({ metrics: ['revenue', 'due', 'other'], time: { from: '2026-01-01' } }, catalog);
    expect(nodesOf(rows, 'leg').map(({ name }) => name)).toEqual([
      'orders',
      'orders_by_due_on',
      'orders_by_due_on_2',
    ]);
  });

  it('aggregates are filled with zero unless their metric says null', () => {
    const { rows } = planOf({ metrics: ['revenue', 'buyers', 'average_order'] });
    expect(metricsUnder(rows).zeros).toEqual(['revenue', 'orders_count']);
  });
});

it('plans hold no value of the request: what differs in values only has one plan', () => {
  const query = (status: string, from: string, limit: number) => ({
    metrics: ['revenue'],
    where: [{ dimension: 'orders.status', op: 'eq', value: status }],
    time: { from },
    limit,
  });
  expect(planOf(query('a', '2026-01-01', 5))).toEqual(planOf(query('b', '2025-05-05', 7)));
});
