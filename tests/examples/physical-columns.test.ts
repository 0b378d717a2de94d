/** What a definition declares holds whatever the column is: text, float, small number, money. */
import { expect, it } from 'vitest';
import { ExactNumber } from '../../src/base/exact-number.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';

const MODEL = `model: t
source: probe.t
primary_key: id
tenant: ten
dimensions:
  flag: { type: boolean }
  ordinal: { type: integer, column: words }
  kind: { type: string }
facts:
  words: { type: integer }
  big: { type: integer }
  cash: { type: decimal }
`;

const FILES = new Map([
  ['project.yaml', 'project: probe\ntimezone: UTC\nroles: { region: regions }\n'],
  ['models/t.yaml', MODEL],
  [
    'models/regions.yaml',
    'model: regions\nsource: probe.regions\nprimary_key: id\ntenant: shared\ndimensions:\n  rows: { type: string }\n',
  ],
  ...['sales', 'sales_by_region'].map((name): [string, string] => [
    `models/${name}.yaml`,
    `model: ${name}\nsource: probe.${name}\ntenant: ten\njoins: { region: { model: regions, on: { region_id: id } } }\nfacts: { v: { type: integer } }\n`,
  ]),
  metricFile('most', 'max(t.words)'),
  metricFile('words_sum', 'sum(t.words)'),
  metricFile('big_sum', 'sum(t.big)'),
  metricFile('cash_sum', 'sum(t.cash)'),
  metricFile('flagged', 'count(t) filter (where t.flag)'),
  metricFile('rows_count', 'count(t)'),
  metricFile('sold', 'sum(sales.v)'),
  metricFile('sold_by_region', 'sum(sales_by_region.v)'),
]);

const SCRIPT = `
  create schema probe;
  create type probe.kind as enum ('z', 'a');
  create table probe.t (id int primary key, ten text, words text, big double precision, cash money, flag smallint, kind probe.kind);
  insert into probe.t values
    (1, 'a', '9', 1e15, '12.34', 0, 'z'),
    (2, 'a', '10', 1e15, '0.66', 1, 'a'),
    (3, 'a', '100', 3, null, null, null),
    (4, 'a', '-5', null, null, 1, 'a');
  create table probe.regions (id int primary key, rows text);
  insert into probe.regions values (1, 'north');
  create table probe.sales (ten text, region_id int, v int);
  insert into probe.sales values ('a', 1, 2);
  create table probe.sales_by_region (ten text, region_id int, v int);
  insert into probe.sales_by_region values ('a', 1, 3), ('a', null, 4);`;

const exact = (digits: string) => new ExactNumber(digits);

const CASES: readonly [string, MetricQuery, readonly (readonly unknown[])[]][] = [
  [
    'whole numbers in a text column and in a float',
    { metrics: ['most', 'words_sum', 'big_sum'] },
    [[exact('100'), exact('114'), exact('2000000000000003')]],
  ],
  [
    'whole numbers of a text column, in the order of numbers',
    { metrics: ['rows_count'], by: ['t.ordinal'], order: [{ by: 't.ordinal' }] },
    ['-5', '9', '10', '100'].map((digits) => [exact(digits), exact('1')]),
  ],
  [
    'a condition on whole numbers of a text column',
    { metrics: ['rows_count'], where: [{ dimension: 't.words', op: 'gt', value: 9 }] },
    [[exact('2')]],
  ],
  ['money', { metrics: ['cash_sum'] }, [[exact('13.00')]]],
  [
    'flags of a small number',
    { metrics: ['flagged'], by: ['t.flag'], order: [{ by: 't.flag' }] },
    [
      [false, exact('0')],
      [true, exact('2')],
      [null, exact('0')],
    ],
  ],
  [
    'an enum, by code point and with a value it does not have',
    {
      metrics: ['rows_count'],
      by: ['t.kind'],
      where: [{ dimension: 't.kind', op: 'ne', value: 'q' }],
      order: [{ by: 't.kind' }],
    },
    [
      ['a', exact('2')],
      ['z', exact('1')],
      [null, exact('1')],
    ],
  ],
  [
    'models and dimensions whose names look like steps of each other',
    { metrics: ['sold', 'sold_by_region'], by: ['region.rows'], order: [{ by: 'region.rows' }] },
    [
      ['north', exact('2'), exact('3')],
      [null, exact('0'), exact('4')],
    ],
  ],
];

describeEachDatabase('physical columns', (database) => {
  it('are read as what they are declared to be', async () => {
    const engine = await openProbe(database(), FILES, SCRIPT);
    for (const [name, query, rows] of CASES) {
      const answer = await engine.query(principalOf(['a']), query);
      expect([name, answer.rows]).toEqual([name, rows]);
    }
  });
});
