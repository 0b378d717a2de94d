/** See {@link KeepGroups}. */
import type { NamedExpression } from '../plan-expression.ts';
import type { ComputeMetrics } from './compute-metrics.ts';

/**
 * The rows of the answer for which every condition is true, by their metrics and groups.
 *
 * | name | revenue |                  | name | revenue |
 * |------|---------|                  |------|---------|
 * | ads  | 30      | revenue > 10  →  | ads  | 30      |
 * | seo  | 7       |
 */
export interface KeepGroups {
  readonly kind: 'keep_groups';
  readonly input: ComputeMetrics;
  readonly conditions: readonly NamedExpression[];
}

export function keepGroups(node: Omit<KeepGroups, 'kind'>): KeepGroups {
  return Object.freeze({ kind: 'keep_groups', ...node });
}
