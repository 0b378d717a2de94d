/** See {@link JoinPartners}. */
import type { RowPlanExpression, StoredColumn } from '../plan-expression.ts';

/** The column that the keys have; it is null beside rows without such a partner. */
export const PARTNER_KEY = 'key';

/**
 * Each row beside its own key, if it has some partner across a bridge that meets a condition, or beside null. Every
 * key is there once, so no row is doubled.
 *
 * | order_id |   | some tag is new |    | order_id | key |
 * |----------|   |-----------------|    |----------|-----|
 * | 1        | + | 1               | →  | 1        | 1   |
 * | 2        |   |                 |    | 2        | null |
 */
export interface JoinPartners<Rows> {
  readonly kind: 'join_partners';
  readonly input: Rows;
  /** What expressions call the keys, and their step in the SQL. */
  readonly name: string;
  /** The same rows, under the same scope, doubled for each of their partners. */
  readonly partners: Rows;
  /** What a partner must meet. */
  readonly conditions: readonly RowPlanExpression[];
  /** The key of a row, here and there. */
  readonly key: readonly StoredColumn[];
}

export function joinPartners<Rows>(node: Omit<JoinPartners<Rows>, 'kind'>): JoinPartners<Rows> {
  return Object.freeze({ kind: 'join_partners', ...node });
}
