/** What a caller reads who asked for the impossible: code, sentence, pointer and hint, word for word. */
import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { bind } from './query-shop.ts';

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly path: string | undefined;
  readonly hint: string | undefined;
}

type Row = [
  name: string,
  query: object,
  refusal: [code: string, path: string, message: string, hint?: string],
];

function refusalOf(query: object): Refusal | null {
  try {
    bind({ metrics: ['revenue'], ...query });
    return null;
  } catch (error) {
    if (!(error instanceof SemanticError)) throw error;
    const { code, message, path, hint } = error;
    return { code, message, path, hint };
  }
}

function check(_: string, query: object, [code, path, message, hint]: Row[2]): void {
  expect(refusalOf(query)).toEqual({ code, path, message, hint });
}

const having = (...conditions: object[]) => ({ having: conditions });
const by = ['channel.name'];
const top = { n: 3, of: ['channel.name'], by: 'revenue' };

const KEYS =
  'There are: metrics, by, time, where, having, top, compare, order, limit, totals, currency, definitions, cursor, layout, numbers, tenants.';

describe('misspelt keys', () => {
  it.each<Row>([
    [
      'of time',
      { time: { form: '2026-01-01' } },
      ['QUERY_INVALID', '/time/form', 'There is no key "form" here.', 'Did you mean "from"?'],
    ],
    [
      'of time, on the outside',
      { form: '2026-01-01' },
      ['QUERY_INVALID', '/form', 'There is no key "form" here.', '"from" belongs in "time".'],
    ],
    [
      'of an order',
      { order: [{ by: 'revenue', directon: 'asc' }] },
      ['QUERY_INVALID', '/order/0/directon', 'There is no key "directon" here.', 'Did you mean "direction"?'],
    ],
    [
      'of top',
      { by, top: { ...top, other: true } },
      ['QUERY_INVALID', '/top/other', 'There is no key "other" here.', 'Did you mean "others"?'],
    ],
    [
      'of the query',
      { havin: [] },
      ['QUERY_INVALID', '/havin', 'There is no key "havin" here.', 'Did you mean "having"?'],
    ],
    [
      'of a condition on a metric',
      having({ metric: 'revenue', op: 'gt', valu: 1 }),
      [
        'QUERY_INVALID',
        '/having/0/valu',
        'There is no key "valu" here.',
        'Did you mean "value" or "all" or "values"?',
      ],
    ],
    ['with a slash', { 'a/b': 1 }, ['QUERY_INVALID', '/a~1b', 'There is no key "a/b" here.', KEYS]],
    [
      'with a tilde',
      { time: { '~': 1 } },
      [
        'QUERY_INVALID',
        '/time/~0',
        'There is no key "~" here.',
        'There are: grain, from, to, range, fill, zone.',
      ],
    ],
    [
      'beside a group',
      { where: [{ any: [{ dimension: 'orders.status', op: 'is_null' }], 'x/y': 1 }] },
      ['QUERY_INVALID', '/where/0/x~1y', 'Beside "any" there can be no "x/y".'],
    ],
  ])('%s', check);
});

describe('values in the wrong form', () => {
  it.each<Row>([
    [
      'a null',
      { where: [{ dimension: 'orders.status', op: 'eq', value: null }] },
      [
        'QUERY_INVALID',
        '/where/0/value',
        '/where/0/value must be a text, a number, true or false.',
        'A null is asked for by the operator is_null, its absence by not_null.',
      ],
    ],
    [
      'one dimension instead of a list',
      { by: 'channel.name' },
      ['QUERY_INVALID', '/by', '/by must be a list.', 'Write a list: ["channel.name"].'],
    ],
    [
      'one metric instead of a list',
      { metrics: 'revenue' },
      ['QUERY_INVALID', '/metrics', '/metrics must be a list.', 'Write a list: ["revenue"].'],
    ],
    [
      'one column instead of a list',
      { by, top: { ...top, of: 'channel.name' } },
      ['QUERY_INVALID', '/top/of', '/top/of must be a list.', 'Write a list: ["channel.name"].'],
    ],
    [
      'a layout that is none',
      { layout: 'column' },
      ['QUERY_INVALID', '/layout', '/layout must be one of: rows, columns.', 'Did you mean "columns"?'],
    ],
    [
      'no groups at all',
      { by, top: { ...top, n: 0 } },
      ['QUERY_INVALID', '/top/n', '/top/n must be at least 1.'],
    ],
    ['top without its metric', { by, top: { n: 1, of: by } }, ['QUERY_INVALID', '/top', '/top needs "by".']],
    ['having that is no list', { having: {} }, ['QUERY_INVALID', '/having', '/having must be a list.']],
    [
      'a version given twice',
      { metrics: [{ metric: 'revenue@1', version: 1 }] },
      [
        'QUERY_INVALID',
        '/metrics/0/version',
        'The version is given twice, in "metric" and in "version".',
        'Leave one of them out.',
      ],
    ],
    ['a cursor that is a number', { cursor: 5 }, ['QUERY_INVALID', '/cursor', '/cursor must be a text.']],
  ])('%s', check);
});

