/** A typed tree as text, for explanations; precedence is shown by parentheses. */
import { type Constant, type Expression, isConstant, isOperation, type TypedLeaf } from './expression.ts';
import { INFIX } from './operator-symbols.ts';

/** `printLeaf` says what the leaves look like. */
export function printExpression<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  printLeaf: (leaf: Leaf) => string,
): string {
  if (isConstant(expression)) return printConstant(expression);
  if (!isOperation(expression)) return printLeaf(expression);
  const operands = expression.operands.map((operand) => printExpression(operand, printLeaf));
  const [first = '', ...others] = operands;
  const infix = INFIX[expression.operator];
  if (infix) return `(${operands.join(` ${infix.symbol} `)})`;
  switch (expression.operator) {
    case 'negate':
      return `-${first}`;
    case 'not':
      return `not ${first}`;
    case 'is_null':
      return `${first} is null`;
    case 'is_not_null':
      return `${first} is not null`;
    case 'in':
    case 'in_list':
      return `${first} in (${others.join(', ')})`;
    case 'case':
      return `case(${operands.join(', ')})`;
    default:
      return `${expression.operator}(${operands.join(', ')})`;
  }
}

function printConstant(constant: Constant): string {
  if (constant.kind === 'reporting_zone') return 'reporting_zone';
  if (constant.kind === 'parameter') return `:${constant.index + 1}`;
  const { type, value } = constant;
  const quoted = type === 'string' || type === 'date' || type === 'time' || type === 'local_time';
  return quoted ? `'${String(value).replaceAll("'", "''")}'` : String(value);
}
