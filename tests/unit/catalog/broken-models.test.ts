/** Models that do not fit each other: roles, joins and tenant rules. */
import { describe, expect, it } from 'vitest';
import {
  addDimension,
  addFact,
  addMetric,
  type Change,
  catalogOf,
  change,
  type ExpectedFault,
  judge,
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
const CHANNELS = 'models/channels.yaml';

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
    expect(judge(changes, []).found).toEqual([]);
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
    [
      'through itself',
      [loop('child', 'child', '«{ join: up }»')],
      [['DEF_TENANT_RULE', 'a tenant column of its own']],
    ],
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
      [addDimension('client_id: «{ type: integer }»')],
      [['DEF_TENANT_COLUMN_EXPOSED', 'group by "tenant"']],
    ],
    [
      'the column under another name',
      [addDimension('client: «{ type: string, column: client_id }»')],
      ['DEF_TENANT_COLUMN_EXPOSED'],
    ],
    [
      'the column as a fact',
      [addFact('client_number: «{ type: integer, column: client_id }»')],
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
      [addDimension('client: { type: string, formula: "«client_id»" }')],
      ['FORMULA_UNKNOWN_NAME'],
    ],
    [
      'the column as part of a key',
      [
        [ORDERS, 'primary_key: id', 'primary_key: id\nunique_keys: [[client_id, number]]'],
        addMetric('m', 'count_distinct(«orders.client_id»)'),
      ],
      ['FORMULA_UNKNOWN_NAME'],
    ],
    [
      'the column as part of a join',
      [
        [ORDERS, 'on: { customer_id: id }', 'on: { customer_id: id, client_id: client_id }'],
        addMetric('m', 'count_distinct(«orders.client_id»)'),
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
