/** Projects that do not load: each «marked» place gets exactly one diagnostic, and nothing else gets any. */
import { describe, expect, it } from 'vitest';
import { catalogOf, change, diagnosticsOf, type Files, metricFile, takeMarks } from './small-project.ts';

type Change = readonly [file: string, old: string, next: string];
/** `faults` are code, or code and part of the hint, in the order of the marks. */
type Row = [
  name: string,
  changes: readonly Change[],
  faults: readonly (string | readonly [string, string])[],
];

function check(_: string, changes: readonly Change[], faults: Row[2]): void {
  checkFiles(change(...changes), faults);
}

function checkFiles(marked: Files, faults: Row[2]): void {
  const { files, places } = takeMarks(marked);
  const found = diagnosticsOf(files);
  const codes = faults.map((fault) => (typeof fault === 'string' ? fault : fault[0]));
  expect(found.map(({ code, position: p }) => `${p.file}:${p.line}:${p.column}+${p.length} ${code}`)).toEqual(
    places.map((place, index) => `${place} ${codes[index] ?? 'nothing'}`),
  );
  for (const [index, fault] of faults.entries()) {
    if (typeof fault !== 'string') expect(found[index]?.hint).toContain(fault[1]);
  }
}

const ORDERS = 'models/orders.yaml';
const ITEMS = 'models/items.yaml';
const CUSTOMERS = 'models/customers.yaml';
const CHANNELS = 'models/channels.yaml';
const AMOUNT = '  amount: { type: decimal, unit: currency }\n';
const fact = (line: string): Change => [ORDERS, AMOUNT, `${AMOUNT}  ${line}\n`];
const itemFact = (line: string): Change => [ITEMS, '  quantity:', `  ${line}\n  quantity:`];
const dimension = (line: string): Change => [ORDERS, '  ordered_at: {', `  ${line}\n  ordered_at: {`];
const metric = (formula: string, ...keys: string[]): Change => [
  'sales/m.yaml',
  '',
  metricFile('m', formula, ...keys),
];
const named = (name: string, formula: string): Change => [
  `sales/${name}.yaml`,
  '',
  metricFile(name, formula),
];

it('the project itself has no fault', () => {
  expect(diagnosticsOf(change())).toEqual([]);
});

describe('roles', () => {
  it.each<Row>([
    [
      'a role that leads to no model',
      [['project.yaml', 'channel: channels', 'channel: «chanels»']],
      [['DEF_UNKNOWN_MODEL', '"channels"']],
    ],
    [
      'a role with the name of a model it does not lead to',
      [['project.yaml', 'customer: customers', 'customer: customers, items: «customers»']],
      [['DEF_ROLE_SHADOWS_MODEL', 'share a name']],
    ],
    [
      'a join with the name of a role that leads elsewhere',
      [[ORDERS, 'channel: { model: channels,', 'channel: { model: «customers»,']],
      [['DEF_ROLE_TARGET', 'lead it to channels']],
    ],
    [
      'a settlement of a role that is not declared',
      [[ITEMS, 'facts:', 'roles: { season: «order» }\nfacts:']],
      [['DEF_UNKNOWN_KEY', 'project.yaml']],
    ],
    [
      'a settlement that leads elsewhere',
      [[ITEMS, 'facts:', 'roles: { customer: «order.channel» }\nfacts:']],
      ['DEF_ROLE_TARGET'],
    ],
    [
      'a settlement along a join that does not exist',
      [[ITEMS, 'facts:', 'roles: { customer: «order.custmer» }\nfacts:']],
      [['DEF_UNKNOWN_JOIN', '"customer"']],
    ],
  ])('%s', check);
});

