/** Which members' values a row-level formula carries on, and which it only asks a question about. */

import { isConstant, isOperation, type MemberReference, type RowExpression } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';

/** A member as far as it carries values. */
export interface CarryingMember {
  readonly name: string;
  readonly sensitive: boolean;
  readonly only: readonly string[] | null;
  readonly value:
    | { readonly kind: 'column' }
    | { readonly kind: 'formula'; readonly expression: RowExpression };
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
  expression: RowExpression,
  root: CarryingModel,
  models: ReadonlyMap<string, CarryingModel>,
): readonly Carried[] {
  if (isConstant(expression)) return [];
  if (isOperation(expression)) {
    if (expression.type === 'boolean') return [];
    return expression.operands.flatMap((operand) => carriedMembers(operand, root, models));
  }
  const home = findJoined(root, expression.path, models);
  const member = home?.members.get(expression.member);
  if (!home || !member) return [];
  const own = { reference: expression, member };
  if (member.value.kind === 'column') return [own];
  return [own, ...carriedMembers(member.value.expression, home, models)];
}
