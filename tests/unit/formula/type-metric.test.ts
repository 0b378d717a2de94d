/** Formulas that mean something: text → tree and type. Those that are refused are in `refused-formulas`. */
import { describe, expect, it } from 'vitest';
import { FormulaUnjudged } from '../../../src/formula/formula-fault.ts';
import { printTree, SHOP, typeText } from './formula-shop.ts';

function check(text: string, tree: string, type: string): void {
  const expression = typeText(text);
  expect({ tree: printTree(expression), type: expression.type }).toEqual({ tree, type });
}

describe('arithmetic and precedence', () => {
  it.each([
    ['revenue', 'revenue', 'decimal'],
    ['((((revenue))))', 'revenue', 'decimal'],
    ['revenue@3', 'revenue', 'decimal'],
    ['revenue\n  /\t cost\n', 'divide(revenue, cost)', 'float'],
    ['revenue + cost', 'add(revenue, cost)', 'float'],
    ['revenue - orders_count', 'subtract(revenue, orders_count)', 'decimal'],
    ['orders_count / orders_count', 'divide(orders_count, orders_count)', 'float'],
    ['orders_count * 2', 'multiply(orders_count, 2)', 'integer'],
    ['orders_count * 2.0', 'multiply(orders_count, 2.0)', 'decimal'],
    ['revenue + cost * 2', 'add(revenue, multiply(cost, 2))', 'float'],
    ['(revenue + cost) * 2', 'multiply(add(revenue, cost), 2)', 'float'],
    ['revenue - cost - 1', 'subtract(subtract(revenue, cost), 1)', 'float'],
    ['revenue - (cost - 1)', 'subtract(revenue, subtract(cost, 1))', 'float'],
    ['revenue / cost * 2', 'multiply(divide(revenue, cost), 2)', 'float'],
    ['revenue / (cost * 2)', 'divide(revenue, multiply(cost, 2))', 'float'],
    ['-revenue * 2', 'multiply(negate(revenue), 2)', 'decimal'],
    ['- -revenue', 'negate(negate(revenue))', 'decimal'],
    ['revenue - -2', 'subtract(revenue, negate(2))', 'decimal'],
    ['revenue * -2', 'multiply(revenue, negate(2))', 'decimal'],
    ['9999999999999999999999 * orders_count', 'multiply(9999999999999999999999, orders_count)', 'integer'],
    ['1.50 * revenue', 'multiply(1.50, revenue)', 'decimal'],
    ['sum + date', 'add(sum, date)', 'integer'],
  ])('%s', check);
});

describe('conditions', () => {
  it.each([
    ['revenue > 100', 'greater(revenue, 100)', 'boolean'],
    ['revenue + 1 >= cost * 2', 'greater_or_equal(add(revenue, 1), multiply(cost, 2))', 'boolean'],
    ['revenue <> 1', 'not_equal(revenue, 1)', 'boolean'],
    ['revenue != 1', 'not_equal(revenue, 1)', 'boolean'],
    [
      'revenue > 1 and cost < 2 or is_good',
      'or(and(greater(revenue, 1), less(cost, 2)), is_good)',
      'boolean',
    ],
    [
      'is_good or revenue > 1 and cost < 2',
      'or(is_good, and(greater(revenue, 1), less(cost, 2)))',
      'boolean',
    ],
    [
      '(is_good or revenue > 1) and cost <= 2',
      'and(or(is_good, greater(revenue, 1)), less_or_equal(cost, 2))',
      'boolean',
    ],
    ['is_good and is_good and is_good', 'and(and(is_good, is_good), is_good)', 'boolean'],
    ['not revenue = 1 and is_good', 'and(not(equal(revenue, 1)), is_good)', 'boolean'],
    ['not not is_good', 'not(not(is_good))', 'boolean'],
    ['NOT is_good OR TRUE AND False', 'or(not(is_good), and(true, false))', 'boolean'],
    [
      'revenue between 1 and 2 and is_good',
      'and(and(greater_or_equal(revenue, 1), less_or_equal(revenue, 2)), is_good)',
      'boolean',
    ],
    [
      'revenue NOT BETWEEN 1 AND 1 + 1',
      'not(and(greater_or_equal(revenue, 1), less_or_equal(revenue, add(1, 1))))',
      'boolean',
    ],
    ['revenue in (1, 2.5, cost)', 'in(revenue, 1, 2.5, cost)', 'boolean'],
    ["top_status not in ('a', null)", "not(in(top_status, 'a', null))", 'boolean'],
    ['revenue is null', 'is_null(revenue)', 'boolean'],
    ['revenue + 1 is not null', 'is_not_null(add(revenue, 1))', 'boolean'],
    ['not revenue is null', 'not(is_null(revenue))', 'boolean'],
    ['last_order = last_order', 'equal(last_order, last_order)', 'boolean'],
    ['revenue = null', 'equal(revenue, null)', 'boolean'],
  ])('%s', check);
});

