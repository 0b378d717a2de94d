/** See {@link SumSlots}. */
import type { OutputColumn } from '../plan-expression.ts';
import type { KeepTop } from './keep-top.ts';
import type { LegAggregate } from './leg-aggregate.ts';
import type { RowValues } from './row-values.ts';

/**
 * One row for each slot of time and group, with aggregates of which those of any window can be put together:
 * windows that overlap look at sums of rows, and not at every row again.
 *
 * | slot | name | amount |    | slot | name | revenue |
 * |------|------|--------|    |------|------|---------|
 * | 1    | ads  | 10     |    | 1    | ads  | 30      |
 * | 1    | ads  | 20     | →  | 2    | ads  | 5       |
 * | 2    | ads  | 5      |
 */
export interface SumSlots {
  readonly kind: 'sum_slots';
  /** Of the leg. */
  readonly name: string;
  readonly input: RowValues | KeepTop;
  /** The column with the slot of each row. */
  readonly slot: string;
  readonly groups: readonly OutputColumn[];
  readonly aggregates: readonly LegAggregate[];
}

export function sumSlots(node: Omit<SumSlots, 'kind'>): SumSlots {
  return Object.freeze({ kind: 'sum_slots', ...node });
}
