/** See {@link AccumulateSlots}. */
import type { BoundWindows } from '../../query/bound-query.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { SumSlots } from './sum-slots.ts';

/**
 * One row for each bucket and group that has anything in its window, where every window begins with that of the
 * bucket before or behind its end: in one pass, each slot is added to what was there before.
 *
 * | slot | name | revenue |                          | time  | name | revenue |
 * |------|------|---------|  1 May: from slot 1      |-------|------|---------|
 * | 1    | ads  | 30      |  2 May: from slot 1  →   | 1 May | ads  | 30      |
 * | 2    | ads  | 5       |  3 May: from slot 1      | 2 May | ads  | 35      |
 * |      |      |         |                          | 3 May | ads  | 35      |
 */
export interface AccumulateSlots {
  readonly kind: 'accumulate_slots';
  /** Of the leg. */
  readonly name: string;
  readonly input: SumSlots;
  /** The columns of buckets. */
  readonly times: readonly OutputColumn[];
  readonly windows: Omit<BoundWindows, 'slot'>;
}

export function accumulateSlots(node: Omit<AccumulateSlots, 'kind'>): AccumulateSlots {
  return Object.freeze({ kind: 'accumulate_slots', ...node });
}
