/**
 * The whole of what a formula of a model can say: row-level expressions, and attributes from other rows. These
 * see all rows in scope, whatever the range and the filters of the query.
 */
import { assertNever } from '../base/assert-never.ts';
import type { ValueType } from '../base/value-type.ts';
import type { Aggregate, Expression, MemberReference, RowExpression } from './expression.ts';

export type AttributeTree = Expression<AttributeLeaf>;

export type AttributeLeaf = MemberReference | ChildAggregate | Previous | Ordinal;

/** `min(orders.ordered_at)` on customers: an aggregate over the rows of another model that lead to this row. */
export interface ChildAggregate {
  readonly kind: 'child_aggregate';
  /** It sees all rows, whenever they are of: it has no time. */
  readonly aggregate: Aggregate;
  /** The joins from the aggregated model to this one; there is no other path. */
  readonly path: readonly string[];
  /** Which of all rows are aggregated; `null` for all of them. */
  readonly choice: ChildChoice | null;
  readonly type: ValueType;
}

/**
 * The rows of the last or first moment that there is: one for each of the keys, or all rows of that moment. They are
 * chosen among all rows in scope, whatever they lead to.
 */
export interface ChildChoice {
  readonly order: 'last' | 'first';
  readonly by: readonly MemberReference[];
  readonly time: MemberReference;
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

/** A row-level part of an attribute; `root` is the model whose rows it is about, `null` the attribute's own. */
export interface AttributePart {
  readonly root: string | null;
  readonly expression: RowExpression;
}

/** What a leaf rests on; none for a member, which is what it is. */
export function partsUnder(leaf: AttributeLeaf): readonly AttributePart[] {
  switch (leaf.kind) {
    case 'member':
      return [];
    case 'child_aggregate': {
      const { root, argument, filter } = leaf.aggregate;
      const chosen = leaf.choice ? [leaf.choice.time, ...leaf.choice.by] : [];
      return [argument, filter, ...chosen].flatMap((expression) =>
        expression ? [{ root, expression }] : [],
      );
    }
    case 'previous':
      return [leaf.value, ...leaf.by].map((expression) => ({ root: null, expression }));
    case 'ordinal':
      return leaf.by.map((expression) => ({ root: null, expression }));
    default:
      return assertNever(leaf);
  }
}
