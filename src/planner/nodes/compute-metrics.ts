/** See {@link ComputeMetrics}. */
import type { LegRows } from './leg.ts';
import type { MetricsOver } from './metrics-over.ts';

/**
 * Metrics from aggregates: empties filled, arithmetic done, then floats rounded to 12 significant digits.
 *
 * | name | revenue | ad_spend |    | name | roas |
 * |------|---------|----------|    |------|------|
 * | ads  | 30      | 20       | →  | ads  | 1.5  |
 * | seo  | null    | 7        |    | seo  | 0    |
 */
export type ComputeMetrics = MetricsOver<LegRows>;

export function computeMetrics(node: Omit<ComputeMetrics, 'kind'>): ComputeMetrics {
  return Object.freeze({ kind: 'compute_metrics', ...node });
}
