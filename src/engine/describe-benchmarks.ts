/** What the catalog says of its benchmarks, as plain data. */
import type { Benchmark, Catalog, LocalText, MetricFormat } from '../catalog/catalog.ts';
import { listBenchmarks } from '../catalog/find-benchmark.ts';
import { printUnit } from '../catalog/unit.ts';
import type { Principal } from '../tenancy/principal.ts';

export interface BenchmarkDescription {
  readonly name: string;
  readonly description: LocalText;
  readonly owner: string;
  /** The metric that is compared, in its current version. */
  readonly metric: string;
  readonly version: number;
  readonly statistic: Benchmark['statistic'];
  readonly formula: string;
  /** The only dimensions that it may be grouped and filtered by. */
  readonly by: readonly string[];
  readonly grain: Benchmark['grain'];
  readonly min_tenants: number;
  readonly entities: string;
  readonly min_entities: number;
  readonly unit: string | null;
  readonly format: MetricFormat | null;
}

/** Those that `principal` may see, by name. */
export function describeBenchmarks(view: Catalog, principal: Principal): readonly BenchmarkDescription[] {
  return listBenchmarks(view, principal)
    .map(describeBenchmark)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describeBenchmark(benchmark: Benchmark): BenchmarkDescription {
  const { name, description, owner, metric, statistic, by, grain, value } = benchmark;
  return {
    name,
    description,
    owner,
    metric,
    version: value.version,
    statistic,
    formula: value.formula,
    by,
    grain,
    min_tenants: benchmark.minTenants,
    entities: benchmark.entities,
    min_entities: benchmark.minEntities,
    unit: printUnit(value.unit),
    format: value.format,
  };
}