describe('joins', () => {
  it.each<Row>([
    ['to no model', [[ORDERS, 'model: channels', 'model: «chanels»']], [['DEF_UNKNOWN_MODEL', '"channels"']]],
    [
      'to columns that are no key',
      [[ORDERS, 'on: { channel_id: id }', 'on: «{ channel_id: name }»']],
      [['DEF_JOIN_TARGET_NOT_KEY', 'Declared keys of channels: (id).']],
    ],
    [
      'to a model without keys',
      [
        [CHANNELS, 'primary_key: id\n', ''],
        [ORDERS, 'on: { channel_id: id }', 'on: «{ channel_id: id }»'],
      ],
      [['DEF_JOIN_TARGET_NOT_KEY', 'Declare primary_key on channels.']],
    ],
    [
      'to part of a key',
      [
        [CHANNELS, 'primary_key: id', 'primary_key: [id, region]\nunique_keys: [[code, name]]'],
        [ORDERS, 'on: { channel_id: id }', 'on: «{ channel_id: id, code: code }»'],
      ],
      [['DEF_JOIN_TARGET_NOT_KEY', '(id, region) or (code, name)']],
    ],
    [
      'to a key within a tenant, from a model without the column',
      [
        [CUSTOMERS, 'primary_key: id', 'primary_key: [client_id, id]'],
        [
          ITEMS,
          'on: { order_id: id } }',
          'on: { order_id: id } }\n  buyer: { model: customers, on: «{ buyer_id: id }» }',
        ],
      ],
      [['DEF_JOIN_TARGET_NOT_KEY', '(client_id, id)']],
    ],
  ])('%s', check);

  it.each<[string, readonly Change[]]>([
    ['to a unique key', [[CHANNELS, 'primary_key: id', 'unique_keys: [[code], [id]]']]],
    ['to more than a key', [[ORDERS, '{ channel_id: id }', '{ channel_id: id, channel_name: name }']]],
    ['to a key within the tenant', [[CUSTOMERS, 'primary_key: id', 'primary_key: [client_id, id]']]],
    [
      'to itself',
      [
        [
          CUSTOMERS,
          'dimensions:',
          'joins: { referrer: { model: customers, on: { referrer_id: id } } }\ndimensions:',
        ],
      ],
    ],
  ])('%s are fine', (_, changes) => {
    check('', changes, []);
  });
});

describe('tenants', () => {
  const child = (rest: string): Change => [
    'models/child.yaml',
    '',
    `model: child\nsource: shop.child\n${rest}`,
  ];
  const loop = (name: string, to: string, rule: string): Change => [
    `models/${name}.yaml`,
    '',
    `model: ${name}\nsource: shop.${name}\nprimary_key: id\ntenant: ${rule}\njoins: { up: { model: ${to}, on: { up_id: id } } }\n`,
  ];
  it.each<Row>([
    [
      'through a join that does not exist',
      [[ITEMS, '{ join: order }', '«{ join: ordr }»']],
      ['DEF_TENANT_RULE'],
    ],
    [
      'through shared data',
      [
        child(
          'tenant: «{ join: channel }»\njoins: { channel: { model: channels, on: { channel_id: id } } }\n',
        ),
      ],
      ['DEF_TENANT_RULE'],
    ],
    ['through itself', [loop('child', 'child', '«{ join: up }»')], ['DEF_TENANT_RULE']],
    [
      'through each other, twice, and what leads there is not reported',
      [
        loop('a', 'b', '«{ join: up }»'),
        loop('b', 'a', '{ join: up }'),
        loop('c', 'd', '«{ join: up }»'),
        loop('d', 'c', '{ join: up }'),
        loop('e', 'd', '{ join: up }'),
      ],
      ['DEF_TENANT_RULE', 'DEF_TENANT_RULE'],
    ],
    [
      'the column as a dimension',
      [dimension('client_id: «{ type: integer }»')],
      ['DEF_TENANT_COLUMN_EXPOSED'],
    ],
    [
      'the column under another name',
      [dimension('client: «{ type: string, column: client_id }»')],
      ['DEF_TENANT_COLUMN_EXPOSED'],
    ],
    [
      'the column as a fact',
      [fact('client_number: «{ type: integer, column: client_id }»')],
      ['DEF_TENANT_COLUMN_EXPOSED'],
    ],
    [
      'the column through a second model of the table',
      [
        [
          'models/order_notes.yaml',
          '',
          'model: order_notes\nsource: shop.orders\ntenant: client_id\ndimensions:\n  client: «{ type: string, column: client_id }»\n',
        ],
      ],
      ['DEF_TENANT_COLUMN_EXPOSED'],
    ],
    [
      'the column in a formula',
      [dimension('client: { type: string, formula: "«client_id»" }')],
      ['FORMULA_UNKNOWN_NAME'],
    ],
    [
      'the column as part of a key',
      [
        [ORDERS, 'primary_key: id', 'primary_key: id\nunique_keys: [[client_id, number]]'],
        metric('count_distinct(«orders.client_id»)'),
      ],
      ['FORMULA_UNKNOWN_NAME'],
    ],
    [
      'the column as part of a join',
      [
        [ORDERS, 'on: { customer_id: id }', 'on: { customer_id: id, client_id: client_id }'],
        metric('count_distinct(«orders.client_id»)'),
      ],
      ['FORMULA_UNKNOWN_NAME'],
    ],
    [
      'one table, scoped by one model and shared by another',
      [
        [ORDERS, 'tenant: client_id', 'tenant: «client_id»'],
        ['models/all_orders.yaml', '', 'model: all_orders\nsource: shop.orders\ntenant: shared\n'],
      ],
      ['DEF_TENANT_RULES_DIFFER'],
    ],
    [
      'one table, scoped by two columns',
      [['models/zz.yaml', '', 'model: zz\nsource: shop.orders\ntenant: «{ column: account_id }»\n']],
      ['DEF_TENANT_RULES_DIFFER'],
    ],
    [
      'one table, of which one model has a rule that does not hold',
      [['models/zz.yaml', '', 'model: zz\nsource: shop.orders\ntenant: «{ join: nowhere }»\n']],
      ['DEF_TENANT_RULE'],
    ],
  ])('%s', check);

  it('a tenant column that is a key by itself stays a member, and one table may have two models', () => {
    const catalog = catalogOf(
      change(
        ['models/clients.yaml', '', 'model: clients\nsource: shop.clients\nprimary_key: id\ntenant: id\n'],
        ['models/zz.yaml', '', 'model: zz\nsource: shop.orders\ntenant: { column: client_id }\n'],
      ),
    );
    expect([...(catalog.models.get('clients')?.members.keys() ?? [])]).toEqual(['id']);
    expect(catalog.scopes.get('shop.orders')).toEqual({ kind: 'column', column: 'client_id' });
  });
});

