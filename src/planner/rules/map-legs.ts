/** Rules that look at one leg at a time rebuild the plan around it here. */
import { combineLegs } from '../nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from '../nodes/compute-metrics.ts';
import type { Leg } from '../nodes/leg.ts';

/** Replaces legs; the same reference when all stay. */
export function mapLegs(node: ComputeMetrics, replace: (leg: Leg) => Leg): ComputeMetrics {
  const { input } = node;
  if (input.kind === 'leg') {
    const leg = replace(input);
    return leg === input ? node : computeMetrics({ ...node, input: leg });
  }
  const inputs = input.inputs.map(replace);
  const same = inputs.every((leg, index) => leg === input.inputs[index]);
  return same ? node : computeMetrics({ ...node, input: combineLegs({ ...input, inputs }) });
}
