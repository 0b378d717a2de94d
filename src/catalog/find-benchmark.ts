/** The benchmarks that somebody may see. */
import { satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';
import type { Benchmark, Catalog } from './catalog.ts';

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
