/** What of time a token for embedding lets its bearer see: its window, whichever way a question looks, and its grain. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbedPortal, openPortal, outcome, rowsOf } from '../support/embed-portal.ts';
import { type Reply, readJson } from '../support/served-shop.ts';

let portal: EmbedPortal;
beforeAll(async () => {
  portal = await openPortal({
    also: 'retail',
    metrics: {
      held: 'sum(balances.amount latest by balances.account)',
      recent: 'trailing(revenue, 7 days)',
      month_before: 'shift(revenue, 1 month)',
      so_far: 'running(revenue)',
      by_year: 'to_date(revenue, year)',
      frequent: 'count(customers) filter (where customers.balances_ever > 1)',
    },
    dimensions: { customers: { balances_ever: { type: 'integer', formula: 'count(balances)' } } },
  });
});
afterAll(() => portal.shop.close());

const ask = async (grant: object, query: object): Promise<Reply> =>
  portal.query(await portal.tokenOf({ metrics: ['orders_count', 'revenue'], ...grant }), query);
const get = async (grant: object, url: string): Promise<Reply> =>
  portal.send(await portal.tokenOf({ metrics: ['orders_count', 'revenue'], ...grant }), { url });

describe('a window', () => {
  const first = { from: '2026-01-01', to: '2026-04-01' };
  const quarter = { window: first, dimensions: ['channel.name', 'customer.name'] };
  const refused = (path: string) => [403, 'TENANT_EMBEDDING', path];
  const range = (time: object, more: object = {}) =>
    ask(quarter, { metrics: ['orders_count'], time, ...more });

  it('is the range of a question that names none', async () => {
    // In Berlin: orders 2 to 12, of which 4 is of January, 5 of February, 7 of March.
    expect(rowsOf(await ask(quarter, { metrics: ['orders_count'] }))).toEqual([[11]]);
    const reply = await range({ grain: 'month' }, { totals: true });
    expect(rowsOf(reply).map((row) => row[1])).toEqual([3, 2, 6]);
    expect(readJson(reply)).toMatchObject({
      totals: { orders_count: 11 },
      range: { from: '2026-01-01T00:00:00+01:00', to: '2026-04-01T00:00:00+02:00' },
    });
    expect(rowsOf(await range({ from: '2026-03-01' }))).toEqual([[6]]);
    expect(rowsOf(await range({ to: '2026-02-01' }))).toEqual([[3]]);
    expect(rowsOf(await range({ range: '2026-02' }))).toEqual([[2]]);
  });

  it('is left by no range', async () => {
    expect(outcome(await range({ from: '2025-12-31' }))).toEqual(refused('/time/from'));
    expect(outcome(await range({ from: '2026-01-01T00:00:00+02:00' }))).toEqual(refused('/time/from'));
    expect(outcome(await range({ to: '2026-04-01T00:00:01' }))).toEqual(refused('/time/to'));
    expect(outcome(await range({ range: '2026' }))).toEqual(refused('/time/range'));
    expect(outcome(await range({ range: 'last 30 days' }))).toEqual(refused('/time/range'));
    expect(outcome(await range({ zone: 'Pacific/Auckland' }))).toEqual(refused('/time/zone'));
    const values = await get(quarter, '/v1/metrics/orders_count/values?range=2026');
    expect(outcome(values)).toEqual(refused('?range'));
    expect(
      outcome(await ask({ metrics: ['stock_units'], ...quarter }, { metrics: ['stock_units'] })),
    ).toEqual([400, 'QUERY_NO_TIME', '/time']);
  });

  it('is left by no comparison', async () => {
    const march = { from: '2026-03-01', to: '2026-04-01' };
    const compare = await range(march, { compare: 'previous_period' });
    expect(rowsOf(compare)).toEqual([[6, 2, 4, 2]]);
    expect(outcome(await range(first, { compare: 'previous_period' }))).toEqual(refused('/time'));
    expect(outcome(await range({ ...march, grain: 'month' }, { compare: 'previous_year' }))).toEqual(
      refused('/time'),
    );
    expect(outcome(await range(march, { compare: { shift: '3 months' } }))).toEqual(refused('/time'));
  });

  it.each<[string, object, object]>([
    [
      'recent',
      { from: '2026-01-07', to: '2026-04-01', grain: 'day' },
      { from: '2026-01-06', to: '2026-04-01', grain: 'day' },
    ],
    ['recent', { from: '2026-03-01', to: '2026-04-01' }, { from: '2026-01-01', to: '2026-01-02' }],
    ['month_before', { from: '2026-02-01', to: '2026-04-01', grain: 'month' }, { grain: 'month' }],
    ['by_year', { from: '2026-02-01', to: '2026-04-01', grain: 'month' }, { range: '2025' }],
  ])('is left by no window of %s', async (metric, within, beyond) => {
    const grant = { metrics: [metric], window: first };
    expect(outcome(await ask(grant, { metrics: [metric], time: within }))).toEqual([200]);
    const [status, code] = outcome(await ask(grant, { metrics: [metric], time: beyond }));
    expect([status, code]).toEqual([403, 'TENANT_EMBEDDING']);
  });

  it('that is open on one side binds the other', async () => {
    const from = { metrics: ['orders_count', 'so_far'], window: { from: '2026-04-01' } };
    expect(rowsOf(await ask(from, { metrics: ['orders_count'] }))).toEqual([[4]]);
    expect(outcome(await ask(from, { metrics: ['so_far'], time: { grain: 'month' } }))).toEqual(
      refused('/time'),
    );
    expect(outcome(await ask(from, { metrics: ['orders_count'], time: { from: '2026-03-31' } }))).toEqual(
      refused('/time/from'),
    );
    const to = { metrics: ['orders_count', 'so_far'], window: { to: '2026-01-01' } };
    expect(rowsOf(await ask(to, { metrics: ['orders_count'] }))).toEqual([[1]]);
    expect(rowsOf(await ask(to, { metrics: ['so_far'] }))).toEqual([[0.1]]);
    expect(outcome(await ask(to, { metrics: ['orders_count'], time: { to: '2026-01-02' } }))).toEqual(
      refused('/time/to'),
    );
  });

  it('hides what lies before it, where the latest is meant', async () => {
    const asked = { metrics: ['held'], time: { range: '2026-02' } };
    const held = (window: object) => ask({ metrics: ['held'], window }, asked);
    expect(outcome(await held({ from: '2026-01-01' }))).toEqual(refused('/time'));
    // Of account A 130, of B 55, the later row of its day, of none 8.
    expect(rowsOf(await held({ to: '2026-03-01' }))).toEqual([[193]]);
  });

  it('is cut by periods of the project’s own as any other range', async () => {
    const time = { from: '2026-01-26', to: '2026-03-30', grain: 'retail.period' };
    // Orders 4 to 6, and 7 to 11; of channel seo order 4 alone.
    expect(rowsOf(await range(time)).map((row) => row[1])).toEqual([3, 5]);
    const seo = { ...quarter, filters: [{ dimension: 'channel.name', values: ['seo'] }] };
    expect(rowsOf(await ask(seo, { metrics: ['orders_count'], time })).map((row) => row[1])).toEqual([1]);
  });

  it('binds values of dimensions whose rows have a time', async () => {
    // In Berlin, customers 1 to 4 signed up from 5 January to 1 February, 5 and 6 on 29 March.
    const names = JSON.parse((await get(quarter, '/v1/dimensions/customer.name/values')).text).items;
    expect(names).toEqual(['Z', 'a', 'z', 'Ä', 'é', '😀']);
    const channels = JSON.parse((await get(quarter, '/v1/dimensions/channel.name/values')).text).items;
    expect(channels).toEqual(['ads', 'mail', 'radio', 'seo', null]);
  });

  it('hides what is told by all rows', async () => {
    const grant = {
      metrics: ['orders_count', 'frequent'],
      dimensions: ['customer.balances_ever'],
      window: first,
    };
    const by = { metrics: ['orders_count'], by: ['customer.balances_ever'] };
    const where = [{ dimension: 'customer.balances_ever', op: 'gt', value: 1 }];
    for (const query of [
      by,
      { metrics: ['orders_count'], where },
      { metrics: ['frequent'] },
      { by: ['customer.balances_ever'] },
    ])
      expect(outcome(await ask(grant, query)).slice(0, 2)).toEqual([403, 'TENANT_ROWS_HIDDEN']);
  });
});

describe('a finest grain', () => {
  const month = { finest_grain: 'month', dimensions: ['customer.signed_up_at', 'orders.ordered_at'] };
  const metrics = ['orders_count'];

  it.each<[string, object]>([
    ['itself', { metrics, time: { grain: 'month' } }],
    ['coarser ones', { metrics, time: { grain: 'quarter' } }],
    ['times of dimensions', { metrics, by: ['customer.signed_up_at:month'] }],
    ['parts of times', { metrics, by: ['orders.ordered_at:month_of_year'] }],
    ['whole months', { metrics, time: { from: '2026-01-01', to: '2026-03-01' } }],
    ['a comparison by months', { metrics, time: { range: '2026-03' }, compare: { shift: '2 months' } }],
  ])('leaves %s', async (_, query) => {
    expect(outcome(await ask(month, query))).toEqual([200]);
  });

  it.each<[string, object, string]>([
    ['finer buckets', { metrics, time: { grain: 'day' } }, '/time/grain'],
    ['weeks, which no month is made of', { metrics, time: { grain: 'week' } }, '/time/grain'],
    ['finer times of dimensions', { metrics, by: ['customer.signed_up_at:hour'] }, '/by/0'],
    ['finer parts', { metrics, by: ['orders.ordered_at:day_of_month'] }, '/by/0'],
    ['the values of finer times', { by: ['orders.ordered_at:day'] }, '/by/0'],
    ['a range that cuts a month', { metrics, time: { from: '2026-01-01', to: '2026-01-15' } }, '/time/to'],
    ['a day', { metrics, time: { range: '2026-01-15' } }, '/time/range'],
    ['a part of a day', { metrics, time: { from: '2026-01-01T12:00' } }, '/time/from'],
    [
      'a condition on a time',
      { metrics, where: [{ not: { dimension: 'orders.ordered_at', op: 'lt', value: '2026-01-15' } }] },
      '/where/0',
    ],
    [
      'a comparison by days',
      { metrics, time: { range: '2026-03' }, compare: { shift: '1 day' } },
      '/compare',
    ],
    ['months of another zone', { metrics, time: { grain: 'month', zone: 'UTC' } }, '/time/zone'],
  ])('refuses %s', async (_, query, path) => {
    expect(outcome(await ask(month, query))).toEqual([403, 'TENANT_EMBEDDING', path]);
  });

  it('lets a range end where the window does', async () => {
    const grant = { ...month, window: { from: '2026-01-15', to: '2026-03-29' } };
    // Orders 3 to 8.
    expect(rowsOf(await ask(grant, { metrics, time: { grain: 'month' } })).map((row) => row[1])).toEqual([
      2, 2, 2,
    ]);
  });
});
