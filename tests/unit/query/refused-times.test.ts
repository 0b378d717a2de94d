/** Times that are refused: code, JSON Pointer and hint. */
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

describe('times', () => {
  const time = (asked: object, rest: object = {}) => ({ time: asked, ...rest });
  const day = { grain: 'day' };
  it.each<Row>([
    [
      'hours of days',
      time({ grain: 'hour' }, { metrics: ['due'] }),
      'QUERY_GRAIN_TOO_FINE',
      '/time/grain',
      '"day"',
    ],
    ['minutes of a day', { by: ['orders.due_on:minute'] }, 'QUERY_GRAIN_TOO_FINE', '/by/0', '"day"'],
    [
      'hours of instants and wall clocks',
      time({ grain: 'hour' }, { metrics: ['revenue', 'opened'] }),
      'QUERY_MIXED_CLOCKS',
      '/time/grain',
      'a query of its own',
    ],
    [
      'more hours than buckets',
      time({ grain: 'hour', from: '2025-01-01', to: '2027-01-01' }),
      'QUERY_LIMIT_EXCEEDED',
      '/time/grain',
    ],
    [
      'more seconds than buckets',
      time({ grain: 'second', from: '2026-01-01', to: '2026-01-01T02:46:41' }),
      'QUERY_LIMIT_EXCEEDED',
      '/time/grain',
    ],
    [
      'more days than buckets',
      time({ grain: 'day', from: '2000-01-01', to: '2027-05-20' }),
      'QUERY_LIMIT_EXCEEDED',
      '/time/grain',
    ],
    ['a range and its start', time({ range: '2026', from: '2026-01-01' }), 'QUERY_INVALID', '/time/from'],
    ['a range and its end', time({ range: '2026', to: '2026-01-01' }), 'QUERY_INVALID', '/time/to'],
    ['a misspelt range', time({ range: 'last 30 dasy' }), 'QUERY_BAD_TIME', '/time/range', '"last 30 days"'],
    ['a range without words', time({ range: '' }), 'QUERY_BAD_TIME', '/time/range', 'For example'],
    ['a misspelt key', time({ rang: '2026' }), 'QUERY_INVALID', '/time/rang', '"range"'],
    [
      'hours of a metric by days',
      time({ range: 'last 6 hours' }, { metrics: ['due'] }),
      'QUERY_INTRADAY_BOUND',
      '/time/range',
    ],
    ['fill without grain', time({ range: '2026', fill: true }), 'QUERY_INVALID', '/time/fill', '"range"'],
    ['fill without start', time({ ...day, to: '2026-01-01', fill: true }), 'QUERY_INVALID', '/time/fill'],
    ['fill without end', time({ ...day, from: '2026-01-01', fill: true }), 'QUERY_INVALID', '/time/fill'],
    ['fill that is a word', time({ ...day, fill: 'yes' }), 'QUERY_INVALID', '/time/fill'],
  ])('%s', check);
});

describe('in_range', () => {
  const within = (dimension: string, rest: object) => where({ dimension, op: 'in_range', ...rest });
  const [at, due, amount] = ['orders.ordered_at', 'orders.due_on', 'orders.amount'];
  it.each<Row>([
    ['nothing', within(at, {}), 'QUERY_INVALID', '/where/0', 'both'],
    ['one value', within(at, { values: ['2026-01-01'] }), 'QUERY_INVALID', '/where/0', 'both'],
    ['three values', within(amount, { values: [1, 2, 3] }), 'QUERY_INVALID', '/where/0', 'both'],
    ['a value and values', within(amount, { value: 1, values: [1, 2] }), 'QUERY_INVALID', '/where/0'],
    ['a number in words', within(amount, { value: 'last 30 days' }), 'QUERY_INVALID', '/where/0'],
    ['a range that is a number', within(at, { value: 2026 }), 'QUERY_INVALID', '/where/0'],
    [
      'words that are no range',
      within(at, { value: 'lst month' }),
      'QUERY_BAD_TIME',
      '/where/0/value',
      'last',
    ],
    ['a bound that is none', within(at, { values: ['2026', '2027'] }), 'QUERY_BAD_TIME', '/where/0/values/0'],
    ['hours of a day', within(due, { value: 'last 6 hours' }), 'QUERY_TYPE_MISMATCH', '/where/0/value'],
    ['an end before the start', within(amount, { values: [2, 1] }), 'QUERY_EMPTY_RANGE', '/where/0/values/1'],
    ['no number between', within(amount, { values: [2, 2] }), 'QUERY_EMPTY_RANGE', '/where/0/values/1'],
    [
      'no day between',
      within(due, { values: ['2026-01-02', '2026-01-02'] }),
      'QUERY_EMPTY_RANGE',
      '/where/0/values/1',
    ],
    [
      'no instant between',
      within(at, { values: ['2026-01-01T00:00+01:00', '2025-12-31T23:00Z'] }),
      'QUERY_EMPTY_RANGE',
      '/where/0/values/1',
    ],
    ['texts', within('orders.status', { values: ['a', 'b'] }), 'QUERY_OPERATOR_MISMATCH', '/where/0/op'],
  ])('%s', check);
});
