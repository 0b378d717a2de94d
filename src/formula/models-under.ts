/** The models whose rows a formula of a metric aggregates, its inputs' included. */
import { forEachLeaf } from './expression.ts';
import type { MetricNames } from './formula-names.ts';
import type { MetricTree, MetricTreeLeaf } from './metric-tree.ts';

/** Without repetition, in the order of the formula; none where it is a constant. */
export function modelsUnder(tree: MetricTree, names: Pick<MetricNames, 'metrics'>): readonly string[] {
  const models = new Set<string>();
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    for (const model of modelsOf(leaf, names)) models.add(model);
  });
  return [...models];
}

function modelsOf(leaf: MetricTreeLeaf, names: Pick<MetricNames, 'metrics'>): readonly string[] {
  switch (leaf.kind) {
    case 'aggregate':
      return [leaf.root];
    case 'chosen_rows':
      return [leaf.aggregate.root];
    case 'metric':
      return names.metrics.get(leaf.metric)?.models ?? [];
    case 'per_group':
      return [...modelsUnder(leaf.input, names), ...(leaf.filter ? modelsUnder(leaf.filter, names) : [])];
    case 'shift':
    case 'shift_to_start':
    case 'trailing':
    case 'to_date':
    case 'running':
    case 'total':
    case 'share':
    case 'rank':
      return modelsUnder(leaf.input, names);
  }
}
