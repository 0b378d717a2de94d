/** What tenants may know of the numbers of all of them together: a statistic over their values, told for fixed cells. */
import type { STATISTICS } from '../definitions/benchmark-schema.ts';
import { type AccessRule, satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';
import type { Catalog, LocalText, Metric } from './catalog.ts';

export interface Benchmark {
  readonly name: string;
  readonly description: LocalText;
  /** Of the policy that offers it. */
  readonly owner: string;
  /** The metric that is compared. */
  readonly metric: string;
  readonly statistic: (typeof STATISTICS)[number];
  /** The only dimensions of its cells, as written. */
  readonly by: readonly string[];
  /** The size of its cells in time. */
  readonly grain: BenchmarkGrain;
  /** How many tenants have a value in a cell that is told, at least. */
  readonly minTenants: number;
  /** The metric that counts what a tenant's value is made of, and how many that are at least where it counts. */
  readonly entities: string;
  readonly minEntities: number;
  /** Who may see it of those who may see the metric; `null` for all. */
  readonly to: AccessRule | null;
  /** Over several tenants: the statistic, and how many have a value. No query names them. */
  readonly value: Metric;
  readonly tenants: Metric;
}

export type BenchmarkGrain = 'day' | 'week' | 'month' | 'quarter' | 'fiscal_quarter' | 'year' | 'fiscal_year';

/**
 * The benchmark of that name, if `principal` may see it; `view` is what it sees of the catalog. What is for the public
 * and for tokens is listed one by one, and benchmarks are not among it.
 */
export function findBenchmark(name: string, view: Catalog, principal: Principal): Benchmark | undefined {
  const found = view.benchmarks.get(name);
  return found && isSeen(found, view, principal) ? found : undefined;
}

/** Those that `principal` may see, by name. */
export function listBenchmarks(view: Catalog, principal: Principal): readonly Benchmark[] {
  return [...view.benchmarks.values()].filter((benchmark) => isSeen(benchmark, view, principal));
}

function isSeen({ metric, to }: Benchmark, view: Catalog, principal: Principal): boolean {
  if (principal.kind === 'embed' || principal.kind === 'public') return false;
  return !view.veil.metrics.has(metric) && (to === null || satisfiesRule(principal, to));
}
