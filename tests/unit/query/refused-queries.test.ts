/** Queries that are refused: code, JSON Pointer and hint. */
import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { bind } from './query-shop.ts';

type Row = [name: string, query: object, code: string, path: string | undefined, hint?: string];

function check(_: string, query: object, code: string, path: string | undefined, hint = ''): void {
  const fault = faultOf({ metrics: ['revenue'], ...query });
  expect(fault).toMatchObject({ name: 'SemanticError', code, path });
  expect(fault?.hint ?? '').toContain(hint);
}

function faultOf(query: object): SemanticError | null {
  try {
    bind(query);
    return null;
  } catch (fault) {
    if (fault instanceof SemanticError) return fault;
    throw fault;
  }
}

const where = (...conditions: object[]) => ({ where: conditions });
const status = (op: string, rest: object = {}) => ({ dimension: 'orders.status', op, ...rest });

describe('form', () => {
  it.each<Row>([
    ['an unknown key', { filter: [] }, 'QUERY_INVALID', '/filter'],
    ['a misspelt key', { wher: [] }, 'QUERY_INVALID', '/wher', '"where"'],
    ['a key of the prototype', { constructor: 1 }, 'QUERY_INVALID', '/constructor'],
    ['an unknown key of time', { time: { gran: 'day' } }, 'QUERY_INVALID', '/time/gran', '"grain"'],
    [
      'an unknown key of a metric',
      { metrics: [{ metric: 'revenue', name: 'x' }] },
      'QUERY_INVALID',
      '/metrics/0/name',
    ],
    [
      'an unknown key of a condition',
      where(status('eq', { valu: 1 })),
      'QUERY_INVALID',
      '/where/0/valu',
      '"value"',
    ],
    [
      'an unknown key of an order',
      { order: [{ by: 'revenue', dir: 'asc' }] },
      'QUERY_INVALID',
      '/order/0/dir',
    ],
    ['no metric', { metrics: [] }, 'QUERY_INVALID', '/metrics'],
    ['metrics that are no list', { metrics: 'revenue' }, 'QUERY_INVALID', '/metrics'],
    ['a metric that is a number', { metrics: ['revenue', 5] }, 'QUERY_INVALID', '/metrics/1'],
    ['version 0', { metrics: [{ metric: 'revenue', version: 0 }] }, 'QUERY_INVALID', '/metrics/0/version'],
    [
      'a name that is none',
      { metrics: [{ metric: 'revenue', as: 'A b' }] },
      'QUERY_INVALID',
      '/metrics/0/as',
    ],
    ['by that is no list', { by: 'channel.name' }, 'QUERY_INVALID', '/by'],
    ['a grain that is none', { time: { grain: 'decade' } }, 'QUERY_INVALID', '/time/grain'],
    ['a bound that is a number', { time: { from: 2026 } }, 'QUERY_INVALID', '/time/from'],
    ['an operator that is none', where(status('equals', { value: 'x' })), 'QUERY_INVALID', '/where/0/op'],
    ['a value that is an object', where(status('eq', { value: {} })), 'QUERY_INVALID', '/where/0/value'],
    ['a value that is null', where(status('eq', { value: null })), 'QUERY_INVALID', '/where/0/value'],
    [
      'a value that is no number',
      where(status('eq', { value: Number.NaN })),
      'QUERY_INVALID',
      '/where/0/value',
    ],
    [
      'a value that is too long',
      where(status('eq', { value: 'x'.repeat(1_001) })),
      'QUERY_INVALID',
      '/where/0/value',
    ],
    ['an empty group', where({ any: [] }), 'QUERY_INVALID', '/where/0/any'],
    [
      'a group and a condition in one',
      where({ all: [status('is_null')], op: 'eq' }),
      'QUERY_INVALID',
      '/where/0/op',
    ],
    ['an empty condition', where({}), 'QUERY_INVALID', '/where/0'],
    ['a condition that is null', { where: [null] }, 'QUERY_INVALID', '/where/0'],
    ['no value', where(status('eq')), 'QUERY_INVALID', '/where/0'],
    ['no values', where({ any: [status('in', { value: 'x' })] }), 'QUERY_INVALID', '/where/0/any/0/value'],
    [
      'a value for a null',
      where({ not: status('is_null', { value: 'x' }) }),
      'QUERY_INVALID',
      '/where/0/not/value',
    ],
    ['limit 0', { limit: 0 }, 'QUERY_INVALID', '/limit'],
    ['half a limit', { limit: 1.5 }, 'QUERY_INVALID', '/limit'],
    ['no tenant', { tenants: [] }, 'QUERY_INVALID', '/tenants'],
    ['totals that are no boolean', { totals: 'yes' }, 'QUERY_INVALID', '/totals'],
  ])('%s', check);

  it.each([null, undefined, 5, 'revenue', [], {}, { metrics: null }])('%j is no query', (query) => {
    expect(() => bind(query)).toThrow(expect.objectContaining({ code: 'QUERY_INVALID' }));
  });
});

