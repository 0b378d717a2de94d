/** Members that look at other rows: what is refused when they are loaded, their units, and what their hashes hold. */
import { describe, expect, it } from 'vitest';
import { sourceModels } from '../../../src/catalog/source-models.ts';
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
} from './small-project.ts';

const ORDERS = 'models/orders.yaml';
const CUSTOMERS = 'models/customers.yaml';
const ITEMS = 'models/items.yaml';
const customerFact = (line: string): Change => [CUSTOMERS, 'facts:', `facts:\n  ${line}`];
const customerDimension = (line: string): Change => [CUSTOMERS, 'dimensions:', `dimensions:\n  ${line}`];
const itemFact = (line: string): Change => [ITEMS, 'facts:', `facts:\n  ${line}`];
/** Orders whose money each row names. */
const CURRENCIES: Change = [
  ORDERS,
  'amount: { type: decimal, unit: currency }',
  'amount: { type: decimal, unit: { currency_column: status } }',
];
const EMAIL: Change = [ORDERS, '  status: {', '  email: { type: string, sensitive: pii }\n  status: {'];
const REACH = addFact('reach: { type: integer, only: [max] }');

describe('members that look at other rows are refused', () => {
  it.each<[string, readonly Change[], readonly ExpectedFault[]]>([
    [
      'along rows without a time',
      [customerFact("place: { type: integer, formula: '«ordinal(by name)»' }")],
      [['FORMULA_ROW_ORDER', 'Give customers a "time"']],
    ],
    [
      'along rows without a key',
      [
        [ITEMS, 'primary_key: [order_id, line]\n', ''],
        itemFact("before: { type: integer, formula: '«previous(quantity by order_id)»' }"),
      ],
      [['FORMULA_ROW_ORDER', 'which comes first']],
    ],
    [
      'where a formula defines itself by its children',
      [
        customerFact('bought: { type: float, formula: «sum(orders.share)» }'),
        addFact('share: { type: float, formula: amount / customer.bought }'),
      ],
      ['DEF_MEMBER_CYCLE'],
    ],
    [
      'where a formula defines itself by the rows before',
      [addFact('so_far: { type: decimal, formula: «amount + previous(so_far by customer_id)» }')],
      ['DEF_MEMBER_CYCLE'],
    ],
    [
      'where the time of the rows is among what they define',
      [
        [ORDERS, 'time: ordered_at', 'time: started_at'],
        addDimension('started_at: { type: time, formula: «previous(ordered_at by customer_id)» }'),
      ],
      ['DEF_MEMBER_CYCLE'],
    ],
    [
      'where a metric defines itself by way of a member',
      [
        customerFact('regular: { type: integer, metric: regulars }'),
        addMetric('regulars', '«count(orders) filter (where orders.customer.regular > 1)»'),
      ],
      ['DEF_METRIC_CYCLE'],
    ],
    [
      'where a metric defines itself by way of a role and a formula',
      [
        customerFact('regular: { type: integer, metric: regulars }'),
        customerDimension("band: { type: string, formula: case when regular > 1 then 'x' else 'y' end }"),
        addMetric('regulars', "«orders_count filter (where customer.band = 'x')»"),
      ],
      ['DEF_METRIC_CYCLE'],
    ],
    [
      'a metric over rows that do not lead there',
      [itemFact('orders: { type: integer, metric: «orders_count» }')],
      [['FORMULA_NO_PATH', 'must lead to items']],
    ],
    [
      'a metric to which two paths lead',
      [
        [ORDERS, 'joins:', 'joins:\n  payer: { model: customers, on: { payer_id: id } }'],
        customerFact('orders: { type: integer, metric: «orders_count» }'),
      ],
      [['FORMULA_AMBIGUOUS_PATH', 'One path']],
    ],
    [
      'a metric of another type',
      [customerFact('spent: { type: integer, metric: «revenue» }')],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a metric over other times',
      [
        customerFact('lately: { type: decimal, metric: «recent» }'),
        addMetric('recent', 'trailing(revenue, 7 days)'),
      ],
      [['FORMULA_NOT_PLANNED', 'over all rows']],
    ],
    [
      'a metric of the rows of a last day',
      [
        customerFact('held: { type: decimal, metric: «held» }'),
        addMetric('held', 'sum(orders.amount at_end)'),
      ],
      [['FORMULA_NOT_PLANNED', 'over all rows']],
    ],
    [
      'a metric over groups',
      [customerFact('part: { type: float, metric: «part» }'), addMetric('part', 'share(revenue)')],
      ['FORMULA_NOT_PLANNED'],
    ],
    [
      'a draft',
      [
        customerFact('rough: { type: integer, metric: «rough» }'),
        addMetric('rough', 'count(orders)', 'draft: true'),
      ],
      [['DEF_DRAFT_USED', 'finish rough']],
    ],
    [
      'a sensitive value of a child',
      [EMAIL, customerDimension("email: { type: string, formula: '«max(orders.email)»' }")],
      [['DEF_SENSITIVE_SHOWN', 'pii']],
    ],
    [
      'a sensitive value of the row before',
      [EMAIL, addDimension("email_before: { type: string, formula: '«previous(email by customer_id)»' }")],
      ['DEF_SENSITIVE_SHOWN'],
    ],
    [
      'a sum of what must not be summed',
      [REACH, customerFact("reach: { type: integer, formula: 'sum(«orders.reach»)' }")],
      ['FORMULA_ONLY'],
    ],
    [
      'money of many currencies, of children',
      [CURRENCIES, customerFact("spent: { type: decimal, formula: '«sum(orders.amount)»' }")],
      [['FORMULA_NOT_PLANNED', 'in one currency']],
    ],
    [
      'money of many currencies, of the row before',
      [addFact("before: { type: decimal, formula: '«previous(amount by customer_id)»' }"), CURRENCIES],
      [['FORMULA_NOT_PLANNED', 'in one currency']],
    ],
    [
      "a parent's sum once for each child",
      [
        customerFact('spent: { type: decimal, formula: sum(orders.amount) }'),
        addMetric('spent', 'sum(«orders.customer.spent»)'),
      ],
      [['FORMULA_FAN_OUT', 'sum(customers.spent)']],
    ],
    [
      "a parent's count once for each child, be it a dimension",
      [
        customerDimension('bought: { type: integer, formula: count(orders) }'),
        addMetric('bought', 'avg(«orders.customer.bought»)'),
      ],
      ['FORMULA_FAN_OUT'],
    ],
    [
      'a join at a time that other rows say, who ask for what it leads to',
      [
        [CUSTOMERS, 'tenant: client_id', 'tenant: client_id\nvalid: [from_day, to_day]'],
        customerDimension('from_day: { type: date }\n  to_day: { type: date }'),
        addDimension('before: { type: date, formula: previous(customer.from_day by status) }'),
        [
          ORDERS,
          'customer: { model: customers, on: { customer_id: id } }',
          'customer: { model: customers, on: { customer_id: id }, at: «before» }',
        ],
      ],
      [['DEF_MEMBER_CYCLE', 'Take the time of one of these joins']],
    ],
    [
      'an aggregate across a bridge',
      [
        [ORDERS, 'joins:', 'bridges:\n  part: { model: tags, through: parts }\njoins:'],
        ['models/tags.yaml', '', 'model: tags\nsource: shop.tags\nprimary_key: id\ntenant: client_id\n'],
        [
          'models/parts.yaml',
          '',
          'model: parts\nsource: shop.parts\ntenant: client_id\njoins:\n  order: { model: orders, on: { order_id: id } }\n  tag: { model: tags, on: { tag_id: id } }\n',
        ],
        customerFact(
          "marks: { type: integer, formula: '«count(orders) filter (where not (orders.part.id is null))»' }",
        ),
      ],
      [['FORMULA_NOT_PLANNED', 'Aggregate rows by what their joins lead to']],
    ],
    [
      'units that do not go together',
      [customerFact("odd: { type: float, formula: 'sum(orders.amount) + «sum(orders.weight)»' }")],
      ['FORMULA_UNIT_MISMATCH'],
    ],
  ])('%s', (_, changes, faults) => {
    const { found, expected } = judge(changes, faults);
    expect(found).toEqual(expected);
  });

  it('spells a cycle that goes by way of a metric', () => {
    const files = change(
      customerFact('regular: { type: integer, metric: regulars }'),
      addMetric('regulars', 'count(orders) filter (where orders.customer.regular > 1)'),
    );
    const walk = 'regulars → customers.regular → regulars';
    expect(diagnosticsOf(files)).toMatchObject([{ message: expect.stringContaining(walk) }]);
  });
});

