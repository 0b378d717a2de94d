/** The aggregates, as the reference describes them. */
import type { AggregateFunction } from './expression.ts';
import type { FunctionExample } from './function-table.ts';

export interface DescribedAggregate {
  readonly signature: string;
  readonly takes: string;
  readonly gives: string;
  readonly description: string;
  /** The value over rows whose `x` is 1, 2, 2, 7 and null, written with `x` for a member. */
  readonly example: FunctionExample;
}

export const AGGREGATE_TABLE: Readonly<Record<AggregateFunction, DescribedAggregate>> = {
  sum: {
    signature: 'sum(x)',
    takes: 'numbers, conditions',
    gives: 'the same type; of conditions an integer',
    description: 'The sum. Of a condition it counts the rows where it is true. 0 where nothing contributes.',
    example: ['sum(x)', '12'],
  },
  count: {
    signature: 'count(model), count(x)',
    takes: 'anything',
    gives: 'integer',
    description: 'The rows of the model, or those whose x is not null.',
    example: ['count(x)', '4'],
  },
  count_distinct: {
    signature: 'count_distinct(x)',
    takes: 'anything',
    gives: 'integer',
    description: 'The different values, nulls apart.',
    example: ['count_distinct(x)', '3'],
  },
  approx_count_distinct: {
    signature: 'approx_count_distinct(x)',
    takes: 'anything',
    gives: 'integer',
    description:
      'The different values, where some percent more or less do no harm. An engine may answer it by estimation; PostgreSQL counts them all the same, and the answer says so in a warning.',
    example: ['approx_count_distinct(x)', '3'],
  },
  min: {
    signature: 'min(x)',
    takes: 'numbers, dates, times, texts',
    gives: 'the same type',
    description: 'The least value; texts go by code point.',
    example: ['min(x)', '1'],
  },
  max: {
    signature: 'max(x)',
    takes: 'numbers, dates, times, texts',
    gives: 'the same type',
    description: 'The greatest value; texts go by code point.',
    example: ['max(x)', '7'],
  },
  avg: {
    signature: 'avg(x)',
    takes: 'numbers, conditions',
    gives: 'float',
    description: 'The mean. Of a condition it is the share of true rows among those where it is not null.',
    example: ['avg(x)', 3],
  },
  median: {
    signature: 'median(x)',
    takes: 'numbers',
    gives: 'float',
    description: 'The value in the middle, or between the two in the middle: percentile(x, 0.5).',
    example: ['median(x)', 2],
  },
  percentile: {
    signature: 'percentile(x, share)',
    takes: 'numbers',
    gives: 'float',
    description:
      'The value below which that share of the rows lies, interpolated between the two nearest. The share is written out, from 0 to 1.',
    example: ['percentile(x, 0.9)', 5.5],
  },
  percentile_disc: {
    signature: 'percentile_disc(x, share)',
    takes: 'numbers, dates, times, texts',
    gives: 'the same type',
    description:
      'The first value, in order, that at least that share of the rows does not exceed; always a value that occurs.',
    example: ['percentile_disc(x, 0.9)', '7'],
  },
  stddev: {
    signature: 'stddev(x)',
    takes: 'numbers',
    gives: 'float',
    description: 'The standard deviation of a sample; null for a single row.',
    example: ['stddev(x)', 2.70801280155],
  },
  variance: {
    signature: 'variance(x)',
    takes: 'numbers',
    gives: 'float',
    description: 'The variance of a sample; null for a single row.',
    example: ['variance(x)', 7.33333333333],
  },
};
