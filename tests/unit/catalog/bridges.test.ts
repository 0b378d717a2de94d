/** Bridges that cannot be, and formulas that ask what lies across one. */
import { describe, expect, it } from 'vitest';
import { findDimension, findDimensionPath } from '../../../src/catalog/find-dimension.ts';
import { addDimension, addMetric, type Change, catalogOf, change, judgeWords } from './small-project.ts';

type Row = [name: string, changes: readonly Change[], ...faults: string[]];

function check(_: string, changes: readonly Change[], ...faults: string[]): void {
  const { found, expected } = judgeWords(changes, faults);
  expect(found).toEqual(expected);
}

const TAGS: Change = [
  'models/tags.yaml',
  '',
  `model: tags
source: shop.tags
primary_key: id
tenant: client_id
joins: { channel: { model: channels, on: { channel_id: id } } }
dimensions: { name: { type: string }, kind: { type: string }, is_new: { type: boolean } }
facts: { weight: { type: integer } }
`,
];
const PAIRS: Change = [
  'models/order_tags.yaml',
  '',
  `model: order_tags
source: shop.order_tags
tenant: client_id
joins:
  order: { model: orders, on: { order_id: id } }
  tag: { model: tags, on: { tag_id: id } }
`,
];
const withBridge = (bridge: string): Change => [
  'models/orders.yaml',
  'joins:',
  `bridges:\n  ${bridge}\njoins:`,
];
const BRIDGE = withBridge('tag: { model: tags, through: order_tags }');
const SECOND_JOIN: Change = [
  'models/order_tags.yaml',
  'joins:',
  'joins:\n  other: { model: orders, on: { other_id: id } }',
];

describe('bridges', () => {
  it.each<Row>([
    [
      'to a model that does not exist',
      [TAGS, PAIRS, withBridge('tag: { model: «tag», through: order_tags }')],
      'DEF_UNKNOWN_MODEL There is no model "tag". | Did you mean "tags"?',
    ],
    [
      'through a model that does not exist',
      [TAGS, PAIRS, withBridge('tag: { model: tags, through: «order_tag» }')],
      'DEF_UNKNOWN_MODEL There is no model "order_tag". | Did you mean "order_tags"?',
    ],
    [
      'through a model that leads elsewhere',
      [TAGS, withBridge('tag: { model: tags, through: «items» }')],
      'DEF_BRIDGE The bridge "tag" of orders cannot be used: no join of items leads to tags. | Declare a join to tags on items.',
    ],
    [
      'by one of two joins',
      [TAGS, PAIRS, SECOND_JOIN, withBridge('tag: { model: tags, through: «order_tags» }')],
      'DEF_BRIDGE The bridge "tag" of orders cannot be used: the joins other and order of order_tags lead to orders. | Name one: from: other, or from: order.',
    ],
    [
      'by a join that does not exist',
      [TAGS, PAIRS, withBridge('tag: { model: tags, through: order_tags, from: «ordr» }')],
      'DEF_UNKNOWN_JOIN Model order_tags has no join "ordr". | Did you mean "order"?',
    ],
    [
      'by a join that leads elsewhere',
      [TAGS, PAIRS, withBridge('tag: { model: tags, through: order_tags, to: «order» }')],
      'DEF_BRIDGE The bridge "tag" of orders cannot be used: the join order of order_tags leads to orders, not to tags. | Name one: to: tag.',
    ],
    [
      'to its own model by one join both ways',
      [TAGS, PAIRS, withBridge('tag: «{ model: orders, through: order_tags }»')],
      'DEF_BRIDGE The bridge "tag" of orders cannot be used: the join order of order_tags leads both ways. | Name two joins.',
    ],
    [
      'by a join at a time',
      [
        [
          'models/tags.yaml',
          '',
          `${TAGS[2]}valid: [since, until]\n`.replace(
            'kind:',
            'since: { type: date }, until: { type: date }, kind:',
          ),
        ],
        [
          'models/order_tags.yaml',
          '',
          `${PAIRS[2]}dimensions: { day: { type: date } }\n`.replace(
            '{ tag_id: id } }',
            '{ tag_id: id }, at: day }',
          ),
        ],
        withBridge('tag: «{ model: tags, through: order_tags }»'),
      ],
      'DEF_BRIDGE The bridge "tag" of orders cannot be used: the join tag of order_tags is one at a time.',
    ],
    [
      'with the name of a join',
      [TAGS, PAIRS, withBridge('channel: «{ model: tags, through: order_tags }»')],
      'DEF_BRIDGE The bridge "channel" of orders cannot be used: a join has the same name. | Call it something else.',
    ],
    [
      'with the name of a member',
      [TAGS, PAIRS, withBridge('status: «{ model: tags, through: order_tags }»')],
      'DEF_BRIDGE The bridge "status" of orders cannot be used: a member has the same name. | Call it something else.',
    ],
    [
      'with the name of a role that leads elsewhere',
      [
        TAGS,
        PAIRS,
        withBridge('customer_tag: { model: «tags», through: order_tags }'),
        ['project.yaml', 'customer: customers }', 'customer: customers, customer_tag: customers }'],
      ],
      'DEF_ROLE_TARGET Role "customer_tag" leads to customers, but this join leads to tags. | Call the bridge something else, or lead it to customers.',
    ],
    [
      'from rows without a key',
      [
        TAGS,
        PAIRS,
        [
          'models/logs.yaml',
          '',
          'model: logs\nsource: shop.logs\ntenant: client_id\nbridges:\n  tag: «{ model: tags, through: order_tags }»\n',
        ],
      ],
      'DEF_BRIDGE The bridge "tag" of logs cannot be used: no key tells its rows apart. | Declare primary_key on logs.',
    ],
  ])('%s', check);

  it('are named by the only joins that lead there, or as they say', () => {
    const named = withBridge('tag: { model: tags, through: order_tags, from: other }');
    const catalog = catalogOf(change(TAGS, PAIRS, SECOND_JOIN, named));
    expect(catalog.models.get('orders')?.bridges.get('tag')).toEqual({
      name: 'tag',
      target: 'tags',
      through: 'order_tags',
      from: 'other',
      to: 'tag',
    });
  });

  it('lead on, and are ways of a role like joins', () => {
    const role: Change = ['project.yaml', 'customer: customers }', 'customer: customers, tag: tags }'];
    const catalog = catalogOf(change(TAGS, PAIRS, BRIDGE, role));
    const pathOf = (written: string, root: string): unknown => {
      const found = findDimension(written, catalog);
      return found && findDimensionPath(found, root, catalog);
    };
    expect(pathOf('tag.name', 'orders')).toEqual({ kind: 'path', path: ['tag'], reason: 'own_join' });
    expect(pathOf('tag.channel.name', 'items')).toEqual({
      kind: 'path',
      path: ['order', 'tag'],
      reason: 'only_path',
    });
    expect(pathOf('orders.tag.name', 'items')).toMatchObject({ path: ['order'] });
    // Roles are looked for along joins: the channel of an order stays its own.
    expect(pathOf('channel.name', 'orders')).toMatchObject({ path: ['channel'] });
  });
});

