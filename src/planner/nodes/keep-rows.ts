/** See {@link KeepRows}. */
import type { RowPlanExpression } from '../plan-expression.ts';
import type { AttributedRelation } from './relation.ts';

/**
 * The rows for which every condition is true.
 *
 * | order_id | channel.name |    | order_id | channel.name |
 * |----------|--------------|    |----------|--------------|
 * | 1        | ads          | →  | 1        | ads          |
 * | 2        | null         |
 */
export interface KeepRows {
  readonly kind: 'keep_rows';
  readonly input: AttributedRelation;
  readonly conditions: readonly RowPlanExpression[];
}

export function keepRows(node: Omit<KeepRows, 'kind'>): KeepRows {
  return Object.freeze({ kind: 'keep_rows', ...node });
}
