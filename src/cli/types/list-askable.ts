/** What queries may name as a metric, under all names: current ones, versions, aliases, and benchmarks. */
import { versionKey } from '../../base/version-key.ts';
import { type Benchmark, type Catalog, isCurrent } from '../../catalog/catalog.ts';
import { isFrozenName } from '../../catalog/frozen-name.ts';
import { printUnit } from '../../catalog/unit.ts';
import type { DeprecationDescription, MetricDescription } from '../../engine/describe.ts';
import { describeMetricNamed, describeMetrics } from '../../engine/describe-catalog.ts';

/** As much of a metric as its types follow from, and what is said beside them. */
export type AskableTypes = Pick<
  MetricDescription,
  'description' | 'formula' | 'unit' | 'owner' | 'draft' | 'dimensions' | 'grains' | 'type'
>;

export interface AskableMetric {
  /** As a query writes it. */
  readonly name: string;
  /** What it is; the name of another one that it is the same as. */
  readonly is: AskableTypes | string;
  /** Of its version, where that is on its way out. */
  readonly deprecated: DeprecationDescription | null;
}

/** By name. Private metrics are for formulas only. */
export function listAskable(catalog: Catalog): readonly AskableMetric[] {
  const current = describeMetrics(catalog).filter((metric) => !metric.private);
  const byName = new Map(current.map((metric) => [metric.name, metric]));
  const deprecationOf = (name: string, version: number): DeprecationDescription | null =>
    byName.get(name)?.deprecated.find((each) => each.version === version) ?? null;
  const found = current.flatMap((metric): AskableMetric[] => {
    const { name, version } = metric;
    const deprecated = deprecationOf(name, version);
    const others = [versionKey(name, version), ...metric.aliases];
    return [
      { name, is: metric, deprecated },
      ...others.map((other) => ({ name: other, is: name, deprecated })),
    ];
  });
  for (const metric of catalog.metrics.values()) {
    const { key, name, version } = metric;
    if (isCurrent(metric) || isFrozenName(key) || metric.isPrivate || !byName.has(name)) continue;
    found.push({
      name: key,
      is: describeMetricNamed(key, catalog),
      deprecated: deprecationOf(name, version),
    });
  }
  for (const benchmark of catalog.benchmarks.values())
    found.push({ name: benchmark.name, is: describeBenchmark(benchmark), deprecated: null });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** It is told by its own dimensions and grain alone, as a double whatever its metric is. */
function describeBenchmark({ description, owner, by, grain, value }: Benchmark): AskableTypes {
  const { formula, unit } = value;
  return {
    description,
    owner,
    formula,
    unit: printUnit(unit),
    draft: false,
    dimensions: by,
    grains: [grain],
    type: 'float',
  };
}
