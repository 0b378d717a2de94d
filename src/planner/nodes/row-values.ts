/** See {@link RowValues}. */
import type { RowPlanExpression } from '../plan-expression.ts';
import type { KeepRows } from './keep-rows.ts';
import type { AttributedRelation } from './relation.ts';

/**
 * What the query needs of each row, by name: group keys, values to aggregate, filters of aggregates. Rows that a
 * bridge has doubled come once for each of their groups, told apart by their key.
 *
 * | ordered_at          | amount |    | time       | amount |
 * |---------------------|--------|    |------------|--------|
 * | 2026-01-31T22:30Z   | 10     | →  | 2026-02-01 | 10     |
 */
export interface RowValues {
  readonly kind: 'row_values';
  readonly input: AttributedRelation | KeepRows;
  readonly columns: readonly { readonly name: string; readonly expression: RowPlanExpression }[];
  /** Columns that tell doubled rows apart; none where no row is doubled. */
  readonly rowKey: readonly string[];
}

export function rowValues(node: Omit<RowValues, 'kind'>): RowValues {
  return Object.freeze({ kind: 'row_values', ...node });
}