describe('formulas across a bridge', () => {
  const across = (formula: string): readonly Change[] => [TAGS, PAIRS, BRIDGE, addMetric('m', formula)];
  it.each<Row>([
    [
      'in an aggregate',
      across('count_distinct(«orders.tag.name»)'),
      'FORMULA_BRIDGE "orders.tag.name" lies across the bridge tag: a row has any number of such values, where a formula needs one. | Filters may ask for it, filter (where …), and queries group by it.',
    ],
    [
      'in the arithmetic of one',
      across('sum(orders.amount * «orders.tag.weight»)'),
      'FORMULA_BRIDGE "orders.tag.weight" lies across the bridge tag: a row has any number of such values, where a formula needs one. | Filters may ask for it, filter (where …), and queries group by it.',
    ],
    [
      'in a dimension',
      [TAGS, PAIRS, BRIDGE, addDimension('mark: { type: string, formula: «tag.name» }')],
      'FORMULA_BRIDGE "tag.name" lies across the bridge tag: a row has any number of such values, where a formula needs one. | Filters may ask for it, filter (where …), and queries group by it.',
    ],
    [
      'denied by a comparison',
      across("count(orders) filter (where «orders.tag.name <> 'x'»)"),
      'FORMULA_BRIDGE "tag.name" lies across the bridge tag: nothing says whether one partner must differ, or all of them. | Say what no partner may be: not (… = …), not (… is null).',
    ],
    [
      'asked of one partner or of two',
      across("revenue filter (where «orders.tag.name = 'x' and orders.tag.kind = 'y'»)"),
      'FORMULA_BRIDGE "tag.kind" lies across the bridge tag: nothing says whether one partner must meet both conditions. | Make one condition of them: a boolean dimension of the model behind the bridge.',
    ],
    [
      'in groups to aggregate again',
      across('avg(revenue per «orders.tag.name»)'),
      'FORMULA_BRIDGE "tag.name" lies across the bridge tag: groups there share rows.',
    ],
    [
      'in a filter over rows without a key',
      [
        TAGS,
        PAIRS,
        BRIDGE,
        [
          'models/logs.yaml',
          '',
          'model: logs\nsource: shop.logs\ntenant: client_id\njoins: { order: { model: orders, on: { order_id: id } } }\n',
        ],
        addMetric('m', 'count(logs) filter (where «logs.order.tag.is_new»)'),
      ],
      'FORMULA_BRIDGE "order.tag.is_new" lies across the bridge tag: rows of logs have no primary_key by which each could count once.',
    ],
    [
      'in the time of a model',
      [TAGS, PAIRS, BRIDGE, ['models/orders.yaml', 'time: ordered_at', 'time: «tag.seen_at»']],
      'DEF_UNKNOWN_JOIN Model orders has no join "tag". | A bridge leads to any number of rows: it can be grouped and filtered by only.',
    ],
  ])('%s', check);

  it('may ask whether some partner, or none, is such', () => {
    const catalog = catalogOf(
      change(
        ...across(
          "count(orders) filter (where orders.tag.name = 'x' and not (orders.tag.name in ('y', 'z')) or orders.tag.is_new)",
        ),
        addMetric('n', 'total(revenue filter (where orders.tag.kind is null), within orders.tag.name)'),
      ),
    );
    expect([...catalog.metrics.keys()]).toEqual(expect.arrayContaining(['m', 'n']));
  });

  it('change with the joins that the bridge is made of', () => {
    const formula = "count(orders) filter (where orders.tag.name = 'x')";
    const hashOf = (...changes: readonly Change[]): string | undefined =>
      catalogOf(change(...changes)).metrics.get('m')?.hash;
    const other: Change = ['models/order_tags.yaml', 'on: { tag_id: id }', 'on: { mark_id: id }'];
    expect(hashOf(...across(formula))).not.toBe(hashOf(...across(formula), other));
  });
});
