/** Keys of metrics beyond the formula: aliases, targets, drafts, allowed dimensions, drills. */
import { describe, expect, it } from 'vitest';
import { addMetric, type Change, change, judgeWords, metricOf } from './small-project.ts';

type Row = [name: string, changes: readonly Change[], ...faults: string[]];

function check(_: string, changes: readonly Change[], ...faults: string[]): void {
  const { found, expected } = judgeWords(changes, faults);
  expect(found).toEqual(expected);
}

const m = (...keys: readonly string[]): Change => addMetric('m', 'sum(orders.amount)', ...keys);

describe('aliases', () => {
  it.each<Row>([
    [
      'that are metrics',
      [m('aliases: [«revenue»]')],
      'DEF_DUPLICATE_NAME Metric "revenue" is already defined in sales/revenue.yaml.',
    ],
    [
      'that two metrics have',
      [m('aliases: [sales]'), addMetric('n', 'count(orders)', 'aliases: [«sales»]')],
      'DEF_DUPLICATE_NAME Metric "sales" is already defined in sales/m.yaml.',
    ],
    [
      'that answers use themselves',
      [m('aliases: [«time»]')],
      'DEF_NAME_RESERVED "time" is reserved. | Answers have a column of that name of their own.',
    ],
    [
      'that are words of formulas',
      [m('aliases: [«case»]')],
      'DEF_NAME_RESERVED "case" is reserved. | It is a word of formulas, which could not name it.',
    ],
  ])('%s', check);
});

describe('targets', () => {
  it.each<Row>([
    ['that do not exist', [m('target: { metric: «plan» }')], 'DEF_UNKNOWN_METRIC There is no metric "plan".'],
    [
      'of another unit',
      [m('target: { metric: «orders_count» }')],
      'FORMULA_UNIT_MISMATCH a plain number cannot be compared with EUR.',
    ],
    [
      'that are drafts',
      [m('target: { metric: «plan» }'), addMetric('plan', 'max(orders.amount)', 'draft: true')],
      'DEF_DRAFT_USED "m" rests on "plan", which is a draft that not everybody may see. | Make m a draft too, or finish plan.',
    ],
  ])('%s', check);
});

describe('drafts', () => {
  it.each<Row>([
    [
      'that others rest on',
      [addMetric('rough', 'count(orders)', 'draft: true'), addMetric('m', '«revenue / rough»')],
      'DEF_DRAFT_USED "m" rests on "rough", which is a draft that not everybody may see. | Make m a draft too, or finish rough.',
    ],
    [
      'that others rest on by way of drafts',
      [
        addMetric('rough', 'count(orders)', 'draft: true'),
        addMetric('rougher', 'rough', 'draft: true'),
        addMetric('m', '«revenue / rougher»'),
      ],
      'DEF_DRAFT_USED "m" rests on "rough", which is a draft that not everybody may see. | Make m a draft too, or finish rough.',
    ],
  ])('%s', check);
});

describe('deprecated versions', () => {
  it.each<Row>([
    [
      'in place of which nothing is to be used',
      [m('deprecated: { 1: { since: 2026-01-31, use: «revenu» } }')],
      'DEF_UNKNOWN_METRIC There is no metric "revenu". | Did you mean "revenue"?',
    ],
    [
      'in place of which a version is to be used that is not current',
      [m('deprecated: { 1: { since: 2026-01-31, use: «revenue@2» } }')],
      'DEF_UNKNOWN_METRIC There is no metric "revenue@2". | The current version is revenue@1.',
    ],
  ])('%s', check);

  it('are carried into the catalog', () => {
    const files = change(m('deprecated: { 1: { since: 2026-01-31, sunset: 2026-02-28, use: revenue@1 } }'));
    expect([...metricOf(files, 'm').deprecated]).toEqual([
      ['1', { since: '2026-01-31', sunset: '2026-02-28', use: 'revenue@1' }],
    ]);
  });
});

describe('allowed dimensions', () => {
  it.each<Row>([
    [
      'that do not exist',
      [m('dimensions: [channel.name, «chanel.name»]')],
      'DEF_UNKNOWN_DIMENSION There is no dimension "chanel.name". | Did you mean "channel.name" or "channels.name"?',
    ],
    [
      'that are facts',
      [m('dimensions: [«orders.amount»]')],
      'DEF_MEMBER_UNFIT "orders.amount" must be a dimension; it is a fact.',
    ],
    [
      'that a model of the metric does not know',
      [m('dimensions: [«items.line»]')],
      'DEF_DIMENSION_UNREACHED "items.line" does not lead one way from orders, which the metric reads. | No joins lead there from orders.',
    ],
    [
      'to which several paths lead',
      [
        [
          'models/orders.yaml',
          'joins:',
          'joins:\n  giver: { model: customers, on: { giver_id: id } }\n  taker: { model: customers, on: { taker_id: id } }',
        ],
        ['models/orders.yaml', '  customer: { model: customers, on: { customer_id: id } }\n', ''],
        m('dimensions: [«customers.name»]'),
      ],
      'DEF_DIMENSION_UNREACHED "customers.name" does not lead one way from orders, which the metric reads. | Settle the role in orders: `roles: …`.',
    ],
    [
      'that are sensitive, as if they did not exist',
      [
        ['models/customers.yaml', 'facts:', '  email: { type: string, sensitive: pii }\nfacts:'],
        m('dimensions: [«customer.email»]'),
      ],
      'DEF_UNKNOWN_DIMENSION There is no dimension "customer.email". | Did you mean "customer.id" or "customer.name" or "customers.id"?',
    ],
  ])('%s', check);
});

describe('drills', () => {
  it.each<Row>([
    [
      'of a model that the metric does not read',
      [m('drill: [orders.status, «items.line»]')],
      'DEF_WRONG_VALUE "drill[1]" must be a member of a model that the metric reads: orders.',
    ],
    [
      'of a member that does not exist',
      [m('drill: [«orders.customer.nam»]')],
      'DEF_UNKNOWN_MEMBER Model customers has no member "nam". | Did you mean "name"?',
    ],
    [
      'along a join that does not exist',
      [m('drill: [«orders.custmer.name»]')],
      'DEF_UNKNOWN_JOIN Model orders has no join "custmer". | Did you mean "customer"?',
    ],
  ])('%s', check);
});
