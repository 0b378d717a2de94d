/** In which currencies row-level values are, and where that stands; which formulas have amounts written in them. */
import { describe, expect, it } from 'vitest';
import { findMoney } from '../../../src/catalog/find-money.ts';
import { writesMoney } from '../../../src/catalog/infer-unit.ts';
import { inCurrency, printUnit } from '../../../src/catalog/unit.ts';
import { addDimension, addFact, addMetric, type Change, catalogOf, change } from './small-project.ts';

const PAID: readonly Change[] = [
  addFact(
    [
      'paid: { type: decimal, unit: { currency_column: ccy } }',
      'cost: { type: decimal, unit: { currency: USD } }',
      'kept: { type: decimal, formula: "case when status = \'paid\' then paid else 10 end" }',
      'in_euros: { type: decimal, unit: { currency: EUR }, formula: "paid * 2" }',
    ].join('\n  '),
  ),
  addDimension('currency: { type: string, column: ccy }'),
];

function load(formula: string) {
  const catalog = catalogOf(change(...PAID, addMetric('m', formula)));
  const metric = catalog.metrics.get('m');
  if (!metric) throw new Error('the metric is there');
  return { catalog, metric };
}

/** `orders.currency / USD`. */
function moneyIn(argument: string): string {
  const { catalog, metric } = load(`max(${argument})`);
  const { expression } = metric;
  if (expression.kind !== 'aggregate' || !expression.argument) throw new Error('the metric is an aggregate');
  const root = catalog.models.get(expression.root);
  if (!root) throw new Error('the model is there');
  const money = findMoney(expression.argument, root, catalog.models);
  if (money.kind === 'mixed') return 'mixed';
  const words = [money.over, money.under].map((sources) =>
    sources
      .map((source) => {
        if (source.kind === 'code') return source.code;
        return source.kind === 'tenant' ? 'tenant' : [...source.column.path, source.column.member].join('.');
      })
      .join(' '),
  );
  return words.join(' / ').trim();
}

describe('money', () => {
  it.each([
    ['orders.amount', 'EUR /'],
    ['orders.cost * 2', 'USD /'],
    ['orders.paid', 'currency /'],
    ['orders.kept', 'currency /'],
    ['orders.in_euros', 'EUR /'],
    ['orders.paid / orders.cost', 'currency / USD'],
    ['orders.weight / orders.cost', '/ USD'],
    ['orders.paid / orders.paid', '/'],
    ['orders.weight', '/'],
    ['case when orders.paid > orders.paid then orders.cost end', 'USD /'],
  ])('in %s is of %s', (argument, money) => {
    expect(moneyIn(argument)).toBe(money);
  });

  it('of one currency cancels out where several did not', () => {
    const { metric } = load('sum(orders.paid) / sum(orders.cost) * revenue');
    expect(printUnit(metric.unit)).toBe('orders.currency × EUR per USD');
    expect(printUnit(inCurrency(metric.unit, 'GBP'))).toBe('GBP');
  });
});

describe('an amount', () => {
  it.each([
    ['revenue > 1000', true],
    ['coalesce(revenue, 5)', true],
    ['case when orders_count > 3 then revenue else 100 end', true],
    ['abs(least(revenue, -1))', true],
    ['coalesce(revenue, 0)', false],
    ['revenue * 2', false],
    ['round(revenue, 2)', false],
    ['case when orders_count > 3 then revenue end', false],
    ['revenue / revenue > 0.5', false],
    ['sum(case when orders.amount > 10 then orders.amount end)', false],
  ])('is written in %s: %s', (formula, written) => {
    const { catalog, metric } = load(formula);
    expect(writesMoney(metric.expression, catalog)).toBe(written);
  });
});
