/** Metrics that do not load, and faults that others follow from. */
import { describe, expect, it } from 'vitest';
import {
  addDimension,
  addFact,
  addMetric,
  type Change,
  catalogOf,
  change,
  diagnosticsOf,
  type ExpectedFault,
  judge,
  metricFile,
} from './small-project.ts';

type Row = [name: string, changes: readonly Change[], faults: readonly ExpectedFault[]];

/** Each «marked» place gets exactly one diagnostic, and nothing else gets any. */
function check(_: string, changes: readonly Change[], faults: readonly ExpectedFault[]): void {
  const { found, expected } = judge(changes, faults);
  expect(found).toEqual(expected);
}

const ORDERS = 'models/orders.yaml';
const ITEMS = 'models/items.yaml';
const CUSTOMERS = 'models/customers.yaml';

describe('metrics', () => {
  const doubled = (from: number, to: number): Change[] =>
    Array.from({ length: to - from }, (_, i) =>
      addMetric(`d${from + i}`, `d${from + i - 1} + d${from + i - 1}`),
    );
  it.each<Row>([
    ['a misspelt metric', [addMetric('m', '«revenu» / 2')], [['FORMULA_UNKNOWN_NAME', '"revenue"']]],
    [
      'a misspelt member, in quotes with an escape',
      [addMetric('m', '"sum(orders.amount)\\n  + sum(«orders.amuont»)"')],
      [['FORMULA_UNKNOWN_NAME', '"amount"']],
    ],
    [
      'a version that is not released',
      [addMetric('m', '«revenue@2»')],
      [['FORMULA_NO_VERSION', 'revenue@1']],
    ],
    [
      'buckets of which one is the last, and none is said',
      [addMetric('m', 'revenue / «last(revenue)»'), addMetric('n', 'm + 1')],
      [['FORMULA_TYPE_MISMATCH', 'last(trailing(active_users, 28 days) per day)']],
    ],
    [
      'rows chosen of a model without a time',
      [addMetric('m', 'revenue / «count(customers last)»'), addMetric('n', '«sum(customers.credit at_end)»')],
      [
        ['FORMULA_ROW_ORDER', 'Give customers a "time"'],
        ['FORMULA_ROW_ORDER', 'Give customers a "time"'],
      ],
    ],
    [
      'rows chosen by keys where ties cannot be broken, be it under a window',
      [
        [ORDERS, 'primary_key: id', 'unique_keys: [[id]]'],
        addMetric('m', 'shift(«sum(orders.amount last by orders.customer_id)», 1 month)'),
        addMetric('n', 'sum(orders.amount first) + sum(orders.amount at_end)'),
      ],
      [['FORMULA_ROW_ORDER', 'nobody could say which']],
    ],
    [
      'a window over what does not exist',
      [addMetric('m', 'trailing(«revenu», 7 days)')],
      [['FORMULA_UNKNOWN_NAME', '"revenue"']],
    ],
    [
      'a filter that one of two legs does not know',
      [
        addMetric('m', 'average_items filter (where «items.quantity» > 1)'),
        addMetric('average_items', 'units / orders_count'),
      ],
      [['FORMULA_NO_PATH', 'the inputs that do']],
    ],
    [
      'a filter that a leg reaches by two paths',
      [
        addMetric('m', 'units filter (where «customers.name» is null)'),
        [ORDERS, 'joins:', 'joins:\n  payer: { model: customers, on: { payer_id: id } }'],
      ],
      [['FORMULA_AMBIGUOUS_PATH', 'items.order.payer.name']],
    ],
    ['a constant', [addMetric('m', '"«42»"')], ['FORMULA_TYPE_MISMATCH']],
    ['a text', [addMetric('m', `"«'x'»"`)], ['FORMULA_TYPE_MISMATCH']],
    ['nothing', [addMetric('m', '"«null»"')], ['FORMULA_TYPE_MISMATCH']],
    ['arithmetic over constants', [addMetric('m', '«1 + 1»')], ['FORMULA_TYPE_MISMATCH']],
    [
      'a filter over two models',
      [addMetric('m', 'sum(orders.amount) - sum(items.price)', 'filter: «orders.is_promo»')],
      ['FORMULA_METRIC_FILTER'],
    ],
    [
      'a filter over metrics',
      [addMetric('m', 'revenue / 2', 'filter: «orders.is_promo»')],
      ['FORMULA_METRIC_FILTER'],
    ],
    [
      'a filter on another model',
      [addMetric('m', 'sum(orders.amount)', "filter: «customers.name» = 'x'")],
      [['FORMULA_UNKNOWN_NAME', 'orders.…']],
    ],
    [
      'a filter that is no condition',
      [addMetric('m', 'sum(orders.amount)', 'filter: «orders.amount»')],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a filter with an aggregate',
      [addMetric('m', 'sum(orders.amount)', 'filter: «sum(orders.amount)» > 1')],
      ['FORMULA_NESTED_AGGREGATE'],
    ],
    [
      'metrics that define each other, without what uses them',
      [addMetric('a', '«b + 1»'), addMetric('b', 'a + 1'), addMetric('c', 'a + b'), addMetric('d', 'c')],
      [['DEF_METRIC_CYCLE', 'One of them must be made of aggregates']],
    ],
    ['a metric that defines itself', [addMetric('m', '«m + 1»')], ['DEF_METRIC_CYCLE']],
    [
      'two circles',
      [addMetric('a', '«b»'), addMetric('b', 'a'), addMetric('c', '«d»'), addMetric('d', 'c')],
      ['DEF_METRIC_CYCLE', 'DEF_METRIC_CYCLE'],
    ],
    [
      'metrics that double each other',
      [
        addMetric('d0', 'sum(orders.amount)'),
        ...doubled(1, 8),
        addMetric('d8', '«d7 + d7»'),
        ...doubled(9, 60),
      ],
      ['FORMULA_TOO_LARGE'],
    ],
    [
      'a word of the grammar as a metric and as a model',
      [
        ['sales/end.yaml', '', metricFile('«end»', 'count(orders)')],
        ['models/case.yaml', '', 'model: «case»\nsource: shop.x\ntenant: shared\n'],
      ],
      ['DEF_NAME_RESERVED', 'DEF_NAME_RESERVED'],
    ],
    [
      'a reserved name',
      [['sales/time.yaml', '', metricFile('«time»', 'count(orders)')]],
      ['DEF_NAME_RESERVED'],
    ],
    [
      'a source that is not the one',
      [addMetric('m', 'sum(orders.amount)', 'source: «items»')],
      [['DEF_ASSERTION_FAILED', 'Write "source: [orders]"']],
    ],
    [
      'sources of which one is missing',
      [addMetric('m', 'revenue / units', 'source: «[orders]»')],
      ['DEF_ASSERTION_FAILED'],
    ],
    [
      'a refresh that is not the one',
      [addMetric('m', 'sum(orders.amount)', 'refresh: «1 day»')],
      ['DEF_ASSERTION_FAILED'],
    ],
  ])('%s', check);

  it.each<[string, Change]>([
    ['sources', addMetric('m', 'revenue / units', 'source: [orders, items]')],
    ['a source and its refresh', addMetric('m', 'revenue', 'source: orders', 'refresh: 1 hour')],
  ])('%s that are asserted, and hold', (_, added) => {
    expect(judge([added], []).found).toEqual([]);
  });
});