describe('functions and case', () => {
  it.each([
    ['coalesce(revenue, 0)', 'coalesce(revenue, 0)', 'decimal'],
    ['COALESCE(orders_count, null, 0)', 'coalesce(orders_count, null, 0)', 'integer'],
    ['nullif(orders_count, 0.5)', 'nullif(orders_count, 0.5)', 'integer'],
    ['greatest(revenue, cost, 1)', 'greatest(revenue, cost, 1)', 'float'],
    ["least(top_status, 'm')", "least(top_status, 'm')", 'string'],
    ['abs(revenue - cost) / cost', 'divide(abs(subtract(revenue, cost)), cost)', 'float'],
    ['abs(orders_count)', 'abs(orders_count)', 'integer'],
    ['round(revenue)', 'round(revenue)', 'decimal'],
    ['round(revenue / cost, 2)', 'round(divide(revenue, cost), 2)', 'float'],
    ['round(orders_count, -3)', 'round(orders_count, negate(3))', 'integer'],
    ['floor(revenue)', 'floor(revenue)', 'integer'],
    ['Ceil(cost)', 'ceil(cost)', 'float'],
    ['lower(upper(trim(top_status)))', 'lower(upper(trim(top_status)))', 'string'],
    ['length(top_status)', 'length(top_status)', 'integer'],
    ["concat(top_status, '-', top_status)", "concat(top_status, '-', top_status)", 'string'],
    ["starts_with(top_status, 'p')", "starts_with(top_status, 'p')", 'boolean'],
    ["ends_with(top_status, 'd')", "ends_with(top_status, 'd')", 'boolean'],
    ["case when revenue > 0 then 'up' else 'down' end", "case(greater(revenue, 0), 'up', 'down')", 'string'],
    ['case when is_good then revenue end', 'case(is_good, revenue, null)', 'decimal'],
    [
      'CASE WHEN is_good THEN 1 WHEN revenue > 2 THEN 2.5 ELSE 3 END',
      'case(is_good, 1, greater(revenue, 2), 2.5, 3)',
      'decimal',
    ],
  ])('%s', check);
});

