/** Names that GraphQL would write alike are a fault of the project, found where the later one stands. */
import { describe, expect, it } from 'vitest';
import { enumName, fieldName, typeName } from '../../../src/base/wire-name.ts';
import { addDimension, addMetric, type Change, judgeWords, metricFile } from './small-project.ts';

describe('names in GraphQL', () => {
  it.each([
    ['ad_spend', 'adSpend', 'AD_SPEND', 'AdSpend'],
    ['d7_rate', 'd7Rate', 'D7_RATE', 'D7Rate'],
    ['channel.name', 'channelName', 'CHANNEL_NAME', 'ChannelName'],
    [
      'customer.signed_up_at:month',
      'customerSignedUpAtMonth',
      'CUSTOMER_SIGNED_UP_AT_MONTH',
      'CustomerSignedUpAtMonth',
    ],
    ['orders.Order No. ', 'ordersOrderNo', 'ORDERS_ORDER_NO', 'OrdersOrderNo'],
    ['orders.щи', 'ordersU449u438', 'ORDERS_U449U438', 'OrdersU449u438'],
    ['7days', 'N7days', 'N7DAYS', 'N7days'],
  ])('%s', (name, field, value, type) => {
    expect([fieldName(name), enumName(name), typeName(name)]).toEqual([field, value, type]);
  });
});

function check(_: string, changes: readonly Change[], ...faults: readonly string[]): void {
  const { found, expected } = judgeWords(changes, faults);
  expect(found).toEqual(expected);
}

it.each<[string, readonly Change[], ...string[]]>([
  [
    'are a fault of metrics',
    [
      addMetric('a1', 'count(orders)'),
      ['sales/a_1.yaml', '', metricFile('a_1', 'count(items)').replace('metric: a_1', 'metric: «a_1»')],
    ],
    'DEF_NAMES_COLLIDE "a1" and "a_1" are both a1 in GraphQL.',
  ],
  [
    'are a fault of dimensions, with and without their grains',
    [addDimension('ordered_at_month: «{ type: string }»')],
    'DEF_NAMES_COLLIDE "orders.ordered_at:month" and "orders.ordered_at_month" are both ORDERS_ORDERED_AT_MONTH in GraphQL.',
  ],
  [
    'are a fault of dimensions that differ as values and not as fields',
    [
      addDimension('kind1: { type: string }'),
      ['models/orders.yaml', '  due_on:', '  kind_1: «{ type: string }»\n  due_on:'],
    ],
    'DEF_NAMES_COLLIDE "orders.kind1" and "orders.kind_1" are both ordersKind1 in GraphQL.',
  ],
  [
    'are a fault beside parts of times',
    [addDimension('ordered_at_hour_of_day: «{ type: integer }»')],
    'DEF_NAMES_COLLIDE "orders.ordered_at:hour_of_day" and "orders.ordered_at_hour_of_day" are both ORDERS_ORDERED_AT_HOUR_OF_DAY in GraphQL.',
  ],
  [
    'are none of members that nobody groups by',
    [['models/orders.yaml', '  weight:', '  ordered_at_month: { type: decimal }\n  weight:']],
  ],
])('names written alike %s', check);
