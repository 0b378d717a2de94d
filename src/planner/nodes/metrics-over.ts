/** What {@link ComputeMetrics} is, over rows of any kind: values of groups, which a leg aggregates again, are one too. */
import type { NamedExpression, OutputColumn } from '../plan-expression.ts';

export interface MetricsOver<Rows> {
  readonly kind: 'compute_metrics';
  /** Of the leg that aggregates the values again, before the names of steps in SQL; empty for those of the answer. */
  readonly name: string;
  readonly input: Rows;
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
