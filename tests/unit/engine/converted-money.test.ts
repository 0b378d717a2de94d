/** Money in the currency that a query asks for: units, warnings, receipts, pages, and tenants with currencies of their own. */
import { beforeAll, expect, it } from 'vitest';
import type { Answer } from '../../../src/engine/answer.ts';
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
tenants: { model: clients, currency: money }
rates: { model: fx, from: source, to: target, date: day, rate: worth, missing: carry }
`,
  ],
  [
    'models/clients.yaml',
    'model: clients\nsource: probe.clients\nprimary_key: id\ntenant: id\ndimensions:\n  money: { type: string }\n',
  ],
  [
    'models/fx.yaml',
    `model: fx
source: probe.fx
primary_key: [source, target, day]
tenant: shared
dimensions:
  source: { type: string }
  target: { type: string }
  day: { type: date }
facts:
  worth: { type: decimal }
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
facts:
  price: { type: decimal, unit: { currency_column: currency } }
  fee: { type: decimal, unit: currency }
  cents: { type: integer, unit: { currency: USD } }
`,
  ],
  [
    'models/lines.yaml',
    `model: lines
source: probe.lines
tenant: { join: sale }
time: sale.at
joins: { sale: { model: sales, on: { sale_id: id } } }
facts:
  share: { type: decimal }
  part: { type: decimal, formula: share * sale.fee }
