/** What questions are bound to: places of values, legs, conditions with their nulls, order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/hash.ts';
import type { BoundQuery } from '../../../src/query/bound-query.ts';
import { printRow } from '../formula/formula-shop.ts';
import { bind, SHOP } from './query-shop.ts';

const base = {
  metrics: ['revenue', 'units'],
  by: ['channel.name'],
  time: { grain: 'month', from: '2026-01-01', to: '2026-07-01', zone: 'Europe/Moscow' },
  where: [
    { dimension: 'orders.status', op: 'in', values: ['paid', 'placed'] },
    {
      any: [
        { dimension: 'orders.number', op: 'gt', value: 5 },
        { not: { dimension: 'channel.name', op: 'eq', value: 'x' } },
      ],
    },
  ],
  limit: 10,
};

const shapeOf = (query: object): string => canonicalJson(bind({ ...base, ...query }).shape);
const inList = (values: readonly string[]) => ({
  where: [{ dimension: 'orders.status', op: 'in', values }, base.where[1]],
});

describe('the shape', () => {
  it.each<[string, object]>([
    ['other values of a list', inList(['a', 'b'])],
    ['equal values in a list', inList(['x', 'x'])],
    ['a longer list', inList(Array.from({ length: 500 }, String))],
    ['an empty list', inList([])],
    [
      'other numbers and texts',
      {
        where: [
          base.where[0],
          {
            any: [
              { dimension: 'orders.number', op: 'gt', value: 7_000 },
              { not: { dimension: 'channel.name', op: 'eq', value: "'; --" } },
            ],
          },
        ],
      },
    ],
    ['another range', { time: { ...base.time, from: '2020-05-05T05:05', to: '2021-01-01T00:00Z' } }],
    ['another zone', { time: { ...base.time, zone: 'Pacific/Apia' } }],
    ['another limit', { limit: 11 }],
    ['the default limit', { limit: undefined }],
    ['numbers as strings', { numbers: 'strings' }],
    ['a tenant', { tenants: ['17'] }],
    ['the current version, spelt out', { metrics: ['revenue@1', { metric: 'units', version: 1 }] }],
    ['totals that are not wanted', { totals: false }],
  ])('is the same for %s', (_, query) => {
    expect(shapeOf(query)).toBe(shapeOf({}));
  });

  it.each<[string, object]>([
    [
      'another operator',
      { where: [{ dimension: 'orders.status', op: 'not_in', values: ['paid'] }, base.where[1]] },
    ],
    ['one condition less', { where: [base.where[0]] }],
    ['conditions the other way round', { where: [...base.where].reverse() }],
    ['an open range', { time: { ...base.time, to: undefined } }],
    ['no range', { time: { grain: 'month' } }],
    ['another grain', { time: { ...base.time, grain: 'day' } }],
    ['no grain', { time: { ...base.time, grain: undefined } }],
    ['another dimension', { by: ['customer.name'] }],
    ['another order', { order: [{ by: 'units' }] }],
    ['another metric', { metrics: ['revenue'] }],
    ['the metrics the other way round', { metrics: ['units', 'revenue'] }],
    ['another name', { metrics: ['revenue', { metric: 'units', as: 'pieces' }] }],
    ['totals', { totals: true }],
  ])('differs for %s', (_, query) => {
    expect(shapeOf(query)).not.toBe(shapeOf({}));
  });

  it('holds no value of the request', () => {
    const marker = fc.stringMatching(/^[a-z]{12}$/);
    fc.assert(
      fc.property(marker, marker, fc.integer({ min: 1_000_000, max: 2_000_000 }), (text, other, number) => {
        const { shape } = bind({
          ...base,
          where: [
            { dimension: 'orders.status', op: 'in', values: [text, other] },
            { dimension: 'customer.name', op: 'starts_with', value: other },
            { dimension: 'orders.amount', op: 'lt', value: number },
          ],
        });
        const json = canonicalJson(shape);
        for (const value of [text, other, String(number), '2026-01-01', 'Europe/Moscow', '"11"'])
          expect(json).not.toContain(value);
      }),
      { numRuns: 50 },
    );
  });
});

describe('parameters', () => {
  it('stand in the order of where, zone, range, limit; legs of one type share theirs', () => {
    expect(bind(base).parameters).toEqual([
      ['paid', 'placed'],
      '5',
      'x',
      'Europe/Moscow',
      '2026-01-01T00:00:00+03:00',
      '2026-07-01T00:00:00+03:00',
      '11',
    ]);
  });

  it('legs that know days, instants and wall clocks have a range of their own each', () => {
    const time = { from: '2018-11-04', zone: 'America/Sao_Paulo' };
    const bound = bind({ metrics: ['revenue', 'due', 'opened'], time });
    expect(bound.parameters).toEqual([
      'America/Sao_Paulo',
      '2018-11-04T01:00:00-02:00',
      '2018-11-04',
      '2018-11-04T00:00:00',
      '1001',
    ]);
    expect(bound.shape.legs.map((leg) => [leg.name, ...leg.conditions.map(printRow)])).toEqual([
      ['orders', 'greater_or_equal(ordered_at, :1)'],
      ['orders_by_due_on', 'greater_or_equal(due_on, :2)'],
      ['orders_by_opens_at', 'greater_or_equal(opens_at, :3)'],
    ]);
  });

  it('context keeps what the answer needs', () => {
    expect(
      bind({ metrics: ['revenue'], time: { to: '2026-01-01' }, limit: 5, numbers: 'strings' }).context,
    ).toEqual({
      zone: 'Europe/Berlin',
      calendar: { weekShift: 0, fiscalShift: 0, own: new Map() },
      range: {
        from: null,
        to: {
          instant: '2026-01-01T00:00:00+01:00',
          parameter: '2026-01-01T00:00:00+01:00',
          local: '2026-01-01T00:00:00',
        },
      },
      limit: 5,
      numbers: 'strings',
      currency: null,
    });
  });
});

describe('legs', () => {
  const legs = (query: object): unknown[] =>
    bind(query).shape.legs.map(({ name, root, time, aggregates }) => [
      name,
      root,
      time?.member ?? null,
      aggregates.map((aggregate) => aggregate.name),
    ]);

  it.each<[string, object, unknown[]]>([
    [
      'one for metrics over one model',
      { metrics: ['average_order', 'buyers'] },
      [['orders', 'orders', null, ['revenue', 'orders_count', 'buyers']]],
    ],
    [
      'an aggregate is computed once',
      { metrics: ['revenue', 'average_order', 'orders_count'] },
      [['orders', 'orders', null, ['revenue', 'orders_count']]],
    ],
    [
      'times do not matter where none is asked for, but they are kept apart',
      { metrics: ['revenue', 'due'] },
      [['orders', 'orders', null, ['revenue', 'due']]],
    ],
    [
      'times are legs of their own',
      { metrics: ['due', 'revenue'], time: { grain: 'day' } },
      [
        ['orders', 'orders', 'due_on', ['due']],
        ['orders_by_ordered_at', 'orders', 'ordered_at', ['revenue']],
      ],
    ],
    [
      'models are legs',
      { metrics: ['units', 'revenue'], time: { from: '2026-01-01' } },
      [
        ['items', 'items', 'ordered_at', ['units']],
        ['orders', 'orders', 'ordered_at', ['revenue']],
      ],
    ],
  ])('%s', (_, query, expected) => {
    expect(legs(query)).toEqual(expected);
  });

  it('write inputs out', () => {
    const [output] = bind({ metrics: [{ metric: 'average_order', as: 'aov' }] }).shape.outputs;
    expect(output).toEqual({
      column: 'aov',
      metric: 'average_order',
      part: null,
      version: 1,
      type: 'float',
      expression: {
        kind: 'operation',
        operator: 'divide',
        type: 'float',
        operands: [
          { kind: 'aggregate_value', name: 'revenue', type: 'decimal' },
          { kind: 'aggregate_value', name: 'orders_count', type: 'integer' },
        ],
      },
    });
  });
});

describe('groups', () => {
  it('go by the path of each leg; the time comes first, whatever by says', () => {
    const bound = bind({
      metrics: ['revenue', 'units'],
      by: ['channel.name', 'orders.customer.signed_up_at:year', 'orders.id'],
      time: { grain: 'week' },
    });
    expect(bound.shape.groups).toEqual([
      { column: 'time', type: 'date', grain: 'week', part: null, shown: null },
      { column: 'channel.name', type: 'string', grain: null, part: null, shown: null },
      { column: 'orders.customer.signed_up_at:year', type: 'date', grain: 'year', part: null, shown: null },
      { column: 'orders.id', type: 'key', grain: null, part: null, shown: null },
    ]);
    expect(bound.shape.legs.map((leg) => leg.groups.map((group) => group && printRow(group)))).toEqual([
      ['bucket_week(ordered_at, :0)', 'channel.name', 'bucket_year(customer.signed_up_at, :0)', 'id'],
      [
        'bucket_week(order.ordered_at, :0)',
        'order.channel.name',
        'bucket_year(order.customer.signed_up_at, :0)',
        'order.id',
      ],
    ]);
  });

  it('days and wall clocks are cut without a zone', () => {
    const { shape } = bind({ metrics: ['revenue'], by: ['orders.due_on:month', 'orders.opens_at:day'] });
    expect(shape.legs[0]?.groups.map((group) => group && printRow(group))).toEqual([
      'bucket_month(due_on)',
      'bucket_day(opens_at)',
    ]);
  });
});

describe('where', () => {
  const condition = (where: unknown): string => {
    const [leg] = bind({ metrics: ['revenue'], where: [where] }).shape.legs;
    return leg?.conditions.map(printRow).join(' & ') ?? '';
  };
  const status = (op: string, rest: object = { value: 'x' }) => ({ dimension: 'orders.status', op, ...rest });
  it.each<[unknown, string]>([
    [status('eq'), 'equal(status, :0)'],
    [status('ne'), 'or(is_null(status), not(equal(status, :0)))'],
    [status('in', { values: [] }), 'in_list(status, :0)'],
    [status('not_in', { values: ['x'] }), 'or(is_null(status), not(in_list(status, :0)))'],
    [status('gte'), 'greater_or_equal(status, :0)'],
    [status('contains'), 'contains(status, :0)'],
    [status('is_null', {}), 'is_null(status)'],
    [status('not_null', {}), 'is_not_null(status)'],
    [{ not: status('eq') }, 'or(is_null(status), not(equal(status, :0)))'],
    [{ not: status('ne') }, 'equal(status, :0)'],
    [{ not: status('lt') }, 'or(is_null(status), not(less(status, :0)))'],
    [{ not: status('is_null', {}) }, 'is_not_null(status)'],
    [{ not: { not: status('starts_with') } }, 'starts_with(status, :0)'],
    [{ all: [status('eq'), status('is_null', {})] }, 'and(equal(status, :0), is_null(status))'],
    [{ any: [status('eq'), status('ends_with')] }, 'or(equal(status, :0), ends_with(status, :1))'],
    [
      { not: { all: [status('ne'), { any: [status('is_null', {}), status('not_null', {})] }] } },
      'or(equal(status, :0), and(is_not_null(status), is_null(status)))',
    ],
    [{ all: [status('eq')] }, 'and(equal(status, :0))'],
  ])('%j', (where, printed) => {
    expect(condition(where)).toBe(printed);
  });
});

describe('order', () => {
  const order = (query: object): string =>
    bind({ metrics: ['revenue', 'units'], ...query })
      .shape.order.map(({ column, direction }) => `${column} ${direction}`)
      .join(', ');
  it.each<[string, object, string]>([
    ['the first metric', {}, 'revenue desc'],
    [
      'then the groups',
      { by: ['customer.name', 'channel.name'] },
      'revenue desc, customer.name asc, channel.name asc',
    ],
    [
      'time before all',
      { by: ['channel.name'], time: { grain: 'day' } },
      'time asc, revenue desc, channel.name asc',
    ],
    [
      'what is asked for, then what tells rows apart',
      { by: ['channel.name'], time: { grain: 'day' }, order: [{ by: 'units', direction: 'desc' }] },
      'units desc, time asc, channel.name asc',
    ],
    [
      'ascending unless it says otherwise',
      { order: [{ by: 'units' }, { by: 'revenue', direction: 'desc' }] },
      'units asc, revenue desc',
    ],
    [
      'by a group',
      { by: ['channel.name'], order: [{ by: 'channel.name', direction: 'desc' }] },
      'channel.name desc',
    ],
  ])('%s', (_, query, expected) => {
    expect(order(query)).toBe(expected);
  });
});

it('binding depends on the catalog and the query alone', () => {
  const once = (): BoundQuery => bind(base, SHOP);
  expect(canonicalJson(once())).toBe(canonicalJson(once()));
});
