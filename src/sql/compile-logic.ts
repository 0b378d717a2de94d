/** The three-valued logic of SQL, as it is. */
import { assertNever } from '../base/assert-never.ts';
import type { LogicalOperator } from '../formula/operators.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileLogic(operator: LogicalOperator, operands: readonly Sql[]): Sql {
  const [a = sql`null`] = operands;
  switch (operator) {
    case 'and':
      return sql`(${sql.join(operands, sql` and `)})`;
    case 'or':
      return sql`(${sql.join(operands, sql` or `)})`;
    case 'not':
      return sql`(not ${a})`;
    case 'is_null':
      return sql`(${a} is null)`;
    case 'is_not_null':
      return sql`(${a} is not null)`;
    default:
      return assertNever(operator);
  }
}
