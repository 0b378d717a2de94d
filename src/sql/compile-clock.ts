/**
 * What working minutes look at, beside each row: the moments in seconds of their calendar's clock, each once and
 * by a name. It adds and removes no rows.
 */
import { canonicalJson } from '../base/hash.ts';
import { calendarOf } from '../formula/calendar-argument.ts';
import { isConstant, isOperation } from '../formula/expression.ts';
import type { RowPlanExpression } from '../planner/plan-expression.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { type ClockReading, findWorkingCalendar, readClock } from './compile-working-time.ts';
import { own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

const CLOCK = 'clock';

/** A moment that some expression counts from or to. */
interface ClockMoment {
  readonly moment: RowPlanExpression;
  readonly calendar: string;
  readonly name: string;
}

/** The context in which expressions read the clock, and how rows get it; nothing changes where nobody does. */
export function compileClock(
  expressions: readonly RowPlanExpression[],
  context: ExpressionContext,
): { readonly beside: Sql; readonly context: ExpressionContext } {
  const moments = new Map<string, ClockMoment>();
  for (const expression of expressions) collectMoments(expression, moments);
  if (moments.size === 0) return { beside: sql``, context };
  const columns: Sql[] = [];
  const readings = new Map<string, ClockReading>();
  for (const [key, { moment, calendar, name }] of moments) {
    const operand = { sql: compileExpression(moment, context), kind: moment.kind, type: moment.type };
    const { seconds, closed } = readClock(operand, findWorkingCalendar(calendar, context.calendars));
    columns.push(sql`${seconds} as ${own(name)}`);
    if (closed) columns.push(sql`${closed} as ${own(closedName(name))}`);
    readings.set(key, { seconds: own(CLOCK, name), closed: closed && own(CLOCK, closedName(name)) });
  }
  const beside = sql`
    cross join lateral (
      /* Times by the clock of their calendar, in seconds. */
      select
        ${sql.join(columns, sql`,\n        `)}
    ) as ${own(CLOCK)}`;
  const clock = (moment: object, calendar: string): ClockReading | null =>
    readings.get(keyOf(moment, calendar)) ?? null;
  return { beside, context: { ...context, clock } };
}

function closedName(name: string): string {
  return `${name}, closed`;
}

function collectMoments(expression: RowPlanExpression, moments: Map<string, ClockMoment>): void {
  if (isConstant(expression) || !isOperation(expression)) return;
  if (expression.operator !== 'business_minutes') {
    for (const operand of expression.operands) collectMoments(operand, moments);
    return;
  }
  const calendar = calendarOf(expression.operands);
  for (const moment of expression.operands.slice(0, 2)) {
    const key = keyOf(moment, calendar);
    if (moments.has(key)) continue;
    const isColumn = moment.kind === 'stored_column';
    // A column may be read as two members that differ in type or zone.
    const names = new Set([...moments.values()].map(({ name }) => name));
    const words = isColumn ? `${moment.relation}.${moment.column}` : `moment ${moments.size + 1}`;
    const name = `${words} by ${calendar}`;
    moments.set(key, { moment, calendar, name: names.has(name) ? `${name}, ${moments.size + 1}` : name });
  }
}

function keyOf(moment: object, calendar: string): string {
  return canonicalJson([moment, calendar]);
}
