/** Rows beside the rates of their currency, which are one row or none. */
import type { JoinRates } from '../planner/nodes/relation.ts';
import { cast } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { RATE_COLUMNS, RATES_STEP } from './compile-rate.ts';
import { own, stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

export function compileRatesJoin({ alias, currency, tenant }: JoinRates, context: ExpressionContext): Sql {
  const { currency: from, tenant: whose, days, rates } = RATE_COLUMNS;
  const columns = (tenant ? [from, whose, days, rates] : [from, days, rates]).map((column) => own(column));
  const on = [sql`${own(alias, from)} = ${compileExpression(currency, context)}`];
  if (tenant) on.push(sql`${own(alias, whose)} = ${cast(stored(tenant.relation, tenant.column), 'string')}`);
  return sql`left join (select ${sql.join(columns)} from ${own(RATES_STEP)}) as ${own(alias)}
      on ${sql.join(on, sql` and `)}`;
}
