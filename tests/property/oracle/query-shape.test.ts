/** What shapes an answer beside its metrics: filled buckets, the best groups, hidden rows, answers without metrics. */
import { describe, expect, test } from 'vitest';
import { answerQuery } from './answer-query.ts';
import { Decimal } from './decimal.ts';
import type { Having, Query } from './query.ts';
import { shop, shopTables } from './shop.ts';

const NOW = '2026-03-30T10:00:00.000000Z';

function ask(query: Query) {
  const outcome = answerQuery({ schema: shop, tables: shopTables, tenant: 'a', now: NOW }, query);
  if (outcome.kind === 'refusal') return { reasons: [...outcome.reasons], rows: [], totals: null };
  const plain = (row: readonly unknown[]) =>
    row.map((value) => (value instanceof Decimal ? value.toString() : value));
  return { reasons: [], rows: outcome.rows.map(plain), totals: outcome.totals && plain(outcome.totals) };
}

describe('having', () => {
  test.each([
    [{ metric: 'revenue', op: 'gt', value: 0.1 }, [null, 'paid']],
    [{ not: { metric: 'revenue', op: 'gt', value: 0.1 } }, ['free']],
    [{ metric: 'revenue', op: 'in_range', values: [0, 0.3] }, ['free']],
    [{ metric: 'average', op: 'not_null' }, [null, 'paid']],
    [{ not: { metric: 'average', op: 'eq', value: 1.75 } }, ['paid', 'free']],
    [{ dimension: 'channel.kind', op: 'ne', value: 'paid' }, [null, 'free']],
    [
      {
        any: [
          { dimension: 'channel.kind', op: 'eq', value: 'free' },
          { metric: 'revenue', op: 'lt', value: 1 },
        ],
      },
      ['paid', 'free'],
    ],
  ] satisfies [Having, unknown[]][])('%j keeps %j', (condition, kinds) => {
    const { rows, totals } = ask({
      metrics: ['revenue', 'average'],
      by: ['channel.kind'],
      having: [condition],
      totals: true,
    });
    expect(rows.map(([kind]) => kind)).toEqual(kinds);
    expect(totals).toEqual(['3.8', 0.95]);
  });
});

describe('top', () => {
  const by = ['channel.kind'];

  test('keeps the best groups, of equal ones the first by name', () => {
    const top = { n: 1, of: by, by: 'orders_count' };
    expect(ask({ metrics: ['orders_count'], by, top }).rows).toEqual([['paid', '2']]);
  });

  test('makes one group of the others, before anything is aggregated', () => {
    const top = { n: 1, of: by, by: 'orders_count', others: true };
    expect(ask({ metrics: ['orders_count', 'average'], by, top }).rows).toEqual([
      [null, true, '3', 1.75],
      ['paid', false, '2', 0.15],
    ]);
  });

  test('tells a group without a name from the others', () => {
    const top = { n: 1, of: by, by: 'average', others: true };
    expect(ask({ metrics: ['average'], by, top }).rows).toEqual([
      [null, false, 1.75],
      [null, true, 0.15],
    ]);
  });

  test('takes groups without a number last', () => {
    const top = { n: 2, of: by, by: 'average', direction: 'asc' } as const;
    expect(ask({ metrics: ['average'], by, top }).rows.map(([kind]) => kind)).toEqual([null, 'paid']);
  });

  test('is chosen over the whole range, and keeps every bucket', () => {
    const top = { n: 1, of: by, by: 'orders_count' };
    expect(ask({ metrics: ['orders_count'], by, time: { grain: 'day' }, top }).rows).toEqual([
      ['2026-03-28', 'paid', '1'],
      ['2026-03-29', 'paid', '1'],
    ]);
  });
});

describe('fill', () => {
  const time = { grain: 'day', from: '2026-03-27', to: '2026-03-30', fill: true } as const;

  test('adds the buckets of the range, with what is empty in them', () => {
    expect(ask({ metrics: ['orders_count', 'least', 'roas'], time }).rows).toEqual([
      ['2026-03-27', '0', null, null],
      ['2026-03-28', '1', '0.1', null],
      ['2026-03-29', '2', '0.2', 2],
    ]);
  });

  test('adds them to each group that is there, and to none that is not', () => {
    expect(ask({ metrics: ['revenue'], by: ['channel.kind'], time }).rows).toEqual([
      ['2026-03-27', 'free', '0'],
      ['2026-03-27', 'paid', '0'],
      ['2026-03-28', 'paid', '0.1'],
      ['2026-03-28', 'free', '0'],
      ['2026-03-29', 'paid', '0.2'],
      ['2026-03-29', 'free', '0'],
    ]);
    const nothing = { ...time, from: '2020-01-01', to: '2020-01-03' };
    expect(ask({ metrics: ['revenue'], by: ['channel.kind'], time: nothing }).rows).toEqual([]);
    expect(ask({ metrics: ['revenue'], time: nothing }).rows).toEqual([
      ['2020-01-01', '0'],
      ['2020-01-02', '0'],
    ]);
  });

  test('needs both ends', () => {
    const { from: _from, ...open } = time;
    expect(ask({ metrics: ['revenue'], time: open }).reasons).toEqual(['fill_needs_range']);
  });
});

describe('hours', () => {
  test('are named by their first instant', () => {
    const time = { grain: 'hour', range: '2026-03-29' } as const;
    expect(ask({ metrics: ['orders_count'], time }).rows).toEqual([
      ['2026-03-28T23:00:00.000000Z', '1'],
      ['2026-03-29T21:00:00.000000Z', '1'],
    ]);
  });

  test('are not for days', () => {
    expect(ask({ metrics: ['cost'], time: { grain: 'hour' } }).reasons).toEqual(['intraday_grain']);
    expect(ask({ metrics: ['revenue'], by: ['orders.at:minute'] }).rows).toHaveLength(5);
  });
});

describe('filtered metrics', () => {
  test('keep every group of the metric', () => {
    expect(ask({ metrics: ['paid_revenue'], by: ['channel.kind'] }).rows).toEqual([
      ['paid', '0.3'],
      ['free', '0'],
      [null, '0'],
    ]);
  });

  test('are filtered in each of their legs', () => {
    expect(ask({ metrics: ['roas', 'paid_roas'] }).rows).toEqual([[38, 3]]);
  });
});

describe('without metrics', () => {
  test('an answer has the values that the model of the first dimension has', () => {
    expect(ask({ by: ['channel.kind'] }).rows).toEqual([['free'], ['paid'], [null]]);
    expect(ask({ by: ['order.channel.kind', 'order.promo'] }).rows).toEqual([
      ['free', null],
      ['paid', false],
      ['paid', true],
      [null, null],
    ]);
  });
});