describe('aggregates', () => {
  it.each([
    ['sum(orders.amount)', 'sum<orders>(amount)', 'decimal'],
    ['SUM ( orders . quantity )', 'sum<orders>(quantity)', 'integer'],
    ['sum(orders.weight)', 'sum<orders>(weight)', 'float'],
    ['sum(orders.net)', 'sum<orders>(net)', 'decimal'],
    ['count(orders)', 'count<orders>(*)', 'integer'],
    ['count(orders.discount)', 'count<orders>(discount)', 'integer'],
    ['count(orders.end)', 'count<orders>(end)', 'integer'],
    ['Count_Distinct(orders.customer_id)', 'count_distinct<orders>(customer_id)', 'integer'],
    ['count_distinct(orders.customer.country)', 'count_distinct<orders>(customer.country)', 'integer'],
    ['avg(orders.quantity)', 'avg<orders>(quantity)', 'float'],
    ['min(orders.ordered_at)', 'min<orders>(ordered_at)', 'time'],
    ['max(orders.due_on)', 'max<orders>(due_on)', 'date'],
    ['min(orders.opens_at)', 'min<orders>(opens_at)', 'local_time'],
    ['max(orders.customer.region.name)', 'max<orders>(customer.region.name)', 'string'],
    ['sum(orders.amount + 1)', 'sum<orders>(add(amount, 1))', 'decimal'],
    ['sum(items.quantity * items.product.cost)', 'sum<items>(multiply(quantity, product.cost))', 'decimal'],
    ['sum(1) filter (where orders.is_promo)', 'sum<orders>(1) where is_promo', 'integer'],
    [
      "sum(orders.amount) FILTER (WHERE orders.customer.country in ('KZ', 'RU'))",
      "sum<orders>(amount) where in(customer.country, 'KZ', 'RU')",
      'decimal',
    ],
    [
      "count(orders) filter (where orders.status = 'it''s')",
      "count<orders>(*) where equal(status, 'it's')",
      'integer',
    ],
    [
      "count(orders) filter (where orders.status in ('', 'Оплачен 💳', 'a;--/*\"$$'))",
      "count<orders>(*) where in(status, '', 'Оплачен 💳', 'a;--/*\"$$')",
      'integer',
    ],
    [
      "count(orders) filter (where orders.due_on >= DATE '2028-02-29')",
      'count<orders>(*) where greater_or_equal(due_on, date 2028-02-29)',
      'integer',
    ],
    [
      "count(orders) filter (where orders.customer_id in (17, '18', orders.order_id))",
      "count<orders>(*) where in(customer_id, 17, '18', order_id)",
      'integer',
    ],
    [
      'count_distinct(case when orders.is_promo then orders.customer_id end)',
      'count_distinct<orders>(case(is_promo, customer_id, null))',
      'integer',
    ],
    [
      'sum(orders.amount) / count(orders) - revenue',
      'subtract(divide(sum<orders>(amount), count<orders>(*)), revenue)',
      'float',
    ],
    ['sum(orders.amount) - sum(items.price)', 'subtract(sum<orders>(amount), sum<items>(price))', 'decimal'],
    ['ad_spend / count(ad_spend)', 'divide(ad_spend, count<ad_spend>(*))', 'float'],
    ['coalesce(max(orders.amount), 0)', 'coalesce(max<orders>(amount), 0)', 'decimal'],
  ])('%s', check);

  it.each([
    ['sum(orders.amount)', 'zero', 'ordered_at'],
    ['count(orders)', 'zero', 'ordered_at'],
    ['count_distinct(orders.status)', 'zero', 'ordered_at'],
    ['min(orders.amount)', 'null', 'ordered_at'],
    ['max(orders.amount)', 'null', 'ordered_at'],
    ['avg(orders.amount)', 'null', 'ordered_at'],
    ['sum(items.price)', 'zero', null],
  ])('%s is %s where nothing contributes, and is bucketed by %s', (text, empty, time) => {
    expect(typeText(text)).toMatchObject({
      kind: 'aggregate',
      empty,
      time: time === null ? null : { path: [], member: time },
    });
  });
});

describe('names that stand for something at fault', () => {
  it.each([
    'broken',
    'revenue / broken',
    'sum(broken.amount)',
    'count(broken)',
    'broken.amount',
    'sum(orders.lost.amount)',
    'sum(orders.amount) filter (where orders.lost.kind = 1)',
  ])('%s is not judged', (text) => {
    expect(() => typeText(text)).toThrow(FormulaUnjudged);
  });
});

describe('metrics that are filtered', () => {
  it.each([
    ['revenue filter (where channel.is_paid)', 'revenue where role.channel.is_paid', 'decimal'],
    [
      "revenue@3 filter (where customer.region.name = 'x')",
      "revenue where equal(role.customer.region.name, 'x')",
      'decimal',
    ],
    ['revenue filter (where orders.amount > 5)', 'revenue where greater(model.orders.amount, 5)', 'decimal'],
    [
      'cost filter (where not channel.is_paid) / cost',
      'divide(cost where not(role.channel.is_paid), cost)',
      'float',
    ],
    [
      'ad_spend filter (where ad_spend.spend > 1)',
      'ad_spend where greater(model.ad_spend.spend, 1)',
      'decimal',
    ],
  ])('%s', check);

  it('a condition on a model at fault is not judged', () => {
    expect(() => typeText('revenue filter (where broken.name is null)')).toThrow(FormulaUnjudged);
  });

  it('without the project nobody can say what a role is', () => {
    expect(() => typeText('revenue filter (where chanel.name is null)', { ...SHOP, roles: null })).toThrow(
      FormulaUnjudged,
    );
  });
});
