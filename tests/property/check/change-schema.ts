/** Definitions as a faulty product would understand them. */
import type { AggregateFunction } from '../oracle/aggregates.ts';
import type { Aggregate, MetricFormula } from '../oracle/metric-formula.ts';
import type { Metric, Schema } from '../oracle/schema.ts';
import type { Calendar } from '../oracle/working-time.ts';

type Change = (schema: Schema) => Schema;

export function eachMetric(change: (metric: Metric) => Metric): Change {
  return (schema) => {
    const metrics = [...schema.metrics].map(([name, metric]) => [name, change(metric)] as const);
    return { ...schema, metrics: new Map(metrics) };
  };
}

/** Changes every part of every formula, from the leaves up. */
export function eachPart(change: (part: MetricFormula) => MetricFormula): Change {
  const rebuild = (formula: MetricFormula): MetricFormula => {
    switch (formula.kind) {
      case 'arithmetic':
        return change({ ...formula, left: rebuild(formula.left), right: rebuild(formula.right) });
      case 'call':
        return change({ ...formula, operands: formula.operands.map(rebuild) });
      case 'windowed':
      case 'over_groups':
      case 'unfiltered':
        return change({ ...formula, operand: rebuild(formula.operand) });
      case 'case': {
        const [left, right, yes, no] = formula.operands;
        return change({ ...formula, operands: [rebuild(left), rebuild(right), rebuild(yes), rebuild(no)] });
      }
      default:
        return change(formula);
    }
  };
  return eachMetric((metric) => ({ ...metric, formula: rebuild(metric.formula) }));
}

/** Every calendar, whatever holidays it has. */
export function eachCalendar(change: (calendar: Calendar, schema: Schema) => Calendar): Change {
  return (schema) => {
    const calendars = [...schema.calendars].map(
      ([name, calendar]) => [name, change(calendar, schema)] as const,
    );
    return { ...schema, calendars: new Map(calendars) };
  };
}

export function withoutCondition(part: MetricFormula): MetricFormula {
  return part.kind === 'metric' ? { ...part, filter: null } : part;
}

export function replaceAggregate(from: AggregateFunction, to: AggregateFunction) {
  return (part: MetricFormula): MetricFormula =>
    part.kind === 'aggregate' && part.function === from ? { ...part, function: to } : part;
}

export function discretePercentile(part: MetricFormula): MetricFormula {
  return part.kind === 'aggregate' && part.function === 'percentile'
    ? { ...part, function: 'percentile_disc' }
    : part;
}

/** The sum of squares divided by how many there are, and not by one less. */
export function populationVariance(part: MetricFormula): MetricFormula {
  if (part.kind !== 'aggregate' || part.function !== 'variance') return part;
  const count: Aggregate = { ...part, function: 'count' };
  const less: MetricFormula = {
    kind: 'arithmetic',
    operator: '-',
    left: count,
    right: { kind: 'number', digits: '1' },
  };
  const sum: MetricFormula = { kind: 'arithmetic', operator: '*', left: part, right: less };
  return { kind: 'arithmetic', operator: '/', left: sum, right: count };
}

/** Counts whatever is not null where a sum counts what is true. */
export function countConditions(part: MetricFormula): MetricFormula {
  return part.kind === 'aggregate' && part.function === 'sum' && part.argument?.type === 'boolean'
    ? { ...part, function: 'count' }
    : part;
}
