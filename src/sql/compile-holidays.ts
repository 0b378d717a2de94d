/** The holidays of a calendar as one row: lists of the days on which work is left undone. */
import type { JoinHolidays } from '../planner/nodes/relation.ts';
import { cast } from './compile-cast.ts';
import type { ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { compileScan } from './compile-leg.ts';
import {
  ALL_DAYS,
  compileList,
  findWorkingCalendar,
  holidayLists,
  holidaysStep,
} from './compile-working-time.ts';
import { lines, own, stored } from './identifier.ts';
import { sql } from './sql-text.ts';

export function compileHolidays({ calendar: name, days }: JoinHolidays, context: ExpressionContext): Step {
  const lists = holidayLists(findWorkingCalendar(name, context.calendars).week);
  const all = { column: ALL_DAYS, weekdays: lists.flatMap(({ weekdays }) => weekdays) };
  const day = cast(stored(days.alias, days.columns[0] ?? ''), 'date');
  const columns = (lists.length === 1 ? [all] : [all, ...lists]).map(({ column, weekdays }) => {
    const working = sql`extract(isodow from ${day}) = any(${compileList(weekdays)})`;
    return sql`array_agg(distinct ${day} order by ${day}) filter (where ${working}) as ${own(column)}`;
  });
  return {
    name: holidaysStep(name),
    body: sql`    /* Holidays in scope that fall on days of work, in order. */
    select
      ${lines(columns)}
    from ${compileScan(days, context)}`,
  };
}