describe('grains', () => {
  it.each<Row>([
    [
      'a misspelt one',
      { by: ['orders.ordered_at:monht'] },
      [
        'QUERY_BAD_TIME',
        '/by/0',
        '"monht" is not a grain: day, week, month, quarter, year.',
        'Did you mean "month"?',
      ],
    ],
    [
      'of what has none',
      { by: ['channel.name:day'] },
      [
        'QUERY_GRAIN_NOT_APPLICABLE',
        '/by/0',
        '"channel.name" is of type string and has no grain.',
        'Write "channel.name".',
      ],
    ],
  ])('%s', (_name, query, [code, path, message, hint]) => {
    const refusal = refusalOf(query);
    expect(refusal).toMatchObject({ code, path, hint });
    // Grains are to become more.
    expect(refusal?.message.split(':')[0]).toBe(message.split(':')[0]);
  });
});

describe('having', () => {
  it.each<Row>([
    [
      'a metric that was not asked for',
      having({ metric: 'units', op: 'gt', value: 1 }),
      [
        'QUERY_UNKNOWN_COLUMN',
        '/having/0/metric',
        'The answer has no column "units" with such a metric to filter by.',
        'Each metric of this query: "revenue".',
      ],
    ],
    [
      'a misspelt metric',
      having({ metric: 'revenu', op: 'gt', value: 1 }),
      [
        'QUERY_UNKNOWN_COLUMN',
        '/having/0/metric',
        'The answer has no column "revenu" with such a metric to filter by.',
        'Did you mean "revenue"?',
      ],
    ],
    [
      'a dimension that is not grouped by',
      having({ dimension: 'orders.status', op: 'eq', value: 'x' }),
      [
        'QUERY_UNKNOWN_COLUMN',
        '/having/0/dimension',
        'The answer has no column "orders.status" with such a dimension to filter by.',
        'This query has no dimension.',
      ],
    ],
    [
      'a time by its bare name',
      { by: ['orders.ordered_at:month'], ...having({ dimension: 'orders.ordered_at', op: 'is_null' }) },
      [
        'QUERY_UNKNOWN_COLUMN',
        '/having/0/dimension',
        'The answer has no column "orders.ordered_at" with such a dimension to filter by.',
        'Did you mean "orders.ordered_at:month"?',
      ],
    ],
    [
      'a text for a number',
      having({ not: { metric: 'revenue', op: 'eq', value: 'x' } }),
      ['QUERY_TYPE_MISMATCH', '/having/0/not/value', '"revenue" is of type decimal: a number is needed.'],
    ],
    [
      'a part of a number',
      having({ metric: 'revenue', op: 'starts_with', value: '1' }),
      [
        'QUERY_OPERATOR_MISMATCH',
        '/having/0/op',
        'The operator starts_with does not apply to "revenue", which is of type decimal.',
        'Possible: eq, ne, in, not_in, gt, gte, lt, lte, in_range, is_null, not_null.',
      ],
    ],
    [
      'neither metric nor dimension',
      having({ op: 'is_null' }),
      ['QUERY_INVALID', '/having/0', '/having/0 needs "metric".'],
    ],
    [
      'both',
      having({ metric: 'revenue', dimension: 'channel.name', op: 'is_null' }),
      ['QUERY_INVALID', '/having/0', 'A condition is about a metric or about a dimension, not both.'],
    ],
    [
      'an empty group',
      having({ all: [] }),
      ['QUERY_INVALID', '/having/0/all', '/having/0/all must be a list of at least one condition.'],
    ],
    [
      'in the place of where',
      { where: [{ metric: 'revenue', op: 'gt', value: 1 }] },
      [
        'QUERY_INVALID',
        '/where/0/metric',
        'There is no key "metric" here.',
        'Conditions on metrics belong in "having".',
      ],
    ],
    [
      '51 conditions',
      { having: Array.from({ length: 51 }, () => ({ metric: 'revenue', op: 'is_null' })) },
      [
        'QUERY_LIMIT_EXCEEDED',
        '/having',
        'At most 50 conditions are allowed, not 51.',
        'Values of one dimension go together: { "op": "in", "values": […] }.',
      ],
    ],
    [
      'a value for a null',
      having({ metric: 'revenue', op: 'is_null', value: 1 }),
      ['QUERY_INVALID', '/having/0/value', 'The operator is_null does not take "value".'],
    ],
  ])('%s', check);
});

