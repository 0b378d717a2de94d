/** `t + 7 days`: which operation a length of time stands for, and how the database writes the length. */
import type { Expression, Literal, TypedLeaf } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { DurationSyntax, OperationSyntax, Syntax } from './syntax.ts';
import { printUnitName, UNITS_OF_TIME, type UnitOfTime } from './units-of-time.ts';

export interface Move {
  readonly operator: 'add_calendar' | 'add_exact';
  /** What is moved. */
  readonly moment: Syntax;
  /** `7 days`, `-3 months`, of units that the database has. */
  readonly length: Literal;
}

/** How many of a database's unit one unit is; and of them, how many make a thousand years. */
const UNITS: Readonly<Record<UnitOfTime, readonly [operator: Move['operator'], unit: string, many: number]>> =
  {
    second: ['add_exact', 'seconds', 1],
    minute: ['add_exact', 'minutes', 1],
    hour: ['add_exact', 'hours', 1],
    day: ['add_calendar', 'days', 1],
    week: ['add_calendar', 'days', 7],
    month: ['add_calendar', 'months', 1],
    quarter: ['add_calendar', 'months', 3],
    year: ['add_calendar', 'months', 12],
  };

/** Beyond a thousand years, moments might leave what the database has dates for. */
const MOST: Readonly<Record<string, number>> = { days: 365_000, months: 12_000 };

/** The move that an addition means, or `null` where it has no length of time. @throws FormulaFault */
export function readMove({ operator, operands }: OperationSyntax): Move | null {
  if (operator !== 'add' && operator !== 'subtract') return null;
  const [a, b] = operands;
  if (!a || !b) return null;
  if (b.kind === 'duration' && a.kind !== 'duration') return makeMove(a, b, operator === 'subtract');
  return a.kind === 'duration' && b.kind !== 'duration' && operator === 'add' ? makeMove(b, a, false) : null;
}

function makeMove(moment: Syntax, { count, unit, span }: DurationSyntax, back: boolean): Move {
  const known = isUnit(unit) ? UNITS[unit] : undefined;
  if (!known) {
    const hint = `Units are ${UNITS_OF_TIME.join(', ')}.`;
    throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: unit }, { span, hint });
  }
  const [operator, word, many] = known;
  const total = Number(count) * many;
  if (total > (MOST[word] ?? Infinity)) {
    const params = {
      operation: back ? 'subtract' : 'add',
      expected: 'at most 1000 years',
      actual: `${count} ${printUnitName(unit, Number(count))}`,
    };
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span });
  }
  const value = `${back ? '-' : ''}${total} ${word}`;
  return { operator, moment, length: { kind: 'literal', type: 'string', value } };
}

function isUnit(word: string): word is UnitOfTime {
  return Object.hasOwn(UNITS, word);
}

/** The operands of the move's operation. */
export function operandsOf<Leaf extends TypedLeaf>(
  { moment, length }: Move,
  typeOperand: (operand: Syntax) => Expression<Leaf>,
): readonly Expression<Leaf>[] {
  return [typeOperand(moment), length];
}
