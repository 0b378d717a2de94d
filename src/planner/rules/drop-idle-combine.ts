/** A single leg has nothing to meet: the step that combines legs goes. */
import { computeMetrics } from '../nodes/compute-metrics.ts';
import type { MetricsRule } from './rule.ts';

export const dropIdleCombine: MetricsRule = {
  name: 'drop-idle-combine',
  description: 'One leg has nothing to meet: the step that combines legs was left out.',
  apply: (node) => {
    if (node.input.kind !== 'combine_legs') return node;
    const [only, ...others] = node.input.inputs;
    return only && others.length === 0 ? computeMetrics({ ...node, input: only }) : node;
  },
};
