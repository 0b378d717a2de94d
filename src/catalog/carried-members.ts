/** Which members' values a row-level formula carries on, and which it only asks a question about. */

import { assertNever } from '../base/assert-never.ts';
import { isCounting } from '../formula/aggregates.ts';
import type { AttributeLeaf, AttributeTree } from '../formula/attribute-tree.ts';
import { isConstant, isOperation, type MemberReference } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';

/** A member as far as it carries values. */
export interface CarryingMember {
  readonly name: string;
  readonly sensitive: boolean;
  readonly only: readonly string[] | null;
  readonly value:
    | { readonly kind: 'column' }
    | { readonly kind: 'formula'; readonly expression: AttributeTree };
}

export interface CarryingModel {
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  readonly members: ReadonlyMap<string, CarryingMember>;
}

interface Carried {
  readonly reference: MemberReference;
  readonly member: CarryingMember;
}

/**
 * The members from which the value of `expression` is made, formulas of members followed. A condition carries
 * nothing: it says of a value whether, not what.
 */
export function carriedMembers(
  expression: AttributeTree,
  root: CarryingModel,
  models: ReadonlyMap<string, CarryingModel>,
): readonly Carried[] {
  if (isConstant(expression)) return [];
  if (isOperation(expression)) {
    if (expression.type === 'boolean') return [];
    return expression.operands.flatMap((operand) => carriedMembers(operand, root, models));
  }
  if (expression.kind !== 'member') return carriedFrom(expression, root, models);
  const home = findJoined(root, expression.path, models);
  const member = home?.members.get(expression.member);
  if (!home || !member) return [];
  const own = { reference: expression, member };
  if (member.value.kind === 'column') return [own];
  return [own, ...carriedMembers(member.value.expression, home, models)];
}

/** What an attribute shows of other rows; a count shows nothing. */
function carriedFrom(
  leaf: Exclude<AttributeLeaf, MemberReference>,
  root: CarryingModel,
  models: ReadonlyMap<string, CarryingModel>,
): readonly Carried[] {
  switch (leaf.kind) {
    case 'child_aggregate': {
      const { function: name, argument } = leaf.aggregate;
      const home = models.get(leaf.aggregate.root);
      return home && argument && !isCounting(name) ? carriedMembers(argument, home, models) : [];
    }
    case 'previous':
      return carriedMembers(leaf.value, root, models);
    case 'ordinal':
      return [];
    default:
      return assertNever(leaf);
  }
}