`,
  ],
  metricFile('turnover', 'sum(sales.price)'),
  metricFile('sales_count', 'count(sales)'),
  metricFile('fees', 'sum(sales.fee)'),
  metricFile('small_change', 'sum(sales.cents)'),
  metricFile('twice_the_change', 'small_change * 2'),
  metricFile('parts', 'sum(lines.part)'),
  metricFile('price_each', 'turnover / sales_count'),
  metricFile('fee_rate', 'fees / turnover'),
]);

const SCRIPT = `
  create schema probe;
  create table probe.clients (id text primary key, money text);
  insert into probe.clients values ('a', 'USD'), ('b', null), ('c', 'GBP'), ('d', '');
  create table probe.fx (source text, target text, day date, worth numeric);
  insert into probe.fx values
    ('USD', 'EUR', '2026-01-01', 0.5), ('EUR', 'USD', '2026-01-01', 1.5), ('JPY', 'EUR', '2026-02-01', 0.25);
  create table probe.sales (id int, client text, at timestamptz, currency text, price numeric, fee numeric, cents int);
  insert into probe.sales values
    (1, 'a', '2026-01-31 16:00Z', 'EUR', 10, 1, 3), (2, 'a', '2026-01-31 14:00Z', 'USD', 5, 2, null),
    (3, 'a', '2026-01-10 00:00Z', 'JPY', 2, 3, 4), (4, 'b', '2026-01-31 16:00Z', 'EUR', 7, 4, 5),
    (5, 'c', '2026-01-31 16:00Z', 'EUR', 8, 5, 6), (6, 'd', '2026-01-31 16:00Z', 'USD', 4, 6, 1);
  create table probe.lines (sale_id int, share numeric);
  insert into probe.lines values (1, 0.5), (2, 1), (4, 0.5), (5, 1);`;

const isRated = { dimension: 'sales.currency', op: 'ne', value: 'JPY' } as const;

describeEachDatabase('converted money', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openProbe(database(), FILES, SCRIPT);
  });

  const ask = (query: MetricQuery, tenants: readonly string[] = ['a']): Promise<Answer> =>
    engine.query(principalOf(tenants), query);
  const told = async (query: MetricQuery, tenants: readonly string[] = ['a']) => {
    const { rows, columns, ...answer } = { ...(await ask(query, tenants)) };
    const plain = plainRows({ rows, columns, ...answer });
    return {
      rows: plain.map((row) =>
        row.map((cell) => (typeof cell === 'string' ? cell.replace(/\.0+$|(\.\d*?[1-9])0+$/, '$1') : cell)),
      ),
      units: columns.flatMap((column) => (column.kind === 'metric' ? [column.unit ?? null] : [])),
      types: columns.flatMap((column) => (column.kind === 'metric' ? [column.type] : [])),
    };
  };

  it('has the unit that was asked for, wherever money is in it', async () => {
    const metrics = ['turnover', 'price_each', 'fee_rate', 'sales_count'];
    const { rows, units } = await told({ metrics, currency: 'EUR', where: [isRated] });
    expect(units).toEqual(['EUR', 'EUR per sale', null, null]);
    expect(rows).toEqual([['12.5', 6.25, 0.12, '2']]);
  });

  it('of whole numbers is decimal, and so is what rests on it', async () => {
    expect(await told({ metrics: ['twice_the_change', 'small_change'], currency: 'EUR' })).toEqual({
      rows: [['7', '3.5']],
      units: ['EUR', 'EUR'],
      types: ['decimal', 'decimal'],
    });
    expect(await told({ metrics: ['small_change'] })).toMatchObject({ types: ['integer'], units: ['USD'] });
  });

  it('warns of each metric that lacks a rate, also where its group is not shown', async () => {
    const warning = '"turnover" is null where it rests on money that has no rate to EUR on its day.';
    const query: MetricQuery = { metrics: ['turnover', 'fees'], currency: 'EUR' };
    expect((await ask(query)).warnings).toEqual([warning]);
    const having = [{ metric: 'turnover', op: 'gt', value: 100 } as const];
    const hidden = await ask({ ...query, by: ['sales.currency'], having });
    expect([hidden.rows, hidden.warnings]).toEqual([[], [warning]]);
    const days = { grain: 'day', from: '2026-01-09', to: '2026-01-12', fill: true } as const;
    expect((await ask({ ...query, time: days })).warnings).toEqual([warning]);
    expect((await ask({ ...query, where: [isRated] })).warnings).toEqual([]);
  });

  it("of a tenant is converted from the tenant's currency, of others from the project's", async () => {
    const query: MetricQuery = { metrics: ['fees', 'parts'], currency: 'EUR' };
    expect((await told(query)).rows).toEqual([['3', '1.25']]);
    expect((await told(query, ['b'])).rows).toEqual([['4', '2']]);
    expect((await told({ ...query, currency: 'USD' }, ['d'])).rows).toEqual([['9', '0']]);
  });

  it('of tenants of several currencies is converted row by row, from that of its own tenant', async () => {
    const query: MetricQuery = { metrics: ['fees', 'parts'], currency: 'EUR', tenants: 'all' };
    expect((await told(query, ['a', 'b', 'd'])).rows).toEqual([['13', '3.25']]);
    const each = await told({ ...query, by: ['tenant'], totals: true }, ['a', 'b', 'c']);
    expect(each.rows).toEqual([
      ['b', '4', '2'],
      ['a', '3', '1.25'],
      ['c', null, null],
    ]);
    const { totals } = await ask({ ...query, by: ['tenant'], totals: true }, ['a', 'b', 'c']);
    expect(totals).toEqual([null, null]);
  });

  it('stands in the receipt with the rates among its sources', async () => {
    const { receipt } = await ask({ metrics: ['turnover', 'sales_count'], currency: 'EUR' });
    const body: { query: object; metrics: { sources: { source: string }[] }[]; sql: unknown[] } = JSON.parse(
      await engine.receipt(principalOf(['a']), receipt.id),
    );
    expect(body.query).toMatchObject({ currency: 'EUR' });
    expect(body.metrics.map(({ sources }) => sources.map(({ source }) => source))).toEqual([
      ['probe.sales', 'probe.fx'],
      ['probe.sales'],
    ]);
    expect(body.sql).toHaveLength(2);
    const other = await ask({ metrics: ['turnover', 'sales_count'], currency: 'USD' });
    expect(other.receipt.id).not.toBe(receipt.id);
  });

  it('is one plan for all currencies, of which no text is in the SQL', async () => {
    const query: MetricQuery = { metrics: ['turnover', 'small_change'], currency: 'EUR' };
    const plans = await Promise.all(
      ['EUR', 'XAU'].map((currency) => engine.plan(principalOf(['a']), { ...query, currency })),
    );
    const [first, second] = plans.map(({ statements }) => statements.map(({ sql }) => sql));
    expect(first).toEqual(second);
    expect(first?.join()).not.toMatch(/EUR|USD/);
    expect(plans[1]?.statements.map(({ name }) => name)).toEqual(['rows', 'without_rate']);
    expect(plans[1]?.statements[0]?.parameters).toContain('XAU');
  });

  it('goes on behind a page in the same currency only', async () => {
    const query: MetricQuery = { metrics: ['turnover'], by: ['sales.id'], currency: 'EUR', limit: 1 };
    const { page, rows } = await ask(query);
    expect(rows).toHaveLength(1);
    const cursor = page.next ?? '';
    expect((await ask({ ...query, cursor })).rows).toHaveLength(1);
    const fault: unknown = await ask({ ...query, currency: 'USD', cursor }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'QUERY_CURSOR_STALE' });
  });

  it('may be added to by any metric, and be grouped as before', async () => {
    const { additions } = await engine.plan(principalOf(['a']), { metrics: ['turnover'], currency: 'EUR' });
    expect(additions.metrics).toEqual([
      'fee_rate',
      'fees',
      'parts',
      'price_each',
      'sales_count',
      'small_change',
      'twice_the_change',
    ]);
  });
});
