/** See {@link JoinToOne}. */
import type { JoinBridge } from './join-bridge.ts';
import type { JoinPair } from './join-pair.ts';
import type { Scan } from './scan.ts';

/**
 * Each row beside the one row of another table that its key names, or beside nulls (S2).
 * The pairs cover a declared key of the target, so no row is doubled (S1).
 *
 * | order_id | channel_id |    | order_id | channel.name |
 * |----------|------------|    |----------|--------------|
 * | 1        | 5          | →  | 1        | ads          |
 * | 2        | 99         |    | 2        | null         |
 */
export interface JoinToOne {
  readonly kind: 'join_to_one';
  readonly input: Joined;
  readonly target: Scan;
  /** `relation.column` of the input equals `target` of the joined table. */
  readonly on: readonly JoinPair[];
}

/** A scan with joins to one row or, across bridges, to many. */
export type Joined = Scan | JoinToOne | JoinBridge<Joined>;

export function joinToOne(node: Omit<JoinToOne, 'kind'>): JoinToOne {
  return Object.freeze({ kind: 'join_to_one', ...node });
}
