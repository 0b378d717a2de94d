/** Formulas in words: a table of all that can be said. */
import { describe, expect, it } from 'vitest';
import type { LocalText } from '../../../src/catalog/catalog.ts';
import { type Named, type NamedModel, wordsOf } from '../../../src/catalog/say-formula.ts';
import type { MetricNames } from '../../../src/formula/formula-names.ts';
import { sayTree } from '../../../src/formula/say-formula.ts';
import { SHOP, typeText } from './formula-shop.ts';

const season = { calendar: 'retail', grain: 'season' };
const NAMES: MetricNames = { ...SHOP, calendarGrains: new Map([['season', season]]) };

/** The shop with a few titles, of which one is in another language only. */
const models: Map<string, NamedModel> = new Map(SHOP.models);
const orders = SHOP.models.get('orders');
if (!orders) throw new Error('the shop has orders');
const members: Named['metrics'] = new Map(orders.members);
models.set('orders', { ...orders, members: withTitle(members, 'weight', 'Weight in kg') });
const metrics = withTitle(withTitle(SHOP.metrics, 'cost', { en: 'Total cost', ru: 'Затраты' }), 'is_good', {
  ru: 'Хорошо',
});

const words = wordsOf({ models, metrics, project: { roles: SHOP.roles ?? new Map() } }, 'en');

function withTitle(things: Named['metrics'], name: string, title: LocalText): Named['metrics'] {
  const thing = things.get(name);
  return thing ? new Map([...things, [name, { ...thing, title }]]) : things;
}

