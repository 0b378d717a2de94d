/** A rewriting of plans that keeps their meaning. */
import type { ComputeMetrics } from '../nodes/compute-metrics.ts';

export interface Rule {
  /** Verb and object, as `explain` shows it. */
  readonly name: string;
  /** The same reference when there is nothing to do. */
  apply(node: ComputeMetrics): ComputeMetrics;
}
