/**
 * The constructs that look beyond a group's own rows: one table for documentation, and for the refusal of
 * those that are typed in full and that no planner serves yet.
 */
import type { EdgeFunction } from './metric-tree.ts';
import type { RowChoice } from './syntax.ts';

export interface LanguageFeature {
  /** As the refusal names it. */
  readonly feature: string;
  readonly example: string;
  readonly description: string;
}

/** Functions over metrics that look at other times than the bucket. */
export const WINDOW_FUNCTIONS: readonly MetricFunction[] = ['shift', 'trailing', 'to_date', 'running'];

/** Those that look at larger groups. */
export const GROUP_FUNCTIONS: readonly MetricFunction[] = ['total', 'share', 'rank'];

/** Those that look at rows that the query filters out. */
export const FILTER_FUNCTIONS: readonly MetricFunction[] = ['unfiltered'];

export type MetricFunction =
  | 'shift'
  | 'trailing'
  | 'to_date'
  | 'running'
  | 'total'
  | 'share'
  | 'rank'
  | 'unfiltered';
export type AttributeFunction = 'previous' | 'ordinal';

/** Functions over metrics, by the name they are called by. */
export const METRIC_FUNCTIONS: Readonly<Record<MetricFunction, LanguageFeature>> = {
  shift: {
    feature: 'shift(…)',
    example: 'revenue - shift(revenue, 1 year)',
    description: 'The metric over the bucket moved back, or over the first bucket of a period: to year.',
  },
  trailing: {
    feature: 'trailing(…)',
    example: 'trailing(revenue, 7 days)',
    description:
      'The metric over the interval of that length, or so many buckets, that ends with the bucket.',
  },
  to_date: {
    feature: 'to_date(…)',
    example: 'to_date(revenue, month)',
    description: 'The metric from the beginning of the period to the end of the bucket.',
  },
  running: {
    feature: 'running(…)',
    example: 'running(revenue)',
    description: 'The metric from the beginning of the data to the end of the bucket.',
  },
  total: {
    feature: 'total(…)',
    example: 'revenue / total(revenue, within channel.name)',
    description: 'The metric without the groupings of the query, but for those after within.',
  },
  share: {
    feature: 'share(…)',
    example: 'share(revenue)',
    description: 'The metric divided by its total.',
  },
  rank: {
    feature: 'rank(…)',
    example: 'rank(revenue, within channel.name)',
    description: 'The place of the group, 1 for the greatest value.',
  },
  unfiltered: {
    feature: 'unfiltered(…)',
    example: 'revenue / unfiltered(revenue by channel)',
    description: 'The metric without the conditions of the query, or without those on what stands after by.',
  },
};

/** Functions over the rows of a model, by the name they are called by. */
export const ATTRIBUTE_FUNCTIONS: Readonly<Record<AttributeFunction, LanguageFeature>> = {
  previous: {
    feature: 'previous(…)',
    example: 'previous(opened_at by customer_id)',
    description: 'The value on the row before, by time, among rows with equal keys; null on the first.',
  },
  ordinal: {
    feature: 'ordinal(…)',
    example: 'ordinal(by customer_id)',
    description: 'The number of the row, by time, among rows with equal keys: 1 for the first.',
  },
};

/** How an aggregate chooses its rows, by the word of the choice. */
export const ROW_CHOICES: Readonly<Record<RowChoice, LanguageFeature>> = {
  last: {
    feature: 'last, last by …',
    example: 'sum(balances.amount last by balances.account_id)',
    description: 'Of each key, the row of the last moment that the bucket has.',
  },
  first: {
    feature: 'first, first by …',
    example: 'sum(balances.amount first by balances.account_id)',
    description: 'Of each key, the row of the first moment that the bucket has.',
  },
  latest: {
    feature: 'latest, latest by …',
    example: "count(task_events latest by task_events.task_id) filter (where task_events.status = 'open')",
    description: 'Of each key, the row of the last moment before the end of the bucket, however long ago.',
  },
  at_end: {
    feature: 'at_end',
    example: 'sum(stock_days.units at_end)',
    description: 'The rows on the last day of the bucket, and none where there are none.',
  },
};

/** An aggregate over the values of a metric. */
export const PER_CLAUSE: LanguageFeature = {
  feature: 'any aggregate, per …',
  example: 'count(margin per order_items.sku) filter (where margin < 0)',
  description:
    'The metric is computed for each of the groups, and those values are aggregated; the filter looks at values of metrics in each group.',
};

/** What only buckets of a grain have, by the name it is called by. */
export const EDGE_FUNCTIONS: Readonly<Record<EdgeFunction, LanguageFeature>> = {
  first: {
    feature: 'first(…, per …)',
    example: 'first(balance per day)',
    description: 'The value of the first bucket of a grain.',
  },
  last: {
    feature: 'last(…, per …)',
    example: 'last(trailing(active_users, 28 days) per day)',
    description: 'The value of the last bucket of a grain.',
  },
};

/** A grain that the project declares, as a group to aggregate over. */
export const CALENDAR_GROUP: LanguageFeature = {
  feature: 'per a grain of a calendar',
  example: 'avg(revenue per season)',
  description:
    'The same over periods of the project, which its table of days tells; or over fiscal quarters and years.',
};

/** An aggregate in a formula of a model. */
export const CHILD_AGGREGATE: LanguageFeature = {
  feature: 'An aggregate of another model',
  example: "min(orders.ordered_at) filter (where orders.status = 'paid')",
  description: 'An aggregate over the rows of a model that leads to this one by one path.',
};

export function isMetricFunction(name: string): name is MetricFunction {
  return Object.hasOwn(METRIC_FUNCTIONS, name);
}

export function isEdgeFunction(name: string): name is EdgeFunction {
  return Object.hasOwn(EDGE_FUNCTIONS, name);
}

export function isAttributeFunction(name: string): name is AttributeFunction {
  return Object.hasOwn(ATTRIBUTE_FUNCTIONS, name);
}
