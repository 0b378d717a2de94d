/** See {@link KeepTop}. */
import type { OutputColumn } from '../plan-expression.ts';
import type { RowValues } from './row-values.ts';

/**
 * The rows of the chosen groups; or all rows, with those of other groups relabelled before anything is
 * aggregated, so that ratios and distinct counts of the others are right.
 *
 * | name | amount |                    | name | amount | others |
 * |------|--------|                    |------|--------|--------|
 * | ads  | 30     | chosen: ads, null  | ads  | 30     | false  |
 * | seo  | 7      |                 →  | null | 7      | true   |
 * | null | 5      |                    | null | 5      | false  |
 */
export interface KeepTop<Rows = RowValues> {
  readonly kind: 'keep_top';
  /** All rows of the leg, or those that it chooses. */
  readonly input: Rows;
  /** What makes a group; the choice among them is made once, for all legs, beside the answer's rows. */
  readonly of: readonly OutputColumn[];
  /** The column that tells rows of other groups; `null` where those are left out. */
  readonly others: string | null;
  /** Of the groups, those that the leg is not grouped by: doubled rows are one again without them. */
  readonly dropped: readonly string[];
}

export function keepTop<Rows>(node: Omit<KeepTop<Rows>, 'kind'>): KeepTop<Rows> {
  return Object.freeze({ kind: 'keep_top', ...node });
}
