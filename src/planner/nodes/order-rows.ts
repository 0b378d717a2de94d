/** See {@link OrderRows}. */
import type { Parameter } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { ChooseGroups } from './choose-groups.ts';
import type { ComputeMetrics } from './compute-metrics.ts';
import { type KeepGroups, keepGroups } from './keep-groups.ts';

/**
 * The first rows in an order that leaves no two rows equal: nulls last both ways, strings by code point.
 * A row of totals stands before all others and is not counted.
 *
 * | name | revenue |    | name | revenue |
 * |------|---------|    |------|---------|
 * | seo  | null    | →  | ads  | 30      |
 * | ads  | 30      |    | seo  | null    |
 */
export interface OrderRows {
  readonly kind: 'order_rows';
  readonly input: ComputeMetrics | KeepGroups;
  /** The choice that `KeepTop` in the legs below goes by; `null` where all groups stay. */
  readonly choice: ChooseGroups | null;
  readonly keys: readonly { readonly column: OutputColumn; readonly direction: 'asc' | 'desc' }[];
  /** One value for each key: rows go on behind the row that had them. */
  readonly after: readonly Parameter[] | null;
  readonly limit: Parameter;
}

export function orderRows(node: Omit<OrderRows, 'kind'>): OrderRows {
  return Object.freeze({ kind: 'order_rows', ...node });
}

/** What an answer's rows are computed by, below the conditions and the order on them. */
export function metricsUnder({ input }: OrderRows): ComputeMetrics {
  return input.kind === 'keep_groups' ? input.input : input;
}

/** The same rows over other metrics. */
export function withMetrics(node: OrderRows, metrics: ComputeMetrics): OrderRows {
  const { input } = node;
  return orderRows({
    ...node,
    input: input.kind === 'keep_groups' ? keepGroups({ ...input, input: metrics }) : metrics,
  });
}