describe('one fault is told once', () => {
  const users: readonly Change[] = [
    addMetric('m1', 'm0 + 1'),
    addMetric('m2', 'm1 + m0'),
    addMetric('m3', 'coalesce(m2, revenue)'),
  ];
  it.each<Row>([
    [
      'a metric that does not parse',
      [addMetric('m0', 'sum(orders.amount«»'), ...users],
      ['FORMULA_UNEXPECTED_TOKEN'],
    ],
    [
      'a metric of the wrong type',
      [addMetric('m0', 'sum(«orders.status»)'), ...users],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a metric whose file cannot be read',
      [['sales/m0.yaml', '', metricFile('m0', 'count(orders)', '«ownr»: x')], ...users],
      [['DEF_UNKNOWN_KEY', '"owner"']],
    ],
    [
      'a model whose file cannot be read, though joins, roles and metrics need it',
      [
        [CUSTOMERS, 'source: shop.customers', 'source: «customers»'],
        addMetric('m', 'sum(orders.customer.credit)'),
      ],
      ['DEF_WRONG_VALUE'],
    ],
    [
      'a member of the wrong type, though formulas, time and metrics need it',
      [
        addDimension('paid_at: { type: time, formula: "«status»" }'),
        addDimension('is_paid: { type: boolean, formula: paid_at is not null }'),
        [ORDERS, 'time: ordered_at', 'time: paid_at'],
        addMetric('m', 'count(orders) filter (where orders.is_paid)'),
      ],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a join to no model, though formulas and paths need it',
      [
        [ORDERS, 'model: customers', 'model: «custmers»'],
        addDimension('buyer: { type: string, formula: lower(customer.name) }'),
        [ITEMS, 'facts:', 'roles: { customer: order.customer }\nfacts:'],
        addMetric('m', 'count_distinct(items.order.customer.name)'),
      ],
      [['DEF_UNKNOWN_MODEL', '"customers"']],
    ],
    [
      'faults that have nothing to do with each other are all told',
      [
        ['project.yaml', 'channel: channels', 'channel: «channel»'],
        [
          CUSTOMERS,
          'signed_up_at: { type: time }',
          'signed_up_at: { type: time }\n  client: «{ type: string, column: client_id }»',
        ],
        [ITEMS, 'on: { order_id: id }', 'on: «{ order_id: number }»'],
        addFact('twice: { type: decimal, formula: "2 * «amuont»" }'),
        addMetric('m', '«revenu» / 2'),
        addMetric('n', 'sum(orders.amount«»'),
      ],
      [
        'DEF_TENANT_COLUMN_EXPOSED',
        'DEF_JOIN_TARGET_NOT_KEY',
        'FORMULA_UNKNOWN_NAME',
        'DEF_UNKNOWN_MODEL',
        'FORMULA_UNKNOWN_NAME',
        'FORMULA_UNEXPECTED_TOKEN',
      ],
    ],
  ])('%s', check);

  it('a project without project.yaml has no catalog', () => {
    const files = Object.fromEntries(Object.entries(change()).filter(([file]) => file !== 'project.yaml'));
    expect(diagnosticsOf(files).map(({ code }) => code)).toEqual(['DEF_NO_PROJECT']);
  });
});

it('the project itself has no fault', () => {
  expect(diagnosticsOf(change())).toEqual([]);
});

describe('names of the language’s own objects', () => {
  it('are names like any other', () => {
    const catalog = catalogOf(
      change(
        [
          'models/constructor.yaml',
          '',
          'model: constructor\nsource: shop.c\nprimary_key: id\ntenant: shared\n',
        ],
        ['sales/constructor.yaml', '', metricFile('constructor', 'count(constructor)')],
        addMetric('valueof', 'constructor + 1'),
      ),
    );
    expect(catalog.metrics.get('valueof')?.models).toEqual(['constructor']);
    expect(catalog.metrics.get('toString')).toBeUndefined();
  });
});
