/** Money of different currencies is never added up; tenants are answered in a zone and currency of their own. */
import { beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { plainRows } from '../../support/golden-answer.ts';
import { metricFile, openProbe } from '../../support/probe.ts';
import { principalOf } from '../../support/shop.ts';

const FILES = new Map([
  [
    'project.yaml',
    `project: money
timezone: UTC
currency: EUR
tenants: { model: clients, zone: timezone, currency: money }
`,
  ],
  [
    'models/clients.yaml',
    `model: clients
source: probe.clients
primary_key: id
tenant: id
dimensions:
  timezone: { type: string }
  money: { type: string }
`,
  ],
  [
    'models/sales.yaml',
    `model: sales
source: probe.sales
primary_key: id
tenant: client
time: at
dimensions:
  at: { type: time }
  currency: { type: string }
  kind: { type: string }
facts:
  price: { type: decimal, unit: { currency_column: currency } }
  paid: { type: decimal, unit: { currency_column: currency }, formula: "case when kind = 'x' then price end" }
  fee: { type: decimal, unit: currency }
`,
  ],
  [
    'models/returns.yaml',
    `model: returns
source: probe.returns
tenant: client
joins: { sale: { model: sales, on: { sale_id: id } } }
facts:
  share: { type: decimal }
  value: { type: decimal, formula: share * sale.price }
`,
  ],
  metricFile('turnover', 'sum(sales.price)'),
  metricFile('paid_sales', 'sum(sales.paid)'),
  metricFile('euros', "sum(sales.price) filter (where sales.currency = 'EUR' and sales.kind = 'x')"),
  metricFile('discount', 'sum(sales.price / sales.paid)'),
  metricFile('fees', 'sum(sales.fee)'),
  metricFile('returned', 'sum(returns.value)'),
  metricFile('fee_rate', 'fees / turnover'),
  metricFile('sales_count', 'count(sales)'),
]);

const SCRIPT = `
  create schema probe;
  create table probe.clients (id text primary key, timezone text, money text);
  insert into probe.clients values ('a', 'Asia/Tokyo', 'JPY'), ('b', null, null), ('c', 'Asia/Tokio', 'JPY'), ('d', '', 'EUR');
  create table probe.sales (id int primary key, client text, at timestamptz, currency text, kind text, price numeric, fee numeric);
  insert into probe.sales values
    (1, 'a', '2026-01-31 16:00Z', 'EUR', 'x', 10, 1), (2, 'a', '2026-01-31 14:00Z', 'USD', 'x', 5, 2),
    (3, 'a', '2026-02-01 00:00Z', 'EUR', 'y', 2, 3), (4, 'b', '2026-01-31 16:00Z', 'EUR', 'x', 7, 4),
    (5, 'd', '2026-01-31 16:00Z', 'EUR', 'x', 8, 5);
  create table probe.returns (client text, sale_id int, share numeric);
  insert into probe.returns values ('a', 1, 0.5), ('a', 2, 1);`;

const isEuro = { dimension: 'sales.currency', op: 'eq', value: 'EUR' } as const;

describeEachDatabase('money', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openProbe(database(), FILES, SCRIPT);
  });

  const ask = async (query: MetricQuery, tenants = ['a']) => {
    const answer = await engine.query(principalOf(tenants), query);
    return {
      rows: plainRows(answer),
      units: answer.columns.map((column) => 'unit' in column && column.unit),
    };
  };
  const refusal = async (query: MetricQuery, tenants = ['a']) => {
    const fault: unknown = await ask(query, tenants).catch((error: unknown) => error);
    return fault;
  };

  it.each<[string, MetricQuery, (string | number | null)[][]]>([
    [
      'grouped by it',
      { metrics: ['turnover'], by: ['sales.currency'] },
      [
        ['EUR', '12'],
        ['USD', '5'],
      ],
    ],
    ['filtered to one', { metrics: ['turnover'], where: [isEuro], totals: true }, [['12']]],
    [
      'filtered to a list of one',
      { metrics: ['turnover'], where: [{ dimension: 'sales.currency', op: 'in', values: ['EUR', 'EUR'] }] },
      [['12']],
    ],
    ['filtered in the formula', { metrics: ['euros'], totals: true }, [['10']]],
    ['cancelled out', { metrics: ['discount'] }, [[2]]],
    ['only counted', { metrics: ['sales_count'] }, [['3']]],
    [
      'reached by a join',
      { metrics: ['returned'], by: ['returns.sale.currency'] },
      [
        ['EUR', '5'],
        ['USD', '5'],
      ],
    ],
    [
      'among the best',
      {
        metrics: ['turnover'],
        by: ['sales.currency', 'sales.kind'],
        top: { n: 1, of: ['sales.currency', 'sales.kind'], by: 'turnover' },
      },
      [['EUR', 'x', '10']],
    ],
  ])('is added up where currencies are %s', async (_name, query, rows) => {
    const { rows: told } = await ask(query);
    expect(
      told.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.replace(/\.0+$/, '') : cell))),
    ).toEqual(rows);
  });

  it.each<[string, MetricQuery, string]>([
    ['mixed', { metrics: ['turnover'] }, '/metrics'],
    ['mixed in an input of a ratio', { metrics: ['fee_rate'] }, '/metrics'],
    ['mixed in a fact made of others', { metrics: ['paid_sales'], by: ['sales.kind'] }, '/metrics'],
    ['mixed beyond a join', { metrics: ['returned'] }, '/metrics'],
    ['mixed in the total', { metrics: ['turnover'], by: ['sales.currency'], totals: true }, '/totals'],
    [
      'filtered by what may not hold',
      {
        metrics: ['turnover'],
        where: [{ any: [isEuro, { dimension: 'sales.kind', op: 'eq', value: 'y' }] }],
      },
      '/metrics',
    ],
    ['filtered away', { metrics: ['turnover'], where: [{ not: isEuro }] }, '/metrics'],
    [
      'filtered to two',
      { metrics: ['turnover'], where: [{ dimension: 'sales.currency', op: 'in', values: ['EUR', 'USD'] }] },
      '/metrics',
    ],
    [
      'mixed in the choice of groups',
      {
        metrics: ['turnover'],
        by: ['sales.currency', 'sales.kind'],
        top: { n: 1, of: ['sales.kind'], by: 'turnover' },
      },
      '/top/of',
    ],
    [
      'mixed in the others',
      {
        metrics: ['turnover'],
        by: ['sales.currency'],
        top: { n: 1, of: ['sales.currency'], by: 'turnover', others: true },
      },
      '/top/others',
    ],
  ])('is refused where currencies are %s', async (_name, query, path) => {
    expect(await refusal(query)).toMatchObject({ code: 'QUERY_MIXED_CURRENCIES', path });
  });

  it('says what is possible instead', async () => {
    expect(await refusal({ metrics: ['turnover'] })).toMatchObject({
      message:
        '"turnover" would add up money of different currencies: each row has that of its "sales.currency".',
      hint: 'Group by "sales.currency", or filter to one currency.',
    });
  });

  it('is in the currency of the tenant, else of the project', async () => {
    expect(await ask({ metrics: ['fees'] })).toEqual({ rows: [['6']], units: ['JPY'] });
    expect(await ask({ metrics: ['fees'] }, ['b'])).toEqual({ rows: [['4']], units: ['EUR'] });
  });

  it('of tenants of one currency is added up, of others only tenant by tenant', async () => {
    expect(await ask({ metrics: ['fees'], tenants: 'all' }, ['b', 'd'])).toEqual({
      rows: [['9']],
      units: ['EUR'],
    });
    expect(await refusal({ metrics: ['fees'], tenants: 'all' }, ['a', 'b'])).toMatchObject({
      code: 'QUERY_MIXED_CURRENCIES',
      hint: 'Group by "tenant", or ask for tenants of one currency.',
    });
    const { rows } = await ask({ metrics: ['fees'], by: ['tenant'], tenants: 'all' }, ['a', 'b']);
    expect(rows).toEqual([
      ['a', '6'],
      ['b', '4'],
    ]);
  });

  it('is bucketed in the zone of the tenant, unless the query names one', async () => {
    const months = { metrics: ['sales_count'], time: { grain: 'month' } } as const;
    const query: MetricQuery = { ...months, metrics: ['sales_count'] };
    const zoned: MetricQuery = { metrics: ['sales_count'], time: { grain: 'month', zone: 'UTC' } };
    expect((await ask(query)).rows).toEqual([
      ['2026-01-01', '1'],
      ['2026-02-01', '2'],
    ]);
    expect((await ask(zoned)).rows).toEqual([
      ['2026-01-01', '2'],
      ['2026-02-01', '1'],
    ]);
    expect((await ask(query, ['b'])).rows).toEqual([['2026-01-01', '1']]);
    expect((await ask({ ...query, tenants: 'all' }, ['a', 'd'])).rows).toEqual([
      ['2026-01-01', '3'],
      ['2026-02-01', '1'],
    ]);
    const { statements } = await engine.plan(principalOf(['a']), query);
    expect(statements[0]?.parameters).toContain('Asia/Tokyo');
  });

  it('of a tenant whose zone is none is refused, whatever would follow', async () => {
    expect(await refusal({ metrics: ['sales_count'] }, ['c'])).toMatchObject({
      code: 'TENANT_PROFILE',
      hint: 'Did you mean "Asia/Tokyo"?',
    });
  });
});
