/** Arithmetic over exact numerics: nothing overflows, nothing rounds but divisions and what is asked for. */
import { assertNever } from '../base/assert-never.ts';
import type { ArithmeticOperator } from '../formula/operators.ts';
import { asNumeric, type CompiledOperand } from './compile-cast.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileArithmetic(operator: ArithmeticOperator, operands: readonly CompiledOperand[]): Sql {
  const [a = sql`null`, b = sql`null`] = operands.map(asNumeric);
  switch (operator) {
    case 'add':
      return sql`(${a} + ${b})`;
    case 'subtract':
      return sql`(${a} - ${b})`;
    case 'multiply':
      return sql`(${a} * ${b})`;
    case 'divide':
      return sql`(${a} / nullif(${b}, 0))`;
    case 'negate':
      return sql`(- ${a})`;
    case 'abs':
      return sql`abs(${a})`;
    case 'floor':
      return sql`floor(${a})`;
    case 'ceil':
      return sql`ceil(${a})`;
    case 'round':
      return operands[1] ? sql`round(${a}, ${operands[1].sql}::int)` : sql`round(${a})`;
    default:
      return assertNever(operator);
  }
}
