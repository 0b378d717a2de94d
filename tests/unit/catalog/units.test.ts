/** Units of metrics: what follows from their facts, and what does not go together. */
import { describe, expect, it } from 'vitest';
import { printUnit } from '../../../src/catalog/unit.ts';
import {
  addDimension,
  addFact,
  addMetric,
  type Change,
  change,
  judgeWords,
  metricOf,
} from './small-project.ts';

const PAID: readonly Change[] = [
  addFact(
    'paid: { type: decimal, unit: { currency_column: ccy } }\n  cost: { type: decimal, unit: { currency: USD } }\n  points: { type: integer, unit: point }\n  score: { type: float }',
  ),
  addDimension('currency: { type: string, column: ccy }'),
];

const unitOfFormula = (formula: string): string | null =>
  printUnit(metricOf(change(...PAID, addMetric('m', formula)), 'm').unit);

describe('the unit of', () => {
  it.each<[formula: string, unit: string | null]>([
    ['sum(orders.amount)', 'EUR'],
    ['avg(orders.amount)', 'EUR'],
    ['max(orders.weight)', 'kg'],
    ['count(orders)', null],
    ['count_distinct(orders.customer_id)', null],
    ['revenue / orders_count', 'EUR per order'],
    ['revenue / count_distinct(orders.customer_id)', 'EUR per customer'],
    ['revenue / count(items)', 'EUR per item'],
    ['revenue / units', 'EUR'],
    ['revenue / revenue', null],
    ['orders_count / revenue', 'per EUR'],
    ['orders_count / count(items)', null],
    ['average_order * orders_count', 'EUR'],
    ['average_order / sum(orders.weight)', 'EUR per order × kg'],
    ['revenue / (sum(orders.weight) / orders_count)', 'EUR per kg'],
    ['sum(orders.weight * orders.weight)', 'kg²'],
    ['revenue * 2', 'EUR'],
    ['-revenue', 'EUR'],
    ['abs(round(revenue, 2))', 'EUR'],
    ['revenue + 0', 'EUR'],
    ['coalesce(revenue, 0)', 'EUR'],
    ['greatest(revenue, 100)', 'EUR'],
    ['nullif(revenue, 5)', 'EUR'],
    ['case when revenue > 100 then revenue else 100 end', 'EUR'],
    ["sum(case when orders.status = 'paid' then orders.amount else 0 end)", 'EUR'],
    ['sum(orders.weight) + 5', 'kg'],
    ['revenue / sum(orders.amount) - 1', null],
    ['revenue / orders_count + revenue / count(items)', 'EUR'],
    ['orders_count + count(items)', null],
    // A count is no dimension: a fee may be added to what an order costs.
    ['revenue / orders_count + avg(orders.amount)', 'EUR'],
    ['sum(orders.paid)', 'orders.currency'],
    ['sum(orders.paid) / orders_count', 'orders.currency per order'],
    ['sum(orders.paid) / sum(orders.paid)', null],
    ['sum(orders.points)', 'point'],
    ['sum(items.quantity * items.price)', 'EUR'],
  ])('%s is %s', (formula, unit) => {
    expect(unitOfFormula(formula)).toBe(unit);
  });

  it('a fact with a formula follows from it, unless it says another', () => {
    const facts = addFact(
      'net: { type: decimal, formula: amount * 0.8 }\n  dollars: { type: decimal, unit: { currency: USD }, formula: amount * 1.1 }',
    );
    const files = change(facts, addMetric('a', 'sum(orders.net)'), addMetric('b', 'sum(orders.dollars)'));
    expect([metricOf(files, 'a'), metricOf(files, 'b')].map(({ unit }) => printUnit(unit))).toEqual([
      'EUR',
      'USD',
    ]);
  });
});

describe('refused', () => {
  const CONVERT = 'Convert one of them first: multiply it by a rate.';
  const DECLARE = 'Declare the unit of the fact that has none, or multiply and divide instead.';
  const OTHER = 'Units are declared on facts (`unit: …`): are these the right ones?';
  it.each<[formula: string, message: string]>([
    ['revenue + «sum(orders.cost)»', `USD cannot be added to EUR. | ${CONVERT}`],
    ['revenue - «sum(orders.paid)»', `orders.currency cannot be subtracted from EUR. | ${CONVERT}`],
    ['revenue + «orders_count»', `a plain number cannot be added to EUR. | ${DECLARE}`],
    ['orders_count + «revenue»', `EUR cannot be added to a plain number. | ${DECLARE}`],
    ['revenue + «100»', `a plain number cannot be added to EUR. | ${DECLARE}`],
    ['«1» - revenue', `a plain number cannot be subtracted from EUR. | ${DECLARE}`],
    ['(revenue - «-1») / revenue', `a plain number cannot be subtracted from EUR. | ${DECLARE}`],
    ['sum(orders.weight) + «sum(orders.points)»', `point cannot be added to kg. | ${OTHER}`],
    ['sum(orders.amount - «orders.weight»)', `kg cannot be subtracted from EUR. | ${OTHER}`],
    ['coalesce(revenue, «sum(orders.cost)»)', `USD cannot be chosen in place of EUR. | ${CONVERT}`],
    ['greatest(revenue, «orders_count»)', `a plain number cannot be chosen in place of EUR. | ${DECLARE}`],
    [
      'case when revenue > «orders_count» then 1 else 0 end',
      `a plain number cannot be compared with EUR. | ${DECLARE}`,
    ],
    [
      'case when orders_count > 1 then revenue else «sum(orders.weight)» end',
      `kg cannot be chosen in place of EUR. | ${OTHER}`,
    ],
    [
      'count(orders) filter (where orders.amount > «orders.cost»)',
      `USD cannot be compared with EUR. | ${CONVERT}`,
    ],
    ['nullif(revenue, «sum(orders.points)»)', `point cannot be compared with EUR. | ${OTHER}`],
  ])('%s', (formula, message) => {
    const { found, expected } = judgeWords(
      [...PAID, addMetric('m', formula)],
      [`FORMULA_UNIT_MISMATCH ${message}`],
    );
    expect(found).toEqual(expected);
  });

  it('in the formula of a fact, and in the filter of a metric', () => {
    const { found, expected } = judgeWords(
      [
        addFact('odd: { type: float, formula: amount + «weight» }'),
        addMetric('m', 'count(orders)', 'filter: orders.amount > «orders.weight»'),
      ],
      [
        `FORMULA_UNIT_MISMATCH kg cannot be added to EUR. | ${OTHER}`,
        `FORMULA_UNIT_MISMATCH kg cannot be compared with EUR. | ${OTHER}`,
      ],
    );
    expect(found).toEqual(expected);
  });
});
