/** Functions of texts. */
import { assertNever } from '../base/assert-never.ts';
import type { TextOperator } from '../formula/operators.ts';
import { byCodePoint } from './compile-cast.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileTextFunction(operator: TextOperator, operands: readonly Sql[]): Sql {
  const [a = sql`null`, b = sql`null`, c] = operands;
  switch (operator) {
    case 'lower':
      return sql`lower(${a})`;
    case 'upper':
      return sql`upper(${a})`;
    case 'trim':
      return sql`btrim(${a})`;
    case 'length':
      return sql`length(${a})::bigint`;
    case 'concat':
      return sql`(${sql.join(operands, sql` || `)})`;
    case 'contains':
      return sql`(strpos(${a}, ${b}) > 0)`;
    case 'starts_with':
      return sql`starts_with(${a}, ${b})`;
    case 'ends_with':
      return sql`(right(${a}, length(${b})) = ${b})`;
    case 'like':
      // By code point: collations of languages may have no patterns at all.
      return sql`(${byCodePoint(a, 'string')} like ${b})`;
    case 'substring':
      return c === undefined ? sql`substr(${a}, ${b}::int)` : sql`substr(${a}, ${b}::int, ${c}::int)`;
    default:
      return assertNever(operator);
  }
}
