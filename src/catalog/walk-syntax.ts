/** Typed trees beside the text they were made of, so that faults found in the tree have a place in the text. */
import { type Expression, isConstant, isOperation, type TypedLeaf } from '../formula/expression.ts';
import type { Syntax } from '../formula/syntax.ts';

/**
 * The text of the operand at `index` of `count`. Tree and text are alike but for what typing rewrites: there
 * the whole stands for its parts.
 */
export function operandSyntax(syntax: Syntax, index: number, count: number): Syntax {
  if (syntax.kind !== 'operation' && syntax.kind !== 'call') return syntax;
  return (syntax.operands.length === count ? syntax.operands[index] : undefined) ?? syntax;
}

/** The text of a call's first argument. */
export function argumentOf(syntax: Syntax): Syntax {
  return syntax.kind === 'call' ? (syntax.operands[0] ?? syntax) : syntax;
}

/** Calls `visit` on every leaf with its text, left to right. */
export function forEachPlacedLeaf<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  syntax: Syntax,
  visit: (leaf: Leaf, syntax: Syntax) => void,
): void {
  if (isConstant(expression)) return;
  if (!isOperation(expression)) {
    visit(expression, syntax);
    return;
  }
  for (const [index, operand] of expression.operands.entries())
    forEachPlacedLeaf(operand, operandSyntax(syntax, index, expression.operands.length), visit);
}