describe('names', () => {
  it.each<Row>([
    ['a metric', { metrics: ['units', 'revenu'] }, 'QUERY_UNKNOWN_METRIC', '/metrics/1', '"revenue"'],
    [
      'a metric in its long form',
      { metrics: [{ metric: 'x' }] },
      'QUERY_UNKNOWN_METRIC',
      '/metrics/0/metric',
    ],
    ['a metric of the prototype', { metrics: ['constructor'] }, 'QUERY_UNKNOWN_METRIC', '/metrics/0'],
    ['two versions', { metrics: ['revenue@1@1'] }, 'QUERY_UNKNOWN_METRIC', '/metrics/0'],
    ['a version', { metrics: ['revenue@2'] }, 'QUERY_UNKNOWN_VERSION', '/metrics/0', 'revenue@1'],
    ['a version with a zero', { metrics: ['revenue@01'] }, 'QUERY_UNKNOWN_VERSION', '/metrics/0'],
    ['an empty version', { metrics: ['revenue@'] }, 'QUERY_UNKNOWN_VERSION', '/metrics/0'],
    [
      'a version in its long form',
      { metrics: [{ metric: 'revenue', version: 2 }] },
      'QUERY_UNKNOWN_VERSION',
      '/metrics/0/version',
    ],
    ['a dimension', { by: ['chanel.name'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0', '"channel.name"'],
    ['a bare dimension', { by: ['status'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0', '"orders.status"'],
    ['an empty name', { by: [''] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['a member of the prototype', { by: ['orders.constructor'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['a model of the prototype', { by: ['__proto__.name'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['the tenant column', { by: ['orders.client_id'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    [
      'an unknown role',
      { by: ['warehouse.place'] },
      'QUERY_UNKNOWN_MEMBER',
      '/by/0',
      'A dimension begins with a role or a model: region, channel, customer, channels, customers, ',
    ],
    [
      'an unknown member of a known role',
      { by: ['channel.bid_strategy'] },
      'QUERY_UNKNOWN_MEMBER',
      '/by/0',
      'There are: channel.name, channel.id.',
    ],
    [
      'the tenant column in a condition',
      where({ dimension: 'orders.client_id', op: 'eq', value: 1 }),
      'QUERY_UNKNOWN_MEMBER',
      '/where/0/dimension',
    ],
    ['the tenant', { by: ['tenant'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['a join that does not exist', { by: ['orders.custmer.name'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    ['a fact', { by: ['orders.amount'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0', 'It is a fact'],
    ['SQL', { by: ['orders.status" from x --'] }, 'QUERY_UNKNOWN_MEMBER', '/by/0'],
    [
      'a column to order by',
      { order: [{ by: 'revenu' }] },
      'QUERY_UNKNOWN_COLUMN',
      '/order/0/by',
      '"revenue"',
    ],
    [
      'a dimension that is not grouped',
      { order: [{ by: 'channel.name' }] },
      'QUERY_UNKNOWN_COLUMN',
      '/order/0/by',
    ],
  ])('%s', check);
});

describe('paths', () => {
  it.each<Row>([
    [
      'a role that a leg does not know',
      { metrics: ['revenue', 'in_stock'], by: ['channel.name'] },
      'QUERY_NO_PATH',
      '/by/0',
      'query of their own',
    ],
    [
      'a model that a leg does not know',
      { metrics: ['in_stock'], by: ['orders.status'] },
      'QUERY_NO_PATH',
      '/by/0',
    ],
    [
      'a condition that a leg does not know',
      { metrics: ['in_stock'], ...where({ not: { dimension: 'channel.name', op: 'is_null' } }) },
      'QUERY_NO_PATH',
      '/where/0/not/dimension',
    ],
    [
      'a role by two paths',
      { by: ['region.name'] },
      'QUERY_AMBIGUOUS_PATH',
      '/by/0',
      'orders.recipient.region.name',
    ],
    ['a model by two paths', { by: ['customers.name'] }, 'QUERY_AMBIGUOUS_PATH', '/by/0', 'orders.'],
    [
      'a condition by two paths',
      where({ dimension: 'region.name', op: 'is_null' }),
      'QUERY_AMBIGUOUS_PATH',
      '/where/0/dimension',
    ],
  ])('%s', check);
});

describe('columns', () => {
  it.each<Row>([
    ['a metric twice', { metrics: ['revenue', 'revenue@1'] }, 'QUERY_DUPLICATE_COLUMN', '/metrics/1', '"as"'],
    [
      'a name twice',
      { metrics: ['revenue', { metric: 'units', as: 'revenue' }] },
      'QUERY_DUPLICATE_COLUMN',
      '/metrics/1/as',
    ],
    [
      'the name of the time',
      { metrics: [{ metric: 'units', as: 'time' }] },
      'QUERY_DUPLICATE_COLUMN',
      '/metrics/0/as',
    ],
    ['a dimension twice', { by: ['channel.name', 'channel.name'] }, 'QUERY_DUPLICATE_COLUMN', '/by/1'],
  ])('%s', check);
});

describe('types', () => {
  it.each<Row>([
    [
      'a value of another type',
      where({ any: [status('eq', { value: 'x' }), status('eq', { value: 1 })] }),
      'QUERY_TYPE_MISMATCH',
      '/where/0/any/1/value',
    ],
    [
      'one value of a list',
      where(status('in', { values: ['a', true] })),
      'QUERY_TYPE_MISMATCH',
      '/where/0/values/1',
    ],
    [
      'the order of booleans',
      where({ dimension: 'orders.is_promo', op: 'gt', value: true }),
      'QUERY_OPERATOR_MISMATCH',
      '/where/0/op',
    ],
    [
      'the order of keys',
      where({ dimension: 'orders.id', op: 'lt', value: 5 }),
      'QUERY_OPERATOR_MISMATCH',
      '/where/0/op',
    ],
    [
      'a part of a number',
      where({ dimension: 'orders.number', op: 'contains', value: '5' }),
      'QUERY_OPERATOR_MISMATCH',
      '/where/0/op',
    ],
    [
      'a time without grain',
      { by: ['channel.name', 'orders.ordered_at'] },
      'QUERY_GRAIN_REQUIRED',
      '/by/1',
      'orders.ordered_at:month',
    ],
    ['a grain without time', { by: ['channel.name:day'] }, 'QUERY_GRAIN_NOT_APPLICABLE', '/by/0'],
    ['a grain that is none', { by: ['orders.ordered_at:Month'] }, 'QUERY_BAD_TIME', '/by/0'],
    ['two grains', { by: ['orders.ordered_at:month:day'] }, 'QUERY_BAD_TIME', '/by/0'],
  ])('%s', check);
});

describe('time', () => {
  const time = (time_: object) => ({ time: time_ });
  it.each<Row>([
    ['a zone that is none', time({ zone: 'Mars/Olympus' }), 'QUERY_UNKNOWN_ZONE', '/time/zone'],
    ['an offset', time({ zone: '+03:00' }), 'QUERY_UNKNOWN_ZONE', '/time/zone'],
    ['a bound that is no time', time({ to: '2026-02-30' }), 'QUERY_BAD_TIME', '/time/to'],
    [
      'a range that ends as it starts',
      time({ from: '2026-01-01', to: '2026-01-01' }),
      'QUERY_EMPTY_RANGE',
      '/time/to',
    ],
    [
      'a range that ends before',
      time({ from: '2026-01-02', to: '2026-01-01' }),
      'QUERY_EMPTY_RANGE',
      '/time/to',
    ],
    [
      'a range within an hour that does not exist',
      time({ from: '2026-03-29T02:10', to: '2026-03-29T02:50' }),
      'QUERY_EMPTY_RANGE',
      '/time/to',
    ],
    [
      'a range on a metric without time',
      { metrics: ['revenue', 'in_stock'], ...time({ from: '2026-01-01' }) },
      'QUERY_NO_TIME',
      '/time',
    ],
    [
      'a grain on a metric without time',
      { metrics: ['in_stock'], ...time({ grain: 'day' }) },
      'QUERY_NO_TIME',
      '/time',
    ],
    [
      'a bound within a day',
      { metrics: ['revenue', 'due'], ...time({ from: '2026-01-01T09:00' }) },
      'QUERY_INTRADAY_BOUND',
      '/time/from',
    ],
    [
      'midnight elsewhere',
      { metrics: ['due'], ...time({ to: '2026-01-01T00:00Z' }) },
      'QUERY_INTRADAY_BOUND',
      '/time/to',
    ],
  ])('%s', check);

  it('a range of one microsecond is one', () => {
    const range = { from: '2026-01-01T00:00:00.000001', to: '2026-01-01T00:00:00.000002' };
    expect(() => bind({ metrics: ['revenue'], time: range })).not.toThrow();
  });

  it('a metric without time may name a zone', () => {
    expect(() => bind({ metrics: ['in_stock'], time: { zone: 'UTC' } })).not.toThrow();
  });
});

describe('limits', () => {
  const aliases = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ metric: 'revenue', as: `r${i}` }));
  const conditions = (count: number) => Array.from({ length: count }, () => status('is_null'));
  const nested = (depth: number, wrap: (inner: object) => object): object =>
    depth === 0 ? status('in', { values: ['x'] }) : wrap(nested(depth - 1, wrap));
  const anyOf = (inner: object) => ({ any: [inner] });
  const not = (inner: object) => ({ not: inner });

  it.each<[string, object]>([
    ['20 metrics', { metrics: aliases(20) }],
    ['50 conditions', where({ any: conditions(25) }, { all: conditions(25) })],
    ['1,000 values', where(status('in', { values: Array.from({ length: 1_000 }, String) }))],
    ['groups 12 deep', where(nested(12, anyOf))],
    ['not 12 deep', where(nested(12, not))],
    ['50,000 rows', { limit: 50_000 }],
    ['10,000 days', { time: { grain: 'day', from: '2000-01-01', to: '2027-05-19' } }],
    ['27 years without a grain', { time: { from: '1000-01-01', to: '2027-05-20' } }],
  ])('%s are answered', (_, query) => {
    expect(() => bind({ metrics: ['revenue'], ...query })).not.toThrow();
  });

  it.each<Row>([
    ['21 metrics', { metrics: aliases(21) }, 'QUERY_LIMIT_EXCEEDED', '/metrics'],
    [
      '11 dimensions',
      { by: Array.from({ length: 11 }, (_, i) => `orders.x${i}`) },
      'QUERY_LIMIT_EXCEEDED',
      '/by',
    ],
    [
      '51 conditions',
      where({ any: conditions(25) }, { all: conditions(26) }),
      'QUERY_LIMIT_EXCEEDED',
      '/where',
    ],
    ['50,001 rows', { limit: 50_001 }, 'QUERY_LIMIT_EXCEEDED', '/limit'],
    [
      '10,001 days',
      { time: { grain: 'day', from: '2000-01-01', to: '2027-05-20' } },
      'QUERY_LIMIT_EXCEEDED',
      '/time/grain',
    ],
    ['groups 13 deep', where(nested(13, anyOf)), 'QUERY_LIMIT_EXCEEDED', '/where/0'],
    ['groups 5,000 deep', where(nested(5_000, anyOf)), 'QUERY_LIMIT_EXCEEDED', '/where/0'],
    ['not 5,000 deep', where(nested(5_000, not)), 'QUERY_LIMIT_EXCEEDED', '/where/0'],
  ])('%s are refused', check);

  it('1,001 values are too many', () => {
    const values = Array.from({ length: 1_001 }, String);
    const fault = faultOf({ metrics: ['revenue'], ...where(status('in', { values })) });
    expect(fault).toMatchObject({ code: 'QUERY_LIMIT_EXCEEDED', path: '/where/0/values' });
  });
});
