/** See {@link JoinWindows}. */
import type { BoundWindows } from '../../query/bound-query.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { KeepTop } from './keep-top.ts';
import type { RowValues } from './row-values.ts';
import type { SumSlots } from './sum-slots.ts';

/**
 * Every row once for each bucket whose window holds it: what is aggregated then is right for any function.
 * The slot of a row says which windows those are.
 *
 * | slot | amount |                                   | time  | amount |
 * |------|--------|                                   |-------|--------|
 * | 1    | 10     |  1 May: slot 1                    | 1 May | 10     |
 * | 2    | 20     |  2 May: slots 1 and 2          →  | 2 May | 10     |
 * |      |        |                                   | 2 May | 20     |
 */
export interface JoinWindows {
  readonly kind: 'join_windows';
  /** Of the leg, in whose name its windows are listed. */
  readonly name: string;
  /** Rows, or what they come to in each slot. */
  readonly input: RowValues | KeepTop | SumSlots;
  /** The column of the input with the slot of each row. */
  readonly slot: string;
  /** The columns of buckets. */
  readonly times: readonly OutputColumn[];
  readonly windows: Omit<BoundWindows, 'slot'>;
}

export function joinWindows(node: Omit<JoinWindows, 'kind'>): JoinWindows {
  return Object.freeze({ kind: 'join_windows', ...node });
}
