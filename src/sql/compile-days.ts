/** Rows beside each day of the period that their date stands for, with the parts of it that the day is. */
import type { Period } from '../catalog/catalog.ts';
import { DAY, PARTS, type SpreadDays } from '../planner/nodes/spread-days.ts';
import { PARTS_OF_PERIOD } from '../query/spread-days.ts';
import { compileBucket } from './compile-bucket.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { withinYears } from './within-years.ts';

/** With spaces, which no alias of a table has. */
const WHOLE_PERIOD = 'whole period';
const [FIRST, NEXT] = ['first', 'next'];

const LENGTHS: Readonly<Record<Period, string>> = {
  week: '7 days',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
};

/** A date that is none, or so far off that nothing can be computed with it, is one day that is the whole. */
export function compileDays(
  { date, period }: Pick<SpreadDays<unknown>, 'date' | 'period'>,
  context: ExpressionContext,
): Sql {
  const day = compileExpression(date, context);
  const firstOf = (time: Sql): Sql =>
    compileBucket(`bucket_${period}`, { time, type: 'date', zone: null }, context.starts);
  const length: ParameterSlot = { kind: 'constant', value: LENGTHS[period] };
  const count: ParameterSlot = { kind: 'constant', value: PARTS_OF_PERIOD[period] };
  const parts = sql`${count}::bigint`;
  const [first, next] = [own(WHOLE_PERIOD, FIRST), own(WHOLE_PERIOD, NEXT)];
  return sql`cross join lateral (
      /* The period that each row stands for. */
      select
        ${firstOf(day)} as ${own(FIRST)},
        (${firstOf(withinYears(day))} + ${length}::interval)::date as ${own(NEXT)}
    ) as ${own(WHOLE_PERIOD)}
    cross join lateral (
      /* Each of its days, and how many parts of it that is. */
      select
        ${first} + generate_series(0, coalesce(${next} - ${first}, 1) - 1) as ${own(DAY.column)},
        coalesce(${parts} / (${next} - ${first}), ${parts}) as ${own(PARTS.column)}
    ) as ${own(DAY.relation)}`;
}