describe('what a member is', () => {
  const catalog = catalogOf(
    change(
      customerFact(
        [
          'spent: { type: decimal, formula: sum(orders.amount) }',
          'largest: { type: decimal, metric: largest }',
          'bought: { type: integer, metric: orders_count }',
          'a_piece: { type: float, formula: largest / bought }',
        ].join('\n  '),
      ),
      addMetric('largest', 'max(orders.amount)'),
      addFact('amount_before: { type: decimal, formula: previous(amount by customer_id) }'),
      addDimension('place: { type: integer, formula: ordinal(by customer_id) }'),
    ),
  );
  const unitOf = (model: string, member: string): unknown =>
    catalog.models.get(model)?.members.get(member)?.unit;

  it('has the unit of what it aggregates', () => {
    const amount = unitOf('orders', 'amount');
    expect(unitOf('customers', 'spent')).toEqual(amount);
    expect(unitOf('customers', 'largest')).toEqual(amount);
    expect(unitOf('orders', 'amount_before')).toEqual(amount);
    expect(unitOf('customers', 'a_piece')).toMatchObject({ over: [{ kind: 'currency' }] });
  });
});

describe('the sources of a metric', () => {
  it('are those that its members look at, too', () => {
    const { metrics, project } = catalogOf(
      change(
        customerFact('spent: { type: decimal, metric: revenue }'),
        addMetric('best', 'max(customers.spent)'),
        addMetric('twice', 'best * 2'),
      ),
    );
    const metric = metrics.get('twice');
    expect(metric && sourceModels(metric, project)).toEqual(['customers', 'orders']);
  });
});

describe('the hash of a metric', () => {
  const SPENT = 'spent: { type: decimal, formula: "sum(orders.amount) filter (where orders.is_promo)" }';
  const hashOf = (...changes: readonly Change[]): string | undefined =>
    catalogOf(change(customerFact(SPENT), addMetric('m', 'max(customers.spent)'), ...changes)).metrics.get(
      'm',
    )?.hash;

  it('holds what its members say of other rows', () => {
    expect(hashOf()).toBe(hashOf());
    expect(
      hashOf([ORDERS, 'is_promo: { type: boolean }', 'is_promo: { type: boolean, formula: "number > 1" }']),
    ).not.toBe(hashOf());
    expect(hashOf([ORDERS, 'time: ordered_at', 'time: due_on'])).toBe(hashOf());
  });
});
