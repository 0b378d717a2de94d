/** Metrics over other time and other groups, and aggregates over chosen rows: text → tree and type. */
import { describe, expect, it } from 'vitest';
import type { MetricNames } from '../../../src/formula/formula-names.ts';
import { parseFormula } from '../../../src/formula/parse-formula.ts';
import { metricNames } from '../../../src/formula/type-metric.ts';
import { printTree, SHOP, typeText } from './formula-shop.ts';

const season = { calendar: 'retail', grain: 'season' };
const NAMES: MetricNames = {
  ...SHOP,
  calendarGrains: new Map([
    ['season', season],
    ['retail.season', season],
  ]),
};

type Row = [text: string, tree: string, type: string];

function check(text: string, tree: string, type: string): void {
  const typed = typeText(text, NAMES);
  expect({ tree: printTree(typed), type: typed.type }).toEqual({ tree, type });
}

describe('rows that are chosen', () => {
  it.each<Row>([
    ['sum(orders.amount last by orders.customer_id)', 'last[customer_id](sum<orders>(amount))', 'decimal'],
    ['sum(orders.amount last)', 'last[](sum<orders>(amount))', 'decimal'],
    ['avg(orders.amount FIRST BY orders.customer_id)', 'first[customer_id](avg<orders>(amount))', 'float'],
    ['sum(orders.quantity at_end)', 'at_end[](sum<orders>(quantity))', 'integer'],
    [
      "count(orders latest by orders.order_id, orders.customer.region.name) filter (where orders.status = 'open')",
      "latest[order_id, customer.region.name](count<orders>(*) where equal(status, 'open'))",
      'integer',
    ],
    [
      'max(orders.amount * 2 last) - revenue',
      'subtract(last[](max<orders>(multiply(amount, 2))), revenue)',
      'decimal',
    ],
  ])('%s', check);
});

describe('over time', () => {
  it.each<Row>([
    ['shift(revenue, 1 year)', 'shift(revenue, 1 year)', 'decimal'],
    ['revenue / SHIFT(revenue, 12 Months)', 'divide(revenue, shift(revenue, 12 month))', 'float'],
    ['shift(revenue, 2 seasons)', 'shift(revenue, 2 retail.season)', 'decimal'],
    ['shift(revenue, to year)', 'shift_to_start(revenue, year)', 'decimal'],
    ['shift(revenue, to retail.season)', 'shift_to_start(revenue, retail.season)', 'decimal'],
    ['trailing(orders_count, 7 days)', 'trailing(orders_count, 7 day)', 'integer'],
    ['trailing(orders_count, 90 seconds)', 'trailing(orders_count, 90 second)', 'integer'],
    ['trailing(revenue / cost, 3 buckets)', 'trailing(divide(revenue, cost), 3 buckets)', 'float'],
    ['trailing(sum(orders.amount), 1 bucket)', 'trailing(sum<orders>(amount), 1 buckets)', 'decimal'],
    ['to_date(revenue, month)', 'to_date(revenue, month)', 'decimal'],
    ['to_date(revenue, fiscal_year)', 'to_date(revenue, fiscal_year)', 'decimal'],
    ['to_date(revenue, season)', 'to_date(revenue, retail.season)', 'decimal'],
    ['running(last_order)', 'running(last_order)', 'time'],
    [
      'shift(trailing(revenue filter (where channel.is_paid), 7 days), 1 week)',
      'shift(trailing(revenue where role.channel.is_paid, 7 day), 1 week)',
      'decimal',
    ],
  ])('%s', check);
});

describe('over groups', () => {
  it.each<Row>([
    ['total(revenue)', 'total[](revenue)', 'decimal'],
    ['total(top_status)', 'total[](top_status)', 'string'],
    [
      'revenue / total(revenue, within channel.name)',
      'divide(revenue, total[role.channel.name](revenue))',
      'float',
    ],
    [
      'share(orders_count, within orders.status, customer.country)',
      'share[model.orders.status, role.customer.country](orders_count)',
      'float',
    ],
    ['rank(revenue)', 'rank[](revenue)', 'integer'],
    [
      'rank(revenue - cost, within channel.name)',
      'rank[role.channel.name](subtract(revenue, cost))',
      'integer',
    ],
    ['avg(revenue per day)', 'avg[day](revenue)', 'float'],
    ['max(revenue / cost per week)', 'max[week](divide(revenue, cost))', 'float'],
    [
      'sum(orders_count per season, channel.name)',
      'sum[retail.season, role.channel.name](orders_count)',
      'integer',
    ],
    [
      'count(revenue per customer.country) filter (where revenue < cost) / count(revenue per customer.country)',
      'divide(count[role.customer.country](revenue) where less(revenue, cost), count[role.customer.country](revenue))',
      'float',
    ],
    ['percentile(revenue per day, 0.95)', 'percentile[day](revenue)', 'float'],
    ['last(orders_count per day)', 'last[day](orders_count)', 'integer'],
    ['first(revenue / cost per week)', 'first[week](divide(revenue, cost))', 'float'],
    ['unfiltered(revenue / 2)', 'unfiltered[all](divide(revenue, 2))', 'float'],
    [
      'unfiltered(orders_count by channel, orders.customer.country)',
      'unfiltered[channel.*, orders.customer.country](orders_count)',
      'integer',
    ],
    ['avg(share(revenue) per day)', 'avg[day](share[](revenue))', 'float'],
    ['trailing(avg(revenue per day), 28 days)', 'trailing(avg[day](revenue), 28 day)', 'float'],
  ])('%s', check);
});

describe('words of clauses and functions', () => {
  it('are names wherever no clause can stand', () => {
    const metric = { type: 'integer', version: 1, models: ['orders'] } as const;
    const words = ['last', 'per', 'within', 'by', 'to', 'latest', 'month', 'shift', 'total'];
    const names = { ...SHOP, metrics: new Map(words.map((word) => [word, metric])) };
    const written =
      'last + per - within * by / to + latest + month + shift + total(last, within channel.name)';
    expect(typeText(written, names).type).toBe('float');
    const found = metricNames(parseFormula(`${written} + to_date(per, month)`));
    expect(found.map(({ metric }) => metric).join(' ')).toBe(
      'last per within by to latest month shift last per',
    );
  });

  it('name the metrics that a formula rests on', () => {
    const text =
      'avg(a per day) filter (where b > 0) + count(orders latest by orders.x) + shift(c, to month) * round(d)';
    expect(metricNames(parseFormula(text)).map(({ metric }) => metric)).toEqual(['a', 'b', 'c', 'd']);
  });
});
