/** Rules that look at one leg at a time rebuild the plan around it here. */
import { mapLegsOf } from '../legs-of.ts';
import { type ComputeMetrics, computeMetrics } from '../nodes/compute-metrics.ts';
import type { Leg } from '../nodes/leg.ts';

/** Replaces legs; the same reference when all stay. */
export function mapLegs(node: ComputeMetrics, replace: (leg: Leg) => Leg): ComputeMetrics {
  const input = mapLegsOf(node.input, replace);
  return input === node.input ? node : computeMetrics({ ...node, input });
}
