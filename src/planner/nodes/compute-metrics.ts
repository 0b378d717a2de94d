/** See {@link ComputeMetrics}. */
import type { LegRows } from '../legs-of.ts';
import type { NamedExpression, OutputColumn } from '../plan-expression.ts';

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
  readonly input: LegRows;
  readonly groups: readonly OutputColumn[];
  /** Aggregates whose value is 0 where nothing contributes (S8). */
  readonly zeros: readonly string[];
  /** Places of groups by a value, which metrics may name; each may name those before it. */
  readonly ranks: readonly GroupRank[];
  readonly metrics: readonly {
    readonly name: string;
    readonly expression: NamedExpression;
    readonly type: OutputColumn['type'];
  }[];
}

/** 1 for the greatest value among the groups that are equal in `within`; equal values share a place, nulls have none. */
export interface GroupRank {
  readonly name: string;
  readonly expression: NamedExpression;
  readonly within: readonly OutputColumn[];
}

export function computeMetrics(node: Omit<ComputeMetrics, 'kind'>): ComputeMetrics {
  return Object.freeze({ kind: 'compute_metrics', ...node });
}
