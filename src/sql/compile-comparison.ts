/** Comparisons: keys by their text, other texts by code point where it is about order. */
import { assertNever } from '../base/assert-never.ts';
import type { ComparisonOperator } from '../formula/operators.ts';
import { asKeyText, byCodePoint, type CompiledOperand } from './compile-cast.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileComparison(operator: ComparisonOperator, operands: readonly CompiledOperand[]): Sql {
  const keyed = operands.some(({ type }) => type === 'key');
  const all = operands.map((operand) => (keyed ? asKeyText(operand) : operand.sql));
  const [a = sql`null`, b = sql`null`, ...others] = all;
  const low = byCodePoint(a, operands[0]?.type ?? 'null');
  const high = byCodePoint(b, operands[1]?.type ?? 'null');
  switch (operator) {
    case 'equal':
      return sql`(${a} = ${b})`;
    case 'not_equal':
      return sql`(${a} <> ${b})`;
    case 'less':
      return sql`(${low} < ${high})`;
    case 'less_or_equal':
      return sql`(${low} <= ${high})`;
    case 'greater':
      return sql`(${low} > ${high})`;
    case 'greater_or_equal':
      return sql`(${low} >= ${high})`;
    case 'in_list':
      return sql`(${a} = any(${b}))`;
    case 'in':
      return sql`(${a} in (${sql.join([b, ...others])}))`;
    default:
      return assertNever(operator);
  }
}
