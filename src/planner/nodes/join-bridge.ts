/** See {@link JoinBridge}. */
import type { JoinPair } from './join-pair.ts';
import type { Scan } from './scan.ts';

/**
 * Each row beside every row that pairs it with something across a bridge, or beside nulls. Rows are doubled here:
 * {@link RowValues} above keep each once for what is asked of it.
 *
 * | order_id |   | order_id | tag_id |    | order_id | tag_id |
 * |----------|   |----------|--------|    |----------|--------|
 * | 1        |   | 1        | 7      |    | 1        | 7      |
 * | 2        | + | 1        | 8      | →  | 1        | 8      |
 * |          |   |          |        |    | 2        | null   |
 */
export interface JoinBridge<Rows> {
  readonly kind: 'join_bridge';
  readonly input: Rows;
  /** The model with a row for each pair. */
  readonly target: Scan;
  /** `relation.column` of the input equals `target` of the pairs, along one join of theirs that leads there. */
  readonly on: readonly JoinPair[];
}

export function joinBridge<Rows>(node: Omit<JoinBridge<Rows>, 'kind'>): JoinBridge<Rows> {
  return Object.freeze({ kind: 'join_bridge', ...node });
}
