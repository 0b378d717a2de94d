/** See {@link JoinPartners}. */
import type { StoredColumn } from '../plan-expression.ts';
import type { Relation } from './join-rates.ts';
import type { RowValues } from './row-values.ts';

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
export interface JoinPartners {
  readonly kind: 'join_partners';
  readonly input: Relation;
  /** What expressions call the keys, and their step in the SQL. */
  readonly name: string;
  /** The keys of rows that have such partners: of the root of the input, under its scope. */
  readonly partners: RowValues;
  /** The key of a row of the input, column by column as the partners have it. */
  readonly key: readonly StoredColumn[];
}

export function joinPartners(node: Omit<JoinPartners, 'kind'>): JoinPartners {
  return Object.freeze({ kind: 'join_partners', ...node });
}
