/** Functions, operators on times and aggregates: the types of those that are well written. */
import { describe, expect, it } from 'vitest';
import { FUNCTION_TABLE } from '../../../src/formula/function-table.ts';
import { printTree, typeText } from './formula-shop.ts';

function check(text: string, tree: string, type: string): void {
  const expression = typeText(text);
  expect({ tree: printTree(expression), type: expression.type }).toEqual({ tree, type });
}

/** The formula of a row, and its tree and type, within a metric that counts it. */
function checkRow(text: string, tree: string, type: string): void {
  const counted = typeText(`count(${text})`);
  const argument = counted.kind === 'aggregate' ? counted.argument : null;
  expect(printTree(counted)).toBe(`count<orders>(${tree})`);
  expect(argument?.type).toBe(type);
}

describe('aggregates', () => {
  it.each([
    ['median(orders.amount)', 'median<orders>(amount)', 'float'],
    ['percentile(orders.quantity, 0.95)', 'percentile<orders>(quantity)', 'float'],
    ['PERCENTILE_DISC(orders.quantity, 1)', 'percentile_disc<orders>(quantity)', 'integer'],
    ['percentile_disc(orders.due_on, 0)', 'percentile_disc<orders>(due_on)', 'date'],
    ['percentile_disc(orders.status, 0.5)', 'percentile_disc<orders>(status)', 'string'],
    ['stddev(orders.weight)', 'stddev<orders>(weight)', 'float'],
    ['variance(orders.quantity)', 'variance<orders>(quantity)', 'float'],
    ['approx_count_distinct(orders.customer_id)', 'approx_count_distinct<orders>(customer_id)', 'integer'],
    ['sum(orders.is_promo)', 'sum<orders>(is_promo)', 'integer'],
    ['avg(orders.amount > 10)', 'avg<orders>(greater(amount, 10))', 'float'],
    ['min(orders.opens_at)', 'min<orders>(opens_at)', 'local_time'],
  ])('%s', check);

  it('keeps the digits of a percentile, and has none elsewhere', () => {
    expect(typeText('percentile(orders.amount, 0.950)')).toMatchObject({ fraction: '0.950', empty: 'null' });
    expect(typeText('sum(orders.amount)')).toMatchObject({ fraction: null, empty: 'zero' });
  });
});

describe('functions of rows', () => {
  it.each([
    ["orders.status like 'a%'", "like(status, 'a%')", 'boolean'],
    ["orders.status not like '\\\\_'", "not(like(status, '\\\\_'))", 'boolean'],
    ['substring(orders.status, 2)', 'substring(status, 2)', 'string'],
    ['substring(orders.status, 2, 3)', 'substring(status, 2, 3)', 'string'],
    ['nullif(orders.amount, orders.weight)', 'nullif(amount, weight)', 'decimal'],
    ['nullif(orders.quantity, 0.5)', 'nullif(quantity, 0.5)', 'integer'],
    ["nullif(orders.customer_id, '7')", "nullif(customer_id, '7')", 'key'],
    ['coalesce(orders.customer_id, orders.order_id)', 'coalesce(customer_id, order_id)', 'key'],
    ['date_part(hour, orders.ordered_at)', 'date_part_hour(ordered_at, zone)', 'integer'],
    ["date_part('Hour', orders.opens_at)", 'date_part_hour(opens_at)', 'integer'],
    ['date_part(day_of_week, orders.due_on)', 'date_part_day_of_week(due_on)', 'integer'],
    [
      'date_diff(day, orders.due_on, orders.ordered_at)',
      'date_diff_day(due_on, ordered_at, zone)',
      'integer',
    ],
    ['date_diff(week, orders.due_on, orders.opens_at)', 'date_diff_week(due_on, opens_at)', 'integer'],
    ['elapsed(orders.ordered_at, orders.ordered_at)', 'elapsed(ordered_at, ordered_at)', 'decimal'],
    [
      'business_minutes(orders.ordered_at, orders.ordered_at, Support)',
      "business_minutes(ordered_at, ordered_at, 'support')",
      'float',
    ],
    [
      "business_minutes(orders.opens_at, orders.opens_at, 'support')",
      "business_minutes(opens_at, opens_at, 'support')",
      'float',
    ],
    ['orders.ordered_at + 7 days', "add_calendar(ordered_at, '7 days', zone)", 'time'],
    ['1 quarter + orders.ordered_at', "add_calendar(ordered_at, '3 months', zone)", 'time'],
    ['orders.ordered_at - 2 WEEKS', "add_calendar(ordered_at, '-14 days', zone)", 'time'],
    ['orders.ordered_at - 90 minutes', "add_exact(ordered_at, '-90 minutes')", 'time'],
    ['orders.due_on + 1 year', "add_calendar(due_on, '12 months')", 'date'],
    ['orders.opens_at + 1 second', "add_exact(opens_at, '1 seconds')", 'local_time'],
    [
      'orders.opens_at + 1 day + 1 hour',
      "add_exact(add_calendar(opens_at, '1 days'), '1 hours')",
      'local_time',
    ],
    [
      "greatest(orders.ordered_at, time '2026-01-31T10:00')",
      'greatest(ordered_at, instant_of(2026-01-31T10:00:00, zone))',
      'time',
    ],
    [
      "greatest(orders.ordered_at, time '2026-01-31T10:00+03:00')",
      'greatest(ordered_at, 2026-01-31T07:00:00Z)',
      'time',
    ],
    [
      "greatest(orders.opens_at, local_time '2026-01-31 10:00:00.5')",
      'greatest(opens_at, 2026-01-31T10:00:00.5)',
      'local_time',
    ],
  ])('%s', checkRow);
});

describe('functions of metrics', () => {
  it.each([
    ['date_part(year, last_order)', 'date_part_year(last_order, zone)', 'integer'],
    ['last_order + 1 month', "add_calendar(last_order, '1 months', zone)", 'time'],
    [
      'business_minutes(last_order, last_order, support)',
      "business_minutes(last_order, last_order, 'support')",
      'float',
    ],
    ["top_status like 'p%'", "like(top_status, 'p%')", 'boolean'],
    ['nullif(revenue, cost)', 'nullif(revenue, cost)', 'decimal'],
  ])('%s', check);
});

describe('the table of functions', () => {
  it('has each function once, with examples', () => {
    const names = FUNCTION_TABLE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(FUNCTION_TABLE.filter(({ examples }) => examples.length === 0)).toEqual([]);
  });

  it.each([
    ['abs', 1, 1],
    ['round', 1, 2],
    ['substring', 2, 3],
    ['nullif', 2, 2],
    ['coalesce', 2, Infinity],
    ['date_diff', 3, 3],
  ])('%s takes %d to %d arguments', (name, least, most) => {
    expect(FUNCTION_TABLE.find((known) => known.name === name)).toMatchObject({ least, most });
  });
});
