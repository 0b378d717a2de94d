/** See {@link OrderRows}. */
import type { Parameter } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { ComputeMetrics } from './compute-metrics.ts';

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
  readonly input: ComputeMetrics;
  readonly keys: readonly { readonly column: OutputColumn; readonly direction: 'asc' | 'desc' }[];
  readonly limit: Parameter;
}

export function orderRows(node: Omit<OrderRows, 'kind'>): OrderRows {
  return Object.freeze({ kind: 'order_rows', ...node });
}
