/** In which order rows stand, where the first or the last of them are chosen. */
import type { OutputColumn } from '../plan-expression.ts';

/** Which rows come first: one for each key, or all rows of one moment. */
export interface RowOrder {
  readonly order: 'last' | 'first';
  /** The column of the moment, of which no row has a null. */
  readonly time: OutputColumn;
  /** Columns for each of which rows are chosen apart, nulls being equal. */
  readonly keys: readonly OutputColumn[];
  /** Columns that decide among rows of one moment; none where all of them are chosen. */
  readonly ties: readonly OutputColumn[];
}