describe('top', () => {
  it.each<Row>([
    [
      'by a metric that was not asked for',
      { by, top: { ...top, by: 'units' } },
      [
        'QUERY_UNKNOWN_COLUMN',
        '/top/by',
        'The answer has no column "units" with a metric to choose groups by.',
        'Possible: "revenue".',
      ],
    ],
    [
      'by a dimension',
      { by, top: { ...top, by: 'channel.name' } },
      [
        'QUERY_UNKNOWN_COLUMN',
        '/top/by',
        'The answer has no column "channel.name" with a metric to choose groups by.',
        'Possible: "revenue".',
      ],
    ],
    [
      'of what is not grouped by',
      { by, top: { ...top, of: ['orders.status'] } },
      [
        'QUERY_UNKNOWN_COLUMN',
        '/top/of/0',
        'The answer has no column "orders.status" in "by" to choose groups of.',
        'Possible: "channel.name".',
      ],
    ],
    [
      'of nothing',
      { top },
      [
        'QUERY_UNKNOWN_COLUMN',
        '/top/of/0',
        'The answer has no column "channel.name" in "by" to choose groups of.',
        'This query has none.',
      ],
    ],
    [
      'of the same twice',
      { by, top: { ...top, of: [...by, ...by] } },
      ['QUERY_DUPLICATE_COLUMN', '/top/of/1', 'Two columns of the answer would be called "channel.name".'],
    ],
    [
      'of more than 1,000 groups',
      { by, top: { ...top, n: 1_001 } },
      [
        'QUERY_LIMIT_EXCEEDED',
        '/top/n',
        'At most 1000 groups of top are allowed, not 1001.',
        'Without "top" all groups come, page by page.',
      ],
    ],
    [
      'with a metric called others',
      { metrics: ['revenue', { metric: 'units', as: 'others' }], by, top: { ...top, others: true } },
      [
        'QUERY_DUPLICATE_COLUMN',
        '/metrics/1/as',
        'Two columns of the answer would be called "others".',
        'Name one of them otherwise with "as".',
      ],
    ],
    [
      'without metrics',
      { metrics: [], by, top },
      ['QUERY_INVALID', '/top', 'Groups are chosen by a metric: "top" needs "metrics".'],
    ],
  ])('%s', check);
});

describe('what there is instead', () => {
  it.each<Row>([
    [
      'columns to order by',
      { by, order: [{ by: 'orders.status' }] },
      [
        'QUERY_UNKNOWN_COLUMN',
        '/order/0/by',
        'The answer has no column "orders.status" to order by.',
        'Its columns: "channel.name", "revenue".',
      ],
    ],
    [
      'nothing at all',
      { metrics: [] },
      ['QUERY_INVALID', '/metrics', 'The query needs "metrics", or "by" for the values of dimensions.'],
    ],
    [
      'totals of values',
      { metrics: [], by, totals: true },
      ['QUERY_INVALID', '/totals', 'There are no totals without metrics.'],
    ],
    [
      'buckets of a model without time',
      { metrics: [], by: ['region.name'], time: { grain: 'day' } },
      [
        'QUERY_NO_TIME',
        '/time',
        '"regions" has no time dimension, so a range or grain does not apply to it.',
        'Leave "time" out, or ask for the metrics that know a time in a query of their own.',
      ],
    ],
    [
      'a dimension that a leg does not know',
      { metrics: ['in_stock'], by: ['orders.status'] },
      [
        'QUERY_NO_PATH',
        '/by/0',
        '"orders.status" cannot be reached from stock, which in_stock read.',
        'Every metric of a query must know all of its dimensions: ask for the others in a query of their own. stock can be grouped by: stock.sku.',
      ],
    ],
  ])('%s', check);
});
