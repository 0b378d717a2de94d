/** Leaves replaced by others of other types: a sum of whole numbers that became decimals makes its total decimal. */
import { type Expression, isConstant, isOperation, type TypedLeaf } from './expression.ts';
import { typeOperator } from './operator-types.ts';

/** As `mapLeaves`; operations whose operands change their type are typed again. */
export function replaceLeaves<From extends TypedLeaf, To extends TypedLeaf>(
  expression: Expression<From>,
  replace: (leaf: From) => Expression<To>,
): Expression<To> {
  if (isConstant(expression)) return expression;
  if (!isOperation(expression)) return replace(expression);
  const operands = expression.operands.map((operand) => replaceLeaves(operand, replace));
  const types = operands.map(({ type }) => type);
  if (types.every((type, index) => type === expression.operands[index]?.type))
    return { ...expression, operands };
  const typing = typeOperator(expression.operator, types);
  return { ...expression, operands, type: typing.kind === 'typed' ? typing.type : expression.type };
}