describe('sayFormula', () => {
  it.each([
    // Names and titles.
    ['revenue', 'revenue'],
    ['orders_count', 'orders count'],
    ['cost', 'Total cost'],
    ['is_good', 'is good'],
    // Arithmetic.
    ['revenue - cost', 'revenue minus Total cost'],
    ['revenue / orders_count', 'revenue divided by orders count'],
    ['(revenue - cost) / revenue', '(revenue minus Total cost) divided by revenue'],
    ['revenue - (cost - 1)', 'revenue minus (Total cost minus 1)'],
    ['-revenue * 100', 'minus revenue times 100'],
    ['abs(revenue - cost) / cost', 'the absolute value of (revenue minus Total cost) divided by Total cost'],
    ['round(revenue / cost, 2)', '(revenue divided by Total cost) rounded to 2 decimals'],
    ['round(revenue)', 'revenue rounded'],
    ['floor(revenue)', 'revenue rounded down'],
    ['coalesce(revenue, 0)', 'revenue or 0 where that is missing'],
    [
      'coalesce(revenue, cost, 0) + 1',
      '(revenue or Total cost where that is missing, else 0 where that is missing) plus 1',
    ],
    ['nullif(revenue, 0)', 'revenue unless it is 0'],
    ['greatest(revenue, cost, 1)', 'the greatest of revenue, Total cost and 1'],
    ['case when is_good then revenue end', 'revenue if is good, otherwise nothing'],
    [
      'case when revenue > 10 then 1 when revenue > 5 then 2 else 3 end',
      '1 if revenue is greater than 10, 2 if revenue is greater than 5, otherwise 3',
    ],
    // Conditions.
    ['revenue >= 10 and not is_good', 'revenue is at least 10 and is not good'],
    ['revenue between 1 and 5 or revenue is null', 'revenue is from 1 to 5 or revenue is missing'],
    ["top_status in ('paid', 'in post')", 'top status is one of paid or "in post"'],
    ["top_status not in ('paid')", 'top status is not paid'],
    ["not (top_status = 'a' or top_status = 'b')", 'not (top status is a or top status is b)'],
    ["contains(lower(top_status), 'x')", 'top status in lower case contains x'],
    ["concat(top_status, '-', top_status)", 'the joined text of top status, "-" and top status'],
    ['length(trim(top_status)) <> 3', 'the length of top status without spaces around it is not 3'],
    // Aggregates.
    ['sum(orders.amount)', 'sum of order amount'],
    ['count(orders)', 'number of orders'],
    ['sum(orders.is_promo)', 'number of orders that are promo'],
    ['sum(not orders.is_promo)', 'number of orders that are not promo'],
    ['avg(orders.is_promo)', 'share of orders that are promo'],
    ["sum(orders.status = 'paid')", 'number of orders where status is paid'],
    [
      'sum(orders.is_promo and orders.amount > 5)',
      'number of orders where is promo and amount is greater than 5',
    ],
    ['count(orders.is_promo)', 'number of values of order is promo'],
    [
      'sum(orders.is_promo) filter (where orders.amount > 5) / count(orders)',
      'number of orders that are promo, where amount is greater than 5, divided by number of orders',
    ],
    ['max(round(orders.amount, 1))', 'largest (order amount rounded to 1 decimal)'],
    ['count(orders.discount)', 'number of values of order discount'],
    ['count_distinct(orders.customer_id)', 'number of different values of order customer id'],
    ['avg(orders.weight)', 'average of order Weight in kg'],
    ['min(orders.ordered_at)', 'smallest order ordered at'],
    ['max(orders.customer.age)', 'largest customer age'],
    ['sum(ad_spend.spend)', 'sum of ad spend spend'],
    ['sum(items.quantity * items.product.cost)', 'sum of (item quantity times product cost)'],
    ["sum(orders.amount) filter (where orders.status = 'paid')", 'sum of order amount, where status is paid'],
    [
      "sum(orders.amount) filter (where orders.status = 'paid') / sum(ad_spend.spend)",
      'sum of order amount, where status is paid, divided by sum of ad spend spend',
    ],
    [
      "count(orders) filter (where orders.is_promo and orders.customer.region.name <> 'x')",
      'number of orders, where is promo and customer region name is not x',
    ],
    [
      "count(orders) filter (where orders.due_on > date '2026-01-31')",
      'number of orders, where due on is greater than 2026-01-31',
    ],
    ['median(orders.amount)', 'median of order amount'],
    ['percentile(orders.amount, 0.95)', '0.95 percentile of order amount'],
    ['percentile(revenue per day, 0.5)', '0.5 percentile of revenue for each day'],
    [
      'stddev(orders.amount) - variance(orders.amount)',
      'standard deviation of order amount minus variance of order amount',
    ],
    // Texts and times.
    ["top_status not like 'p%'", 'not (top status is like "p%")'],
    ['substring(top_status, 2, 3)', 'the part of top status from character 2, 3 characters long'],
    ['date_part(hour, last_order)', 'the hour of last order'],
    [
      'business_minutes(last_order, last_order + 1 month, support) / 60',
      'the working minutes from last order to (last order plus 1 month) by the calendar support divided by 60',
    ],
    [
      "date_diff(day, last_order, time '2026-01-31T10:00Z')",
      'the days between last order and 2026-01-31T10:00:00Z',
    ],
    ["elapsed(last_order, time '2026-01-31T10:00:00')", 'the seconds from last order to 2026-01-31T10:00:00'],
    ['last_order + 7 days', 'last order plus 7 days'],
    ['max(orders.due_on - 3 months)', 'largest (order due on minus 3 months)'],
    // Metrics that are filtered.
    ['revenue filter (where channel.is_paid)', 'revenue, where channel is paid'],
    [
      'revenue filter (where not channel.is_paid) / revenue',
      'revenue, where channel is not paid, divided by revenue',
    ],
    [
      "cost filter (where orders.customer.country in ('KZ', 'DE'))",
      'Total cost, where order customer country is one of KZ or DE',
    ],
    // Chosen rows.
    [
      'sum(orders.amount last by orders.customer_id)',
      'sum of order amount, taking the last row for each customer id',
    ],
    ['sum(orders.amount first)', 'sum of order amount, taking the rows of the first moment'],
    ['sum(orders.quantity at_end)', 'sum of order quantity, taking the rows of the last day'],
    [
      'count(orders latest by orders.order_id, orders.status) filter (where orders.is_promo) / revenue',
      'number of orders, where is promo, taking the latest row so far for each order id and status, divided by revenue',
    ],
    // Over time.
    ['revenue / shift(revenue, 1 year)', 'revenue divided by revenue 1 year earlier'],
    ['shift(revenue, 2 season)', 'revenue 2 season of retail earlier'],
    ['shift(revenue, to year)', 'revenue at the start of the year'],
    ['trailing(revenue / cost, 7 days)', '(revenue divided by Total cost) over the last 7 days'],
    ['trailing(revenue, 1 bucket)', 'revenue over the last 1 bucket'],
    ['to_date(revenue, fiscal_year)', 'revenue from the start of the fiscal year to date'],
    [
      'running(revenue filter (where channel.is_paid))',
      'revenue, where channel is paid, since the beginning',
    ],
    // Over groups.
    [
      'revenue / total(revenue, within channel.name)',
      'revenue divided by revenue over all groups of the same channel name',
    ],
    ['share(revenue)', 'share of revenue among all groups'],
    ['unfiltered(revenue)', 'revenue whatever the query filters by'],
    [
      'unfiltered(revenue by channel, customer.country)',
      'revenue whatever the query filters channel and customer country by',
    ],
    [
      'rank(revenue, within channel.name, orders.status)',
      'rank by revenue among all groups of the same channel name and order status',
    ],
    ['avg(revenue per day)', 'average of revenue for each day'],
    ['last(revenue per day)', 'revenue of the last day'],
    [
      'count(revenue per customer.country) filter (where revenue < 0) / orders_count',
      'number of values of revenue for each customer country, where revenue is less than 0, divided by orders count',
    ],
  ])('%s', (text, expected) => {
    expect(sayTree(typeText(text, NAMES), words)).toBe(expected);
  });
});
