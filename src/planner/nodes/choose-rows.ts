/** See {@link ChooseRows}. */
import type { OutputColumn } from '../plan-expression.ts';
import type { JoinWindows } from './join-windows.ts';
import type { RowOrder } from './row-order.ts';
import type { RowValues } from './row-values.ts';

/**
 * For each bucket and key the row of the last (first) moment, and of rows of one moment that of the greatest
 * (smallest) primary key; or all rows of that moment. Conditions are asked of the chosen rows: what does not
 * pass is no reason to choose another.
 *
 * | task | at | id | is open |                          | task | at | id | is open |
 * |------|----|----|---------|                          |------|----|----|---------|
 * | 7    | 9h | 1  | true    |  last by task,           | 8    | 9h | 3  | true    |
 * | 7    | 9h | 2  | false   |  ties by id,          →  |      |    |    |         |
 * | 8    | 9h | 3  | true    |  where is open           |      |    |    |         |
 */
export interface ChooseRows extends RowOrder {
  readonly kind: 'choose_rows';
  readonly input: RowValues | JoinWindows;
  /** The columns of buckets; none where the range is one. */
  readonly buckets: readonly OutputColumn[];
  /** A boolean column. */
  readonly where: string | null;
}

export function chooseRows(node: Omit<ChooseRows, 'kind'>): ChooseRows {
  return Object.freeze({ kind: 'choose_rows', ...node });
}
