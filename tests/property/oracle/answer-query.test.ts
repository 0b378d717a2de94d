/** The oracle itself, against answers worked out by hand. */
import { describe, expect, test } from 'vitest';
import { answerQuery } from './answer-query.ts';
import { Decimal } from './decimal.ts';
import type { Query, Where } from './query.ts';
import { shop, shopTables } from './shop.ts';

const NOW = '2026-03-30T10:00:00.000000Z';

function ask(query: Query, tenant = 'a') {
  const outcome = answerQuery({ schema: shop, tables: shopTables, tenant, now: NOW }, query);
  if (outcome.kind === 'refusal') return [...outcome.reasons];
  const plain = (row: readonly unknown[]) =>
    row.map((value) => (value instanceof Decimal ? value.toString() : value));
  return { ...outcome, rows: outcome.rows.map(plain), totals: outcome.totals && plain(outcome.totals) };
}

const rows = (query: Query, tenant?: string) => {
  const outcome = ask(query, tenant);
  return Array.isArray(outcome) ? outcome : outcome.rows;
};

describe('groups', () => {
  test('a missing partner, a null key and a null dimension share the null group', () => {
    expect(rows({ metrics: ['revenue', 'orders_count'], by: ['channel.kind'] })).toEqual([
      [null, '3.5', '2'],
      ['paid', '0.3', '2'],
      ['free', '0', '1'],
    ]);
  });

  test('a formula of a missing partner is null, whatever it would say of nulls', () => {
    expect(rows({ metrics: ['orders_count'], by: ['channel.label'] })).toEqual([
      ['always', '3'],
      [null, '2'],
    ]);
  });

  test('several facts meet on the union of their groups, each at its own grain', () => {
    expect(rows({ metrics: ['cost', 'revenue', 'roas'], by: ['channel.kind'] })).toEqual([
      ['paid', '0.1', '0.3', 3],
      ['free', '0', '0', null],
      [null, '0', '3.5', null],
    ]);
  });

  test('a model scoped by its parent has the rows that lead to one', () => {
    expect(rows({ metrics: ['quantity'], by: ['channel.kind'] })).toEqual([['paid', '5']]);
    expect(rows({ metrics: ['quantity'] }, 'b')).toEqual([['50']]);
  });

  test('filters of aggregates never remove a group', () => {
    expect(rows({ metrics: ['free_revenue', 'strict_revenue'], by: ['channel.kind'] })).toEqual([
      ['free', '0', null],
      ['paid', '0', null],
      [null, '0', null],
    ]);
  });

  test('without groups there is one row, even of nothing', () => {
    expect(rows({ metrics: ['revenue', 'least', 'average', 'orders_count'] }, 'nobody')).toEqual([
      ['0', null, null, '0'],
    ]);
  });
});

describe('time', () => {
  const day = { grain: 'day', from: '2026-03-29', to: '2026-03-30' } as const;

  test('ranges are half-open and buckets local', () => {
    expect(rows({ metrics: ['orders_count', 'cost'], time: day })).toEqual([['2026-03-29', '2', '0.1']]);
    expect(rows({ metrics: ['orders_count', 'cost'], time: { ...day, zone: 'UTC' } })).toEqual([
      ['2026-03-29', '2', '0.1'],
    ]);
    expect(rows({ metrics: ['orders_count'], time: { grain: 'day', zone: 'UTC' } })).toEqual([
      ['2026-03-28', '2'],
      ['2026-03-29', '2'],
      [null, '1'],
    ]);
  });

  test.each([
    [{ from: '2026-03-29T12:00' }, ['intraday_bound']],
    [{ from: '2026-03-29', to: '2026-03-29' }, ['empty_range']],
  ])('%j on a date is refused', (time, reasons) => {
    expect(ask({ metrics: ['cost'], time })).toEqual(reasons);
  });

  test('a metric without time has no grain and no range', () => {
    expect(ask({ metrics: ['quantity'], time: { grain: 'day' } })).toEqual(['no_time']);
  });
});

describe('where', () => {
  test.each([
    [{ dimension: 'channel.kind', op: 'ne', value: 'paid' }, '3'],
    [{ not: { dimension: 'channel.kind', op: 'eq', value: 'paid' } }, '3'],
    [{ dimension: 'channel.kind', op: 'not_in', values: ['paid', 'free'] }, '2'],
    [{ not: { dimension: 'orders.amount', op: 'gt', value: 0.1 } }, '3'],
    [
      {
        any: [
          { dimension: 'orders.promo', op: 'eq', value: true },
          { dimension: 'channel.kind', op: 'is_null' },
        ],
      },
      '3',
    ],
    [{ dimension: 'channel.kind', op: 'contains', value: 'r' }, '1'],
    [{ dimension: 'orders.at', op: 'gte', value: '2026-03-29T00:00' }, '3'],
    [{ all: [{ dimension: 'orders.at', op: 'lt', value: '2026-03-28T23:00:00Z' }] }, '1'],
  ] satisfies [Where, string][])('%j keeps %s orders', (condition, count) => {
    expect(rows({ metrics: ['orders_count'], where: [condition] })).toEqual([[count]]);
  });
});

describe('order, limit and totals', () => {
  test('nulls are last both ways and ties go by the groups', () => {
    const by = ['channel.kind'];
    const order = (direction: 'asc' | 'desc') => [{ by: 'channel.kind', direction }];
    const kinds = (direction: 'asc' | 'desc') =>
      rows({ metrics: ['cost'], by, order: order(direction) }).map(([kind]) => kind);
    expect(kinds('asc')).toEqual(['paid', null]);
    expect(kinds('desc')).toEqual(['paid', null]);
    expect(rows({ metrics: ['strict_revenue'], by, order: [{ by: 'strict_revenue' }] })).toEqual([
      ['free', null],
      ['paid', null],
      [null, null],
    ]);
  });

  test('the limit cuts rows and not totals', () => {
    expect(
      ask({ metrics: ['revenue', 'average'], by: ['channel.kind'], limit: 1, totals: true }),
    ).toMatchObject({
      rows: [[null, '3.5', 1.75]],
      totals: ['3.8', 0.95],
      more: true,
    });
  });
});

describe('refusals', () => {
  test.each([
    [{ metrics: ['revenue'], by: ['spend.day:day'] }, ['no_path']],
    [
      { metrics: ['revenue', 'cost'], where: [{ dimension: 'orders.promo', op: 'eq', value: true }] },
      ['no_path'],
    ],
    [{ metrics: ['revenue'], by: ['orders.at'] }, ['grain_required']],
    [{ metrics: ['revenue'], by: ['channel.kind:day'] }, ['grain_not_applicable']],
    [{ metrics: ['revenue'], by: ['channel.colour'] }, ['unknown_member']],
    [{ metrics: ['revenue'], order: [{ by: 'cost' }] }, ['unknown_column']],
    [
      { metrics: ['revenue'], where: [{ dimension: 'orders.amount', op: 'contains', value: '1' }] },
      ['operator_mismatch'],
    ],
    [
      { metrics: ['revenue'], where: [{ dimension: 'orders.amount', op: 'eq', value: true }] },
      ['type_mismatch'],
    ],
  ] satisfies [Query, string[]][])('%j is refused: %j', (query, reasons) => {
    expect(ask(query)).toEqual(reasons);
  });
});
