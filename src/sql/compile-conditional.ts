/** What chooses between values: all of them are brought to their common type. */
import { assertNever } from '../base/assert-never.ts';
import type { ValueType } from '../base/value-type.ts';
import type { ConditionalOperator } from '../formula/operators.ts';
import { asCommon, byCodePoint, type CompiledOperand } from './compile-cast.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileConditional(
  operator: ConditionalOperator,
  operands: readonly CompiledOperand[],
  type: ValueType,
): Sql {
  if (operator === 'case') return compileCase(operands, type);
  const common = operands.map((operand) => asCommon(operand, type));
  switch (operator) {
    case 'coalesce':
      return sql`coalesce(${sql.join(common)})`;
    case 'nullif':
      return sql`nullif(${sql.join(common)})`;
    case 'greatest':
      return sql`greatest(${sql.join(common.map((operand) => byCodePoint(operand, type)))})`;
    case 'least':
      return sql`least(${sql.join(common.map((operand) => byCodePoint(operand, type)))})`;
    default:
      return assertNever(operator);
  }
}

function compileCase(operands: readonly CompiledOperand[], type: ValueType): Sql {
  const branches: Sql[] = [];
  for (let index = 0; index + 2 < operands.length; index += 2) {
    const [condition, result] = operands.slice(index, index + 2);
    if (condition && result) branches.push(sql`when ${condition.sql} then ${asCommon(result, type)}`);
  }
  const last = operands.at(-1);
  return sql`case ${sql.join(branches, sql` `)} else ${last ? asCommon(last, type) : sql`null`} end`;
}
