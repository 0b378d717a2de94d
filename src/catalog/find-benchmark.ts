/** The benchmarks that somebody may see. */
import { satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';
import type { Benchmark, Catalog } from './catalog.ts';
import { findDimension } from './find-dimension.ts';

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

/** Whoever sees it may see all that it names. */
function isSeen({ metric, entities, by, to }: Benchmark, view: Catalog, principal: Principal): boolean {
  if (principal.kind === 'embed' || principal.kind === 'public') return false;
  const { metrics } = view.veil;
  const isKnown =
    !metrics.has(metric) && !metrics.has(entities) && by.every((name) => findDimension(name, view));
  return isKnown && (to === null || satisfiesRule(principal, to));
}
