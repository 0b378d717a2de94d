/** The models whose rows a formula of a metric aggregates, its inputs' included. */
import { forEachSource, type MetricTree } from './metric-tree.ts';

interface KnownMetrics {
  readonly metrics: ReadonlyMap<string, { readonly models: readonly string[] }>;
}

/** Without repetition, in the order of the formula; none where it is a constant. */
export function modelsUnder(tree: MetricTree, names: KnownMetrics): readonly string[] {
  const models = new Set<string>();
  forEachSource(tree, (source) => {
    if (source.kind === 'aggregate') models.add(source.root);
    else for (const model of names.metrics.get(source.metric)?.models ?? []) models.add(model);
  });
  return [...models];
}
