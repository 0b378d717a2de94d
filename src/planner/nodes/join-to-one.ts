/** See {@link JoinToOne} and {@link JoinAtTime}, which are inputs of each other. */
import type { RowPlanExpression, StoredColumn } from '../plan-expression.ts';
import type { JoinAttribute } from './join-attribute.ts';
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
  readonly input: JoinedRows;
  readonly target: Scan;
  /** `relation.column` of the input equals `target` of the joined table. */
  readonly on: readonly JoinPair[];
}

export function joinToOne(node: Omit<JoinToOne, 'kind'>): JoinToOne {
  return Object.freeze({ kind: 'join_to_one', ...node });
}

/**
 * Each row beside the row of another table that was valid at a time of its own, or beside nulls (S2). Rows of equal
 * key are put in the order in which they begin; where two overlap, the earlier ends when the later begins, so no row is
 * doubled (S1), whatever the table is like.
 *
 * | order | product | at    |   | product | from  | until | price |    | order | price.price |
 * |-------|---------|-------|   |---------|-------|-------|-------|    |-------|-------------|
 * | 1     | x       | 3 May | + | x       | null  | 2 May | 10    | →  | 1     | 12          |
 * | 2     | x       | 9 May |   | x       | 2 May | 9 May | 12    |    | 2     | null        |
 */
export interface JoinAtTime {
  readonly kind: 'join_at_time';
  /** Beside what other rows say, where that is the time. */
  readonly input: JoinedRows | JoinAttribute;
  readonly target: Scan;
  /** `relation.column` of the input equals `target` of the joined table. */
  readonly on: readonly JoinPair[];
  /** The moment, of the type of the bounds. */
  readonly at: RowPlanExpression;
  /** Null is open. */
  readonly validity: Validity;
  /** What decides among rows that begin together: the last one is meant. */
  readonly ties: readonly RowPlanExpression[];
}

/** From which moment on, and until before which, a row of the joined table is valid. */
export interface Validity {
  readonly from: StoredColumn;
  readonly until: StoredColumn;
}

/** A table's rows with what they were joined to: each once, unless across a bridge. */
export type JoinedRows = Scan | JoinToOne | JoinAtTime | JoinBridge<JoinedRows>;

export function joinAtTime(node: Omit<JoinAtTime, 'kind'>): JoinAtTime {
  return Object.freeze({ kind: 'join_at_time', ...node });
}
