/** The two metrics that a benchmark is read by: the statistic over the tenants' values, and how many there are. */
import type { STATISTICS } from '../definitions/benchmark-schema.ts';
import type { MetricReference } from '../formula/expression.ts';
import type { MetricTree, PerGroup } from '../formula/metric-tree.ts';
import type { Benchmark, Metric } from './catalog.ts';
import { type ContentContext, readContent } from './content-hash.ts';

/** A statistic is the mean of two percentiles, so that it is made of the values of two tenants or more. */
const FRACTIONS: Readonly<Record<(typeof STATISTICS)[number], readonly [string, string]>> = {
  lower_quartile: ['0.15', '0.35'],
  median: ['0.4', '0.6'],
  upper_quartile: ['0.65', '0.85'],
};

interface Compared extends Pick<Benchmark, 'name' | 'statistic' | 'minEntities'> {
  readonly metric: Metric;
  readonly entities: Metric;
}

/** Their names have a space, which those of no query have. */
export function benchmarkMetrics(
  compared: Compared,
  context: ContentContext,
): Pick<Benchmark, 'value' | 'tenants'> {
  const { name, statistic, minEntities, metric, entities } = compared;
  const [low, high] = FRACTIONS[statistic];
  const percentile = (fraction: string): PerGroup => overTenants(compared, 'percentile', fraction);
  const sum: MetricTree = {
    kind: 'operation',
    operator: 'add',
    operands: [percentile(low), percentile(high)],
    type: 'float',
  };
  const mean: MetricTree = {
    kind: 'operation',
    operator: 'divide',
    operands: [sum, { kind: 'literal', type: 'integer', value: '2' }],
    type: 'float',
  };
  const over = `${metric.name} for each tenant, where ${entities.name} is ${minEntities} or more`;
  const build = (own: Pick<Metric, 'name' | 'formula' | 'expression' | 'type'>): Metric => ({
    ...metric,
    ...own,
    key: own.name,
    inputs: [...new Set([metric, entities].flatMap(({ inputs, name: input }) => [...inputs, input]))],
    models: union(metric.models, entities.models),
    calendars: union(metric.calendars, entities.calendars),
    lookedAt: union(metric.lookedAt, entities.lookedAt),
    aliases: [],
    dimensions: null,
    hash: readContent(own.expression, context).hash,
  });
  return {
    value: build({
      name: `${name} value`,
      formula: `mean of the ${low} and ${high} percentile of ${over}`,
      expression: mean,
      type: 'float',
    }),
    tenants: {
      ...build({
        name: `${name} tenants`,
        formula: `count of ${over}`,
        expression: overTenants(compared, 'count', null),
        type: 'integer',
      }),
      unit: entities.unit,
    },
  };
}

function overTenants(
  { metric, entities, minEntities }: Compared,
  name: 'percentile' | 'count',
  fraction: string | null,
): PerGroup {
  return {
    kind: 'per_group',
    function: name,
    fraction,
    input: referTo(metric),
    groups: [{ kind: 'each_tenant' }],
    filter: {
      kind: 'operation',
      operator: 'greater_or_equal',
      operands: [referTo(entities), { kind: 'literal', type: 'integer', value: String(minEntities) }],
      type: 'boolean',
    },
    empty: name === 'count' ? 'zero' : 'null',
    type: name === 'count' ? 'integer' : 'float',
  };
}

function referTo({ name, type }: Metric): MetricReference {
  return { kind: 'metric', metric: name, filter: null, type };
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}
