/** See {@link RowValues}. */
import type { RowPlanExpression } from '../plan-expression.ts';
import type { AttributedRelation } from './join-attribute.ts';
import type { KeepRows } from './keep-rows.ts';

/**
 * What the query needs of each row, by name: group keys, values to aggregate, filters of aggregates.
 *
 * | ordered_at          | amount |    | time       | amount |
 * |---------------------|--------|    |------------|--------|
 * | 2026-01-31T22:30Z   | 10     | →  | 2026-02-01 | 10     |
 */
export interface RowValues {
  readonly kind: 'row_values';
  readonly input: AttributedRelation | KeepRows;
  readonly columns: readonly { readonly name: string; readonly expression: RowPlanExpression }[];
}

export function rowValues(node: Omit<RowValues, 'kind'>): RowValues {
  return Object.freeze({ kind: 'row_values', ...node });
}