describe('members', () => {
  it.each<Row>([
    ['a dimension and a fact of one name', [fact('status: «{ type: decimal }»')], ['DEF_DUPLICATE_NAME']],
    [
      'a formula of another type',
      [fact('half: { type: integer, formula: "«amount * 0.5»" }')],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    ['a formula of nothing', [fact('none: { type: decimal, formula: "«null»" }')], ['FORMULA_TYPE_MISMATCH']],
    [
      'a formula over a member that does not exist',
      [fact('twice: { type: decimal, formula: "2 * «amuont»" }')],
      [['FORMULA_UNKNOWN_NAME', '"amount"']],
    ],
    [
      'a formula along a join that does not exist',
      [dimension('buyer: { type: string, formula: "lower(«custmer.name»)" }')],
      [['FORMULA_UNKNOWN_NAME', '"customer"']],
    ],
    [
      'an aggregate in a row',
      [fact("total: { type: decimal, formula: '«sum(amount)»' }")],
      [['FORMULA_NESTED_AGGREGATE', 'one value for each row']],
    ],
    [
      'a formula that does not parse, in a block, on its second line',
      [fact('odd:\n    type: decimal\n    formula: >-\n      amount\n      + «)»')],
      ['FORMULA_UNEXPECTED_TOKEN'],
    ],
    [
      "a joined model's fact",
      [itemFact('order_amount: { type: decimal, formula: «order.amount» }')],
      [['FORMULA_FAN_OUT', 'sum(orders.amount)']],
    ],
    [
      "a joined model's fact by way of a dimension",
      [
        dimension('value: { type: decimal, formula: amount }'),
        itemFact('order_value: { type: decimal, formula: «order.value * 2» }'),
      ],
      ['FORMULA_FAN_OUT'],
    ],
    [
      'members that define each other, without what uses them',
      [
        dimension('a: { type: integer, formula: «b + 1» }\n  b: { type: integer, formula: a + 1 }'),
        dimension('c: { type: integer, formula: a * 2 }'),
        metric('sum(orders.c)'),
      ],
      ['DEF_MEMBER_CYCLE'],
    ],
    ['a member that defines itself', [fact('a: { type: decimal, formula: «a + 1» }')], ['DEF_MEMBER_CYCLE']],
    [
      'two circles of members, one across models',
      [
        [
          ITEMS,
          '  price:',
          '  line_number: { type: integer, formula: line_count }\n  line_count: { type: integer, formula: line_number }\n  price:',
        ],
        [CUSTOMERS, '  credit:', '  debt: { type: decimal, formula: «referrer.debt» }\n  credit:'],
        [CUSTOMERS, 'facts:', 'joins: { referrer: { model: customers, on: { referrer_id: id } } }\nfacts:'],
        [ITEMS, 'formula: line_count', 'formula: «line_count»'],
      ],
      ['DEF_MEMBER_CYCLE', 'DEF_MEMBER_CYCLE'],
    ],
    [
      'formulas that double each other',
      [
        fact(
          ['d0: { type: decimal, formula: amount + amount }']
            .concat(
              Array.from({ length: 7 }, (_, i) => `  d${i + 1}: { type: decimal, formula: d${i} + d${i} }`),
            )
            .concat(
              '  d8: { type: decimal, formula: «d7 + d7» }',
              '  d9: { type: decimal, formula: d8 + d8 }',
            )
            .join('\n'),
        ),
      ],
      ['FORMULA_TOO_LARGE'],
    ],
    [
      'a column and a formula',
      [fact('net: { type: decimal, column: net, «formula»: amount }')],
      ['DEF_WRONG_VALUE'],
    ],
    [
      'a zone for a day',
      [[ORDERS, 'due_on: { type: date }', 'due_on: { type: date, «zone»: UTC }']],
      ['DEF_WRONG_VALUE'],
    ],
  ])('%s', check);
});

describe('time', () => {
  it.each<Row>([
    [
      'of a model that is no time',
      [[ORDERS, 'time: ordered_at', 'time: «status»']],
      ['DEF_TIME_NOT_TEMPORAL'],
    ],
    [
      'of a model that does not exist',
      [[ORDERS, 'time: ordered_at', 'time: «orderd_at»']],
      [['DEF_UNKNOWN_MEMBER', '"ordered_at"']],
    ],
    [
      'behind a join that does not exist',
      [[ITEMS, 'time: order.ordered_at', 'time: «ordr.ordered_at»']],
      [['DEF_UNKNOWN_JOIN', '"order"']],
    ],
    [
      'of a metric on another model',
      [metric('sum(orders.amount)', 'time: «customers.signed_up_at»')],
      [['DEF_UNKNOWN_MEMBER', 'orders.…']],
    ],
    [
      'of a metric that is no time',
      [metric('sum(orders.amount)', 'time: «orders.status»')],
      ['DEF_TIME_NOT_TEMPORAL'],
    ],
    [
      'of a metric over two models',
      [metric('sum(orders.amount) - sum(items.price)', 'time: «orders.due_on»')],
      ['FORMULA_METRIC_FILTER'],
    ],
    ['of a metric over metrics', [metric('revenue / 2', 'time: «orders.due_on»')], ['FORMULA_METRIC_FILTER']],
  ])('%s', check);
});

describe('metrics', () => {
  const doubled = (from: number, to: number): Change[] =>
    Array.from({ length: to - from }, (_, i) => named(`d${from + i}`, `d${from + i - 1} + d${from + i - 1}`));
  it.each<Row>([
    ['a misspelt metric', [metric('«revenu» / 2')], [['FORMULA_UNKNOWN_NAME', '"revenue"']]],
    [
      'a misspelt member, in quotes with an escape',
      [metric('"sum(orders.amount)\\n  + sum(«orders.amuont»)"')],
      [['FORMULA_UNKNOWN_NAME', '"amount"']],
    ],
    ['a version that is not released', [metric('«revenue@2»')], [['FORMULA_NO_VERSION', 'revenue@1']]],
    ['a constant', [metric('"«42»"')], ['FORMULA_TYPE_MISMATCH']],
    ['a text', [metric(`"«'x'»"`)], ['FORMULA_TYPE_MISMATCH']],
    ['nothing', [metric('"«null»"')], ['FORMULA_TYPE_MISMATCH']],
    ['arithmetic over constants', [metric('«1 + 1»')], ['FORMULA_TYPE_MISMATCH']],
    [
      'a filter over two models',
      [metric('sum(orders.amount) - sum(items.price)', 'filter: «orders.is_promo»')],
      ['FORMULA_METRIC_FILTER'],
    ],
    [
      'a filter over metrics',
      [metric('revenue / 2', 'filter: «orders.is_promo»')],
      ['FORMULA_METRIC_FILTER'],
    ],
    [
      'a filter on another model',
      [metric('sum(orders.amount)', "filter: «customers.name» = 'x'")],
      [['FORMULA_UNKNOWN_NAME', 'orders.…']],
    ],
    [
      'a filter that is no condition',
      [metric('sum(orders.amount)', 'filter: «orders.amount»')],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a filter with an aggregate',
      [metric('sum(orders.amount)', 'filter: «sum(orders.amount)» > 1')],
      ['FORMULA_NESTED_AGGREGATE'],
    ],
    [
      'metrics that define each other, without what uses them',
      [named('a', '«b + 1»'), named('b', 'a + 1'), named('c', 'a + b'), named('d', 'c')],
      ['DEF_METRIC_CYCLE'],
    ],
    ['a metric that defines itself', [metric('«m + 1»')], ['DEF_METRIC_CYCLE']],
    [
      'two circles',
      [named('a', '«b»'), named('b', 'a'), named('c', '«d»'), named('d', 'c')],
      ['DEF_METRIC_CYCLE', 'DEF_METRIC_CYCLE'],
    ],
    [
      'metrics that double each other',
      [named('d0', 'sum(orders.amount)'), ...doubled(1, 8), named('d8', '«d7 + d7»'), ...doubled(9, 60)],
      ['FORMULA_TOO_LARGE'],
    ],
    [
      'a reserved name',
      [['sales/time.yaml', '', metricFile('«time»', 'count(orders)')]],
      ['DEF_NAME_RESERVED'],
    ],
    [
      'a source that is not the one',
      [metric('sum(orders.amount)', 'source: «items»')],
      ['DEF_ASSERTION_FAILED'],
    ],
    [
      'sources of which one is missing',
      [metric('revenue / units', 'source: «[orders]»')],
      ['DEF_ASSERTION_FAILED'],
    ],
    [
      'a refresh that is not the one',
      [metric('sum(orders.amount)', 'refresh: «1 day»')],
      ['DEF_ASSERTION_FAILED'],
    ],
  ])('%s', check);

  it('assertions that hold', () => {
    check('', [metric('revenue / units', 'source: [orders, items]')], []);
    check('', [metric('revenue', 'source: orders', 'refresh: 1 hour')], []);
  });
});

describe('one fault is told once', () => {
  const users: readonly Change[] = [
    named('m1', 'm0 + 1'),
    named('m2', 'm1 + m0'),
    named('m3', 'coalesce(m2, revenue)'),
  ];
  it.each<Row>([
    [
      'a metric that does not parse',
      [named('m0', 'sum(orders.amount«»'), ...users],
      ['FORMULA_UNEXPECTED_TOKEN'],
    ],
    [
      'a metric of the wrong type',
      [named('m0', 'sum(«orders.status»)'), ...users],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a metric whose file cannot be read',
      [['sales/m0.yaml', '', metricFile('m0', 'count(orders)', '«ownr»: x')], ...users],
      [['DEF_UNKNOWN_KEY', '"owner"']],
    ],
    [
      'a model whose file cannot be read, though joins, roles and metrics need it',
      [[CUSTOMERS, 'source: shop.customers', 'source: «customers»'], metric('sum(orders.customer.credit)')],
      ['DEF_WRONG_VALUE'],
    ],
    [
      'a member of the wrong type, though formulas, time and metrics need it',
      [
        dimension('paid_at: { type: time, formula: "«status»" }'),
        dimension('is_paid: { type: boolean, formula: paid_at is not null }'),
        [ORDERS, 'time: ordered_at', 'time: paid_at'],
        metric('count(orders) filter (where orders.is_paid)'),
      ],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a join to no model, though formulas and paths need it',
      [
        [ORDERS, 'model: customers', 'model: «custmers»'],
        dimension('buyer: { type: string, formula: lower(customer.name) }'),
        [ITEMS, 'facts:', 'roles: { customer: order.customer }\nfacts:'],
        metric('count_distinct(items.order.customer.name)'),
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
        fact('twice: { type: decimal, formula: "2 * «amuont»" }'),
        metric('«revenu» / 2'),
        named('n', 'sum(orders.amount«»'),
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
        named('valueof', 'constructor + 1'),
      ),
    );
    expect(catalog.metrics.get('valueof')?.models).toEqual(['constructor']);
    expect(catalog.metrics.get('toString')).toBeUndefined();
  });
});
