/** Whether a row-level formula is null by itself where all its members are: then a missing row needs no guard. */
import type { AttributeTree } from '../formula/attribute-tree.ts';
import { isConstant, isOperation } from '../formula/expression.ts';

export function isNullWhenAbsent(expression: AttributeTree): boolean {
  if (isConstant(expression)) return expression.type === 'null';
  if (!isOperation(expression))
    return expression.kind !== 'child_aggregate' || expression.aggregate.empty === 'null';
  const { operator, operands } = expression;
  switch (operator) {
    case 'case':
    case 'is_null':
    case 'is_not_null':
      return false;
    case 'and':
    case 'or':
    case 'coalesce':
    case 'greatest':
    case 'least':
      return operands.every(isNullWhenAbsent);
    case 'in':
    case 'nullif':
      return operands[0] !== undefined && isNullWhenAbsent(operands[0]);
    default:
      return operands.some(isNullWhenAbsent);
  }
}
