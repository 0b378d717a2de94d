/** The same query with every value replaced by one that could not stand in SQL by accident. */
import type { MetricQuery } from '../../../src/query/metric-query.ts';

type Condition = NonNullable<MetricQuery['where']>[number];
type Scalar = string | number | boolean;

const TEXT = 'zq_sentinel';
const NUMBER = 918273645;
const YEAR = '1987';

export const SENTINELS: readonly string[] = [TEXT, String(NUMBER), YEAR];

export function disguiseValues(query: MetricQuery): MetricQuery {
  const { where, time, limit } = query;
  return {
    ...query,
    ...(where === undefined ? {} : { where: where.map(disguiseCondition) }),
    ...(time === undefined ? {} : { time: disguiseTime(time) }),
    ...(limit === undefined ? {} : { limit: limit + 1987 }),
  };
}

function disguiseTime(time: NonNullable<MetricQuery['time']>): NonNullable<MetricQuery['time']> {
  return {
    ...time,
    ...(time.from === undefined ? {} : { from: `${YEAR}-01-02` }),
    ...(time.to === undefined ? {} : { to: `${YEAR}-03-04` }),
    ...(time.zone === undefined ? {} : { zone: 'Pacific/Kiritimati' }),
  };
}

function disguiseCondition(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(disguiseCondition) };
  if ('any' in condition) return { any: condition.any.map(disguiseCondition) };
  if ('not' in condition) return { not: disguiseCondition(condition.not) };
  const { value, values } = condition;
  return {
    ...condition,
    ...(value === undefined ? {} : { value: disguise(value) }),
    ...(values === undefined ? {} : { values: values.map(disguise) }),
  };
}

function disguise(value: Scalar): Scalar {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return NUMBER;
  return /^\d{4}-\d\d-\d\d/.test(value) ? `${YEAR}${value.slice(4)}` : TEXT;
}
