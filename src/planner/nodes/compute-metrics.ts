/** See {@link ComputeMetrics}. */
import type { NamedExpression, OutputColumn } from '../plan-expression.ts';
import type { CombineLegs } from './combine-legs.ts';
import type { FillBuckets } from './fill-buckets.ts';
import type { Leg } from './leg.ts';

/**
 * Metrics from aggregates: empties filled, arithmetic done, then floats rounded to 12 significant digits.
 *
 * | name | revenue | ad_spend |    | name | roas |
 * |------|---------|----------|    |------|------|
 * | ads  | 30      | 20       | →  | ads  | 1.5  |
 * | seo  | null    | 7        |    | seo  | 0    |
 */
export interface ComputeMetrics {
  readonly kind: 'compute_metrics';
  readonly input: Leg | CombineLegs | FillBuckets;
  readonly groups: readonly OutputColumn[];
  /** Aggregates whose value is 0 where nothing contributes (S8). */
  readonly zeros: readonly string[];
  readonly metrics: readonly {
    readonly name: string;
    readonly expression: NamedExpression;
    readonly type: OutputColumn['type'];
  }[];
}

export function computeMetrics(node: Omit<ComputeMetrics, 'kind'>): ComputeMetrics {
  return Object.freeze({ kind: 'compute_metrics', ...node });
}
