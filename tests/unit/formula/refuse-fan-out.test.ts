/** What counts as fan-out (S1), however it is wrapped, and what merely weights a fact of the root. */
import { describe, expect, it } from 'vitest';
import { FormulaFault } from '../../../src/formula/formula-fault.ts';
import { typeText } from './formula-shop.ts';

/** The member that each of them refuses, or `null`. */
function refusals(argument: string): readonly unknown[] {
  return ['sum', 'avg'].map((name) => {
    try {
      typeText(`${name}(${argument})`);
      return null;
    } catch (fault) {
      if (!(fault instanceof FormulaFault) || fault.code !== 'FORMULA_FAN_OUT') throw fault;
      return 'member' in fault.params ? fault.params.member : fault.code;
    }
  });
}

function check(argument: string, refused: string): void {
  expect(refusals(argument)).toEqual([refused, refused]);
}

describe('refused', () => {
  it.each([
    ['items.order.amount', 'items.order.amount'],
    ['-items.order.amount', 'items.order.amount'],
    ['items.order.amount * 1', 'items.order.amount'],
    ['items.order.amount * 2 + items.quantity', 'items.order.amount'],
    ['items.quantity - items.order.amount', 'items.order.amount'],
    ['(items.order.amount + items.quantity) / 1', 'items.order.amount'],
    ['(items.order.amount + items.quantity) * 1', 'items.order.amount'],
    ['abs(items.order.amount + items.quantity)', 'items.order.amount'],
    ['round(items.order.amount, 2)', 'items.order.amount'],
    ['floor(ceil(items.order.amount))', 'items.order.amount'],
    ['coalesce(items.order.amount, 0)', 'items.order.amount'],
    ['coalesce(items.quantity, items.order.amount)', 'items.order.amount'],
    ['nullif(items.order.amount, items.quantity)', 'items.order.amount'],
    ['greatest(items.quantity, items.order.amount)', 'items.order.amount'],
    ['case when items.quantity > 0 then items.order.amount end', 'items.order.amount'],
    ['case when items.quantity > 0 then items.quantity else items.order.amount end', 'items.order.amount'],
    ['items.order.amount * case when items.quantity = 1 then 1 else 0 end', 'items.order.amount'],
    ['items.order.amount / items.quantity', 'items.order.amount'],
    ['1 / items.order.amount', 'items.order.amount'],
    ['items.order.amount * items.order.quantity', 'items.order.amount'],
    ['items.order.amount * items.share', 'items.order.amount'],
    ['items.product.cost * (items.quantity + 1)', 'items.product.cost'],
    ['orders.customer.region.rate', 'orders.customer.region.rate'],
    ['items.order.customer.credit', 'items.order.customer.credit'],
    ['items.order.net', 'items.order.net'],
    ['items.order.converted', 'items.order.converted'],
    ['items.order.customer_age', 'items.order.customer_age'],
    ['items.order.amount_copy', 'items.order.amount_copy'],
    ['items.order_amount', 'items.order_amount'],
    ['items.value - items.order_amount', 'items.order_amount'],
  ])('%s', check);
});

describe('allowed', () => {
  it.each([
    ['the fact of the root', 'items.price'],
    ['weighted by a joined fact', 'items.quantity * items.product.cost'],
    ['weighted twice', 'items.quantity * items.product.cost * items.order.customer.region.rate'],
    ['the difference of weighted facts', 'items.quantity * (items.price - items.product.cost)'],
    ['a discount of a joined fact', 'items.price * (1 - items.order.discount)'],
    ['a default for the fact of the root', 'items.product.cost * coalesce(items.quantity, 0)'],
    [
      'a case of the fact of the root',
      'items.product.cost * case when items.share > 1 then 0 else items.quantity end',
    ],
    ['divided by a joined fact', 'items.price / items.order.customer.region.rate'],
    ['a joined dimension', 'orders.customer.age'],
    ['a joined dimension as weight', 'items.quantity * items.product.size'],
    ['a joined fact in a condition', 'case when items.order.amount > 100 then items.price else 0 end'],
    ['constants chosen by a joined fact', 'case when items.order.amount > 100 then 1 else 0 end'],
    ['a formula over weighted facts', 'items.margin'],
    ['a fact made with a joined one', 'orders.converted'],
    ['a fact made of a joined dimension', 'orders.customer_age'],
    ['a dimension made of the own fact', 'orders.amount_copy'],
  ])('%s', (_, argument) => {
    expect(refusals(argument)).toEqual([null, null]);
  });

  it.each(['min', 'max', 'count', 'count_distinct'])('%s of a joined fact counts nothing twice', (name) => {
    expect(() => typeText(`${name}(items.order.amount)`)).not.toThrow();
  });
});

describe('the message', () => {
  it('names what the formula names, and where to aggregate it', () => {
    const fault = (text: string): unknown => {
      try {
        return typeText(text);
      } catch (caught) {
        return caught;
      }
    };
    expect(fault('revenue + sum(items.order.net)')).toMatchObject({
      code: 'FORMULA_FAN_OUT',
      params: { function: 'sum', member: 'items.order.net', model: 'orders', root: 'items' },
      hint: 'Aggregate it at its own model: sum(orders.net).',
      span: { start: 14, end: 29 },
    });
  });
});
