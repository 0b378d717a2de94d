/** See {@link Scan}. */
import type { RowCondition } from '../../tenancy/row-condition.ts';
import type { PhysicalSource, ScopeCondition } from '../../tenancy/scope.ts';
import type { RowPlanExpression } from '../plan-expression.ts';

/**
 * The rows of one table in scope. There is no scan without a scope.
 *
 * | order_id | client_id | amount |    | order_id | amount |
 * |----------|-----------|--------|    |----------|--------|
 * | 1        | 17        | 10     | →  | 1        | 10     |
 * | 2        | 18        | 20     |
 */
export interface Scan {
  readonly kind: 'scan';
  readonly model: string;
  readonly source: PhysicalSource;
  readonly alias: string;
  /** Physical columns it gives, in code-point order. */
  readonly columns: readonly string[];
  readonly scope: ScopeCondition;
  /** Which rows in scope whoever asks may see; all, where there are no conditions. */
  readonly rows: readonly RowCondition[];
  /** Further conditions, over columns of this table alone. */
  readonly conditions: readonly RowPlanExpression[];
}

export function scan(node: Omit<Scan, 'kind'>): Scan {
  return Object.freeze({ kind: 'scan', ...node });
}
