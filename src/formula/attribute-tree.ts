/**
 * The whole of what a formula of a model can say: row-level expressions, and attributes from other rows. These
 * see all rows in scope, whatever the range and the filters of the query.
 */
import { invariant } from '../base/invariant.ts';
import type { ValueType } from '../base/value-type.ts';
import {
  type Aggregate,
  type Expression,
  type MemberReference,
  mapLeaves,
  type RowExpression,
} from './expression.ts';

export type AttributeTree = Expression<AttributeLeaf>;

export type AttributeLeaf = MemberReference | ChildAggregate | Previous | Ordinal;

/** `min(orders.ordered_at)` on customers: an aggregate over the rows of another model that lead to this row. */
export interface ChildAggregate {
  readonly kind: 'child_aggregate';
  readonly aggregate: Aggregate;
  /** The joins from the aggregated model to this one; there is no other path. */
  readonly path: readonly string[];
  readonly type: ValueType;
}

/** `previous(opened_at by customer_id)`: the value on the row before, by time, among those with equal keys. */
export interface Previous {
  readonly kind: 'previous';
  readonly value: RowExpression;
  readonly by: readonly MemberReference[];
  readonly type: ValueType;
}

/** `ordinal(by customer_id)`: 1 for the first row, by time, among those with equal keys. */
export interface Ordinal {
  readonly kind: 'ordinal';
  readonly by: readonly MemberReference[];
  readonly type: 'integer';
}

/** The tree as planners know it; whatever they do not has been refused before. */
export function plannedRow(tree: AttributeTree): RowExpression {
  return mapLeaves<AttributeLeaf, MemberReference>(tree, (leaf) => {
    invariant(leaf.kind === 'member', `${leaf.kind} was refused`);
    return leaf;
  });
}
