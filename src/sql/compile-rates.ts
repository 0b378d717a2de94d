/** The project's rates to one currency as a step: a row for each currency that has some, with its days in order. */
import type { RateTable } from '../planner/nodes/relation.ts';
import { cast } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { compileScan } from './compile-leg.ts';
import { RATE_COLUMNS, RATES_STEP } from './compile-rate.ts';
import { lines, own, stored } from './identifier.ts';
import { sql } from './sql-text.ts';

export function compileRates(table: RateTable, context: ExpressionContext): Step {
  const from = compileExpression(table.from, context);
  const day = compileExpression(table.day, context);
  const rate = compileExpression(table.rate, context);
  const keys = [from];
  const columns = [sql`${from} as ${own(RATE_COLUMNS.currency)}`];
  if (table.tenant) {
    const tenant = cast(stored(table.tenant.relation, table.tenant.column), 'string');
    keys.push(tenant);
    columns.push(sql`${tenant} as ${own(RATE_COLUMNS.tenant)}`);
  }
  columns.push(
    sql`array_agg(${day} order by ${day}) as ${own(RATE_COLUMNS.days)}`,
    sql`array_agg(${rate} order by ${day}) as ${own(RATE_COLUMNS.rates)}`,
  );
  const target = compileExpression(table.target, context);
  return {
    name: RATES_STEP,
    body: sql`    /* What a unit of each currency is worth: the days that have a rate, in order, and their rates. */
    select
      ${lines(columns)}
    from ${compileScan(table.scan, context)}
    where ${compileExpression(table.to, context)} = ${target}
      and ${day} is not null
      and ${rate} is not null
    group by ${sql.join(keys)}`,
  };
}
