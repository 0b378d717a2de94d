/** Members and times that cannot be what they say. */
import { describe, expect, it } from 'vitest';
import { addDimension, addFact, addMetric, type Change, type ExpectedFault, judge } from './small-project.ts';

type Row = [name: string, changes: readonly Change[], faults: readonly ExpectedFault[]];

/** Each «marked» place gets exactly one diagnostic, and nothing else gets any. */
function check(_: string, changes: readonly Change[], faults: readonly ExpectedFault[]): void {
  const { found, expected } = judge(changes, faults);
  expect(found).toEqual(expected);
}

const ORDERS = 'models/orders.yaml';
const ITEMS = 'models/items.yaml';
const CUSTOMERS = 'models/customers.yaml';
const itemFact = (line: string): Change => [ITEMS, '  quantity:', `  ${line}\n  quantity:`];

describe('members', () => {
  it.each<Row>([
    ['a dimension and a fact of one name', [addFact('status: «{ type: decimal }»')], ['DEF_DUPLICATE_NAME']],
    [
      'a formula of another type',
      [addFact('half: { type: integer, formula: "«amount * 0.5»" }')],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a formula of nothing',
      [addFact('none: { type: decimal, formula: "«null»" }')],
      ['FORMULA_TYPE_MISMATCH'],
    ],
    [
      'a formula over a member that does not exist',
      [addFact('twice: { type: decimal, formula: "2 * «amuont»" }')],
      [['FORMULA_UNKNOWN_NAME', '"amount"']],
    ],
    [
      'a formula along a join that does not exist',
      [addDimension('buyer: { type: string, formula: "lower(«custmer.name»)" }')],
      [['FORMULA_UNKNOWN_NAME', '"customer"']],
    ],
    [
      'an aggregate in a row',
      [addFact("total: { type: decimal, formula: '«sum(amount)»' }")],
      [['FORMULA_NESTED_AGGREGATE', 'one value for each row']],
    ],
    [
      'a number of rows without an order',
      [[CUSTOMERS, 'facts:', "facts:\n  place: { type: integer, formula: '1 + «ordinal(by name)»' }"]],
      [['FORMULA_ROW_ORDER', 'a "time"']],
    ],
    [
      'an attribute from rows to which two paths lead',
      [
        [ORDERS, 'joins:', 'joins:\n  payer: { model: customers, on: { payer_id: id } }'],
        [CUSTOMERS, 'facts:', "facts:\n  bought: { type: integer, formula: '«count(orders)»' }"],
      ],
      [['FORMULA_AMBIGUOUS_PATH', 'One path']],
    ],
    [
      'an attribute from rows that do not lead here',
      [addFact("known: { type: integer, formula: '«count(channels)»' }")],
      [['FORMULA_NO_PATH', 'lead to orders']],
    ],
    [
      'a formula that does not parse, in a block, on its second line',
      [addFact('odd:\n    type: decimal\n    formula: >-\n      amount\n      + «)»')],
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
        addDimension('value: { type: decimal, formula: amount }'),
        itemFact('order_value: { type: decimal, formula: «order.value * 2» }'),
      ],
      ['FORMULA_FAN_OUT'],
    ],
    [
      'members that define each other, without what uses them',
      [
        addDimension('a: { type: integer, formula: «b + 1» }\n  b: { type: integer, formula: a + 1 }'),
        addDimension('c: { type: integer, formula: a * 2 }'),
        addMetric('m', 'sum(orders.c)'),
      ],
      [['DEF_MEMBER_CYCLE', 'One of them must be made of columns']],
    ],
    [
      'a member that defines itself',
      [addFact('a: { type: decimal, formula: «a + 1» }')],
      ['DEF_MEMBER_CYCLE'],
    ],
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
        addFact(
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
      [addFact('net: { type: decimal, column: net, «formula»: amount }')],
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
      [addMetric('m', 'sum(orders.amount)', 'time: «customers.signed_up_at»')],
      [['DEF_UNKNOWN_MEMBER', 'orders.…']],
    ],
    [
      'of a metric that is no time',
      [addMetric('m', 'sum(orders.amount)', 'time: «orders.status»')],
      ['DEF_TIME_NOT_TEMPORAL'],
    ],
    [
      'of a metric over two models',
      [addMetric('m', 'sum(orders.amount) - sum(items.price)', 'time: «orders.due_on»')],
      [['FORMULA_METRIC_FILTER', 'a metric of its own']],
    ],
    [
      'of a metric over metrics',
      [addMetric('m', 'revenue / 2', 'time: «orders.due_on»')],
      ['FORMULA_METRIC_FILTER'],
    ],
  ])('%s', check);
});
