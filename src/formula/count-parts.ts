/** How large a formula is once everything it names is written out, which is how it stands in SQL. */
import { type Expression, isConstant, isOperation, type TypedLeaf } from './expression.ts';

/** Beyond this, formulas that name each other grow faster than anyone means them to. */
export const MAXIMUM_PARTS = 1_000;

/** Operators, constants and names; `leafParts` says what a name stands for beside itself. */
export function countParts<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  leafParts: (leaf: Leaf) => number,
): number {
  if (isConstant(expression)) return 1;
  if (!isOperation(expression)) return 1 + leafParts(expression);
  return expression.operands.reduce((parts, operand) => parts + countParts(operand, leafParts), 1);
}
