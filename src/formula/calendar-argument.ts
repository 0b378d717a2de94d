/** The calendar in `business_minutes(a, b, support)`: one of the project's that has working hours. */
import { suggest } from '../base/did-you-mean.ts';
import { type Expression, isConstant, isOperation, type TypedLeaf } from './expression.ts';
import { FormulaFault, FormulaUnjudged } from './formula-fault.ts';
import type { FormulaNames } from './formula-names.ts';
import type { OperatorName } from './operators.ts';
import type { CallSyntax, Syntax } from './syntax.ts';

/** Where the calendar stands among the arguments, and among the operands. */
const PLACE = 2;

/** @throws FormulaFault where the third argument names no calendar of working hours */
export function checkCalendarArgument(
  operator: OperatorName,
  operands: readonly Syntax[],
  { calendars = new Map() }: Pick<FormulaNames, 'calendars'>,
): void {
  const argument = operands[PLACE];
  if (operator !== 'business_minutes' || !argument) return;
  if (calendars === null) throw new FormulaUnjudged();
  const { span } = argument;
  const working = [...calendars].filter(([, { kind }]) => kind === 'hours').map(([known]) => known);
  const none = 'Calendars with working hours are declared in project.yaml, under calendars.';
  const list = working.length > 0 ? `Calendars: ${working.join(', ')}.` : none;
  const isName = argument.kind === 'literal' && argument.type === 'string';
  if (!isName) {
    const params = { operation: operator, expected: 'the name of a calendar', actual: 'another expression' };
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span, hint: list });
  }
  const name = String(argument.value);
  const calendar = calendars.get(name);
  if (calendar?.kind !== 'hours') {
    const hint = suggest(name, working) ?? list;
    throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name }, { span, hint });
  }
}

/**
 * Holidays stand beside rows only.
 * @throws FormulaFault FORMULA_NOT_PLANNED for working minutes between metrics by a calendar that has some
 */
export function refuseHolidays({ name, operands }: CallSyntax, { calendars }: FormulaNames): void {
  const argument = operands[PLACE];
  if (name !== 'business_minutes' || argument?.kind !== 'literal') return;
  const calendar = calendars?.get(String(argument.value));
  if (calendar?.kind !== 'hours' || !calendar.holidays) return;
  const { value: desk } = argument;
  const hint = [
    `Holidays of ${desk} are read beside the rows of a model, and metrics have no rows any more.`,
    `Declare a fact over two times of one row, "business_minutes(a, b, ${desk})", and aggregate that,`,
    'or count by a calendar without holidays.',
  ].join(' ');
  const feature = 'Working time between metrics by a calendar with holidays';
  throw new FormulaFault('FORMULA_NOT_PLANNED', { feature }, { span: argument.span, hint });
}

/** Names of the calendars that an expression reads. */
export function calendarsIn<Leaf extends TypedLeaf>(expression: Expression<Leaf>): readonly string[] {
  if (isConstant(expression) || !isOperation(expression)) return [];
  const { operator, operands } = expression;
  const own = operator === 'business_minutes' ? [calendarOf(operands)] : [];
  return [...own, ...operands.flatMap(calendarsIn)];
}

/** The calendar among the operands of `business_minutes`. */
export function calendarOf<Leaf extends TypedLeaf>(operands: readonly Expression<Leaf>[]): string {
  const operand = operands[PLACE];
  return operand && isConstant(operand) && operand.kind === 'literal' ? String(operand.value) : '';
}
