/**
 * An error must not tell of rows out of scope: another tenant's text that is no number fails nobody's query.
 * Ten thousand rows make the database choose its plans as it would for real.
 */
import { expect, it } from 'vitest';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';

const FACT = 'facts:\n  price: { type: decimal }\ndimensions:\n  sku: { type: string }\n';
const FILES = new Map([
  ['project.yaml', 'project: oracle\ntimezone: UTC\n'],
  ['models/orders.yaml', `model: orders\nsource: probe.orders\nprimary_key: id\ntenant: client\n${FACT}`],
  [
    'models/items.yaml',
    `model: items\nsource: probe.items\ntenant: { join: order }\njoins:\n  order: { model: orders, on: { order_id: id } }\n${FACT}`,
  ],
  metricFile('order_value', 'sum(orders.price)'),
  metricFile('item_value', 'sum(items.price)'),
]);

const SCRIPT = `
  create schema probe;
  create table probe.orders (id int primary key, client text, sku text, price text);
  insert into probe.orders select n, case when n % 2 = 0 then 'a' else 'b' end, 'x', case when n % 2 = 0 then '10' else 'abc' end
    from generate_series(1, 10000) n;
  create table probe.items (order_id int, sku text, price text);
  insert into probe.items select id, sku, price from probe.orders;
  create index on probe.items (sku);
  create index on probe.orders (client);
  analyze probe.orders;
  analyze probe.items;`;

const QUESTIONS: readonly [MetricQuery, string][] = [
  [{ metrics: ['order_value'], where: [{ dimension: 'orders.price', op: 'gt', value: 5 }] }, '50000'],
  [{ metrics: ['item_value'], where: [{ dimension: 'items.price', op: 'gt', value: 5 }] }, '50000'],
  [
    {
      metrics: ['item_value'],
      where: [
        { dimension: 'items.sku', op: 'eq', value: 'x' },
        { dimension: 'items.price', op: 'lte', value: 10 },
      ],
    },
    '50000',
  ],
  [{ metrics: ['item_value'], by: ['items.sku'] }, '50000'],
];

describeEachDatabase('errors of other tenants', (database) => {
  it('fail their own queries only', async () => {
    const engine = await openProbe(database(), FILES, SCRIPT);
    for (const [query, expected] of QUESTIONS) {
      const { rows } = await engine.query(principalOf(['a']), { ...query, numbers: 'strings' });
      expect([query, rows.map((row) => row.at(-1))]).toEqual([
        query,
        [expect.objectContaining({ digits: expected })],
      ]);
      await expect(engine.query(principalOf(['b']), query)).rejects.toMatchObject({
        code: 'QUERY_REJECTED_BY_DATA',
      });
    }
  });
});
