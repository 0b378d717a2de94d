/**
 * The constructs that look beyond a group's own rows: one table for documentation, and for the refusal of
 * those that are typed in full and that no planner serves yet.
 */
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

/** A grain that the project declares, as length or period of a window. */
export const CALENDAR_WINDOW: LanguageFeature = {
  feature: 'A window by a grain of a calendar',
  example: 'to_date(revenue, season)',
  description: 'The beginning of the period comes from the table of days.',
};

export type MetricFunction = 'shift' | 'trailing' | 'to_date' | 'running' | 'total' | 'share' | 'rank';
export type AttributeFunction = 'previous' | 'ordinal';
type UnplannedClause = 'rows' | 'per';

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
};

/** Functions over the rows of a model, by the name they are called by. */
export const ATTRIBUTE_FUNCTIONS: Readonly<Record<AttributeFunction, LanguageFeature>> = {
  previous: {
    feature: 'previous(…)',
    example: 'previous(opened_at by customer_id)',
    description: 'The value on the row before, by time, among rows with equal keys.',
  },
  ordinal: {
    feature: 'ordinal(…)',
    example: 'ordinal(by customer_id)',
    description: 'The number of the row, by time, among rows with equal keys.',
  },
};

/** What aggregates can be written with. */
export const AGGREGATE_CLAUSES: Readonly<Record<UnplannedClause, LanguageFeature>> = {
  rows: {
    feature: 'Choosing the rows of an aggregate',
    example: 'sum(balances.amount last by balances.account_id)',
    description: 'last, first or latest by keys, or at_end: some rows of each bucket are aggregated.',
  },
  per: {
    feature: 'Aggregating a metric over groups',
    example: 'avg(balance per day)',
    description: 'The metric is computed for each of the groups, and those values are aggregated.',
  },
};

/** An aggregate in a formula of a model. */
export const CHILD_AGGREGATE: LanguageFeature = {
  feature: 'An attribute from rows of another model',
  example: "min(orders.ordered_at) filter (where orders.status = 'paid')",
  description: 'An aggregate over the rows of a model that leads to this one by one path.',
};

export function isMetricFunction(name: string): name is MetricFunction {
  return Object.hasOwn(METRIC_FUNCTIONS, name);
}

export function isAttributeFunction(name: string): name is AttributeFunction {
  return Object.hasOwn(ATTRIBUTE_FUNCTIONS, name);
}
