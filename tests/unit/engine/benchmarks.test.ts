/** Benchmarks beside an answer: by hand-written SQL, in every form of a question, and refused in the others. */
import { beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { type Principal, publicPrincipal, type TenantId } from '../../../src/tenancy/principal.ts';
import type { Sale } from '../../property/benchmark-rows.ts';
import { bearerOf, openPeers } from '../../property/benchmark-world.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { plainRows } from '../../support/golden-answer.ts';
import { runScript } from '../../support/statements.ts';

/** Six tenants, of whom the last sells too little to count; ads everywhere, seo by two tenants alone. */
const SALES: readonly Sale[] = ['t1', 't2', 't3', 't4', 't5', 't6'].flatMap((tenant, index) => {
  const sale = { tenant, country: 'DE', channel: 'ads', amount: 1_000 * (index + 1) };
  const buyers = Array.from({ length: tenant === 't6' ? 9 : 10 }, (_, customer) => customer);
  return buyers.flatMap((customer) => [
    ...['2026-04-10', '2026-05-31', '2026-06-01'].map((on) => ({ ...sale, customer, on })),
    ...(index < 2 ? [{ ...sale, customer, channel: 'seo', on: '2026-05-02' }] : []),
    { ...sale, customer, channel: 'tv', on: '2026-05-03', amount: sale.amount + 7 },
    { ...sale, customer, channel: 'mail', on: '2026-05-03', amount: sale.amount * 2 },
  ]);
});

const CHECK_SQL = `with per_tenant as (
  select client, channel, date_trunc('month', sold_on)::date as month, avg(amount) as value
  from peers.sales group by 1, 2, 3 having count(distinct customer) >= 10
)
select month::text, channel, count(*), (percentile_cont(0.4) within group (order by value)
  + percentile_cont(0.6) within group (order by value)) / 2
from per_tenant where month < '2026-06-01' group by 1, 2 order by 1, 2`;

const MAY = { from: '2026-05-01', to: '2026-06-01' };
const ASKED = ['average_sale', 'median_of_sales'];

describeEachDatabase('benchmarks', (open) => {
  let database: PostgresDatabase;
  let engine: Engine;
  beforeAll(async () => {
    database = open();
    engine = await openPeers(database, SALES);
  });
  const t1 = bearerOf('t1');
  const ask = async (query: object, principal: Principal = t1) => {
    const answer = await engine.query(principal, { metrics: ASKED, ...query });
    return { ...answer, rows: plainRows(answer) };
  };
  const refusal = async (query: object, principal: Principal = t1): Promise<unknown> => {
    try {
      return (await ask(query, principal)).rows;
    } catch (error) {
      if (!(error instanceof SemanticError)) throw error;
      return [error.code, error.path, error.message];
    }
  };

  it('are what hand-written SQL says, where enough tenants have a value', async () => {
    const [read = []] = await database.transaction([{ text: CHECK_SQL, parameters: [] }], {
      mode: 'read_only',
      timeoutMs: 60_000,
    });
    const counts = new Map(
      read.map(([month, channel, count, value]) => [`${month} ${channel}`, [count, value]]),
    );
    // Of the channels in May, seo has two tenants; the smallest of the others goes with it, which is ads by its name.
    expect(counts.get('2026-05-01 seo')?.[0]).toBe('2');
    const { rows } = await ask({
      by: ['sales.channel'],
      time: { grain: 'month', from: '2026-01-01', to: '2026-07-01' },
    });
    const told = rows.map(([month, channel, , value]) => [`${month} ${channel}`, value]);
    const rounded = (cell: string) => Number(Number(counts.get(cell)?.[1]).toPrecision(2));
    expect(told.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['2026-04-01 ads', rounded('2026-04-01 ads')],
      ['2026-05-01 ads', null],
      ['2026-05-01 mail', rounded('2026-05-01 mail')],
      ['2026-05-01 seo', null],
      ['2026-05-01 tv', rounded('2026-05-01 tv')],
      ['2026-06-01 ads', null],
    ]);
    expect(rounded('2026-04-01 ads')).toBe(3_000);
    expect(rounded('2026-05-01 mail')).toBe(6_000);
  });

  it('say what they are, which buckets are not whole, and what is withheld', async () => {
    const { columns, partial, warnings } = await ask({
      by: ['sales.channel'],
      time: { grain: 'month', from: '2026-05-15', to: '2026-07-01' },
    });
    expect(columns.at(-1)).toMatchObject({
      name: 'median_of_sales',
      kind: 'benchmark',
      benchmark: 'median_of_sales',
      metric: 'average_sale',
      version: 1,
      statistic: 'median',
      min_tenants: 5,
      type: 'float',
    });
    const own = partial.filter(({ metric }) => metric === 'median_of_sales');
    expect(own).toEqual([
      { time: '2026-05-01', metric: 'median_of_sales', reason: 'range' },
      { time: '2026-06-01', metric: 'median_of_sales', reason: 'unfinished' },
    ]);
    expect(warnings.filter((warning) => warning.startsWith('"median_of_sales" is null'))).toHaveLength(1);
  });

  it('stand beside one month, a filter, a total, chosen groups, and another name', async () => {
    // Tenants have 1251.75, 2501.75, 4002.33, 5335.67 and 6669: between the 40th and the 60th percentile lies 3968.9.
    expect((await ask({ time: MAY })).rows).toEqual([[1_251.75, 4_000]]);
    const tv = { dimension: 'sales.channel', op: 'in', values: ['tv', 'mail'] };
    const some = await ask({ time: MAY, by: ['sales.channel'], where: [tv], totals: true });
    expect(some.rows).toEqual([
      ['mail', 2_000, 6_000],
      ['tv', 1_007, 3_000],
    ]);
    // A total of two channels is no cell.
    expect(some.totals).toEqual([expect.anything(), null]);
    expect((await ask({ time: MAY, by: ['sales.channel'], totals: true })).totals?.[1]).toBe(4_000);
    const top = { n: 1, of: ['sales.channel'], by: 'average_sale', others: true };
    const chosen = await ask({ time: MAY, by: ['sales.channel'], top });
    expect(chosen.rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['mail', 6_000],
      [null, null],
    ]);
    const named = { metrics: ['average_sale', { metric: 'median_of_sales', as: 'peers' }] };
    expect((await engine.query(t1, { ...named, time: MAY })).columns.at(-1)?.name).toBe('peers');
  });

  it('are told by tenant to who is bound to several', async () => {
    const both = { ...t1, tenants: ['t1' as TenantId, 't2' as TenantId] };
    const { rows } = await ask({ by: ['tenant'], tenants: 'all', time: MAY }, both);
    expect(rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['t2', 4_000],
      ['t1', 4_000],
    ]);
  });

  it('stay as they were told, whatever rows come in, and whichever range they are asked with', async () => {
    const before = (await ask({ time: MAY })).rows[0]?.[1];
    const wider = { grain: 'month', from: '2026-03-01', to: '2026-06-01' };
    await runScript(database, `update peers.sales set amount = amount * 3 where client <> 't1'`);
    try {
      expect((await ask({ time: MAY })).rows[0]?.[1]).toBe(before);
      expect((await ask({ time: wider })).rows.find(([month]) => month === '2026-05-01')?.[2]).toBe(before);
    } finally {
      await runScript(database, `update peers.sales set amount = amount / 3 where client <> 't1'`);
    }
  });

  it.each([
    ['alone', { metrics: ['median_of_sales'], time: MAY }, '/metrics/0'],
    [
      'with a version',
      { metrics: ['average_sale', { metric: 'median_of_sales', version: 1 }], time: MAY },
      '/metrics/1/version',
    ],
    ['twice', { metrics: ['average_sale', 'median_of_sales', 'median_of_sales'], time: MAY }, '/metrics/2'],
    [
      'under a name that is taken',
      { metrics: ['average_sale', { metric: 'median_of_sales', as: 'average_sale' }], time: MAY },
      '/metrics/1',
    ],
    ['in an order', { time: MAY, order: [{ by: 'median_of_sales' }] }, '/order/0/by'],
    [
      'in conditions on rows',
      { time: MAY, having: [{ not: { any: [{ metric: 'median_of_sales', op: 'gt', value: 1 }] } }] },
      '/having/0',
    ],
    [
      'to choose groups',
      { time: MAY, by: ['sales.channel'], top: { n: 1, of: ['sales.channel'], by: 'median_of_sales' } },
      '/top/by',
    ],
    ['in another currency', { time: MAY, currency: 'EUR' }, '/currency'],
    ['by what is not offered', { time: MAY, by: ['sales.sold_on:day'] }, '/metrics/1'],
    [
      'of some values together',
      { time: MAY, where: [{ dimension: 'sales.channel', op: 'in', values: ['ads', 'tv'] }] },
      '/metrics/1',
    ],
    [
      'of all but one',
      { time: MAY, where: [{ not: { dimension: 'sales.channel', op: 'eq', value: 'ads' } }] },
      '/metrics/1',
    ],
    [
      'of two values at once',
      { time: MAY, where: ['ads', 'tv'].map((value) => ({ dimension: 'sales.channel', op: 'eq', value })) },
      '/metrics/1',
    ],
    ['by another grain', { time: { ...MAY, grain: 'week' } }, '/time/grain'],
    ['of a part of a month', { time: { from: '2026-05-01', to: '2026-05-31' } }, '/time'],
    ['of two months together', { time: { from: '2026-04-01', to: '2026-06-01' } }, '/time'],
    ['of all times', {}, '/time'],
    ['in another zone', { time: { ...MAY, zone: 'Asia/Tokyo' } }, '/time/zone'],
    [
      'of one channel alone',
      { time: MAY, where: [{ dimension: 'sales.channel', op: 'eq', value: 'tv' }] },
      '/metrics/1',
    ],
    ['by two dimensions at once', { time: MAY, by: ['sales.channel', 'sales.country'] }, '/metrics/1'],
    ['without a beginning', { time: { grain: 'month', to: '2026-06-01' } }, '/time'],
    [
      'under the name of a group',
      { metrics: ['average_sale', { metric: 'median_of_sales', as: 'time' }], time: MAY },
      '/metrics/1',
    ],
  ])('are refused %s', async (_name, query, path) => {
    expect(await refusal(query)).toEqual([
      'QUERY_BENCHMARK',
      path,
      expect.stringContaining('median_of_sales'),
    ]);
  });

  it('are not there for tokens, the public, and those whom they are not offered to', async () => {
    const embedding = {
      metrics: ['average_sale'],
      dimensions: [],
      filters: [],
      window: null,
      finestGrain: null,
      rows: null,
      origins: [],
    };
    const token: Principal = { ...t1, kind: 'embed', embedding };
    for (const principal of [token, publicPrincipal('t1' as TenantId)]) {
      const [code] = (await refusal({ time: MAY }, principal)) as string[];
      expect(code).toBe('QUERY_UNKNOWN_METRIC');
      expect(engine.listBenchmarks(principal)).toEqual([]);
    }
    expect(engine.listBenchmarks(t1).map(({ name, statistic }) => [name, statistic])).toEqual([
      ['lower_quartile_of_sales', 'lower_quartile'],
      ['median_of_sales', 'median'],
      ['upper_quartile_of_sales', 'upper_quartile'],
    ]);
  });
});
