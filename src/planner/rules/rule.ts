/** A rewriting of plans that keeps their meaning. */
import type { ComputeMetrics } from '../nodes/compute-metrics.ts';
import type { Plan } from '../plan.ts';

export type Rule = MetricsRule | PlanRule;

/** Looks at rows and totals apart. */
export interface MetricsRule {
  /** Verb and object, as `explain` shows it. */
  readonly name: string;
  /** One sentence on what it did to a plan that it changed. */
  readonly description: string;
  /** The same reference when there is nothing to do. */
  apply(node: ComputeMetrics): ComputeMetrics;
}

/** Looks at rows and totals together. */
export interface PlanRule {
  readonly name: string;
  readonly description: string;
  /** The same reference when there is nothing to do. */
  applyToPlan(plan: Plan): Plan;
}
