/** Calls by name: which function is meant, and which operation it is with these arguments. */
import { suggest } from '../base/did-you-mean.ts';
import { FormulaFault } from './formula-fault.ts';
import { type FormulaFunction, FUNCTION_TABLE } from './function-table.ts';
import type { OperatorName } from './operators.ts';
import type { CallSyntax, Syntax } from './syntax.ts';

/** What to write instead of a unit that a function does not know. */
const UNIT_HINTS: ReadonlyMap<string, string> = new Map([
  ['date_part(week', 'The number of the week is date_part(iso_week, t).'],
  ['date_diff(hour', 'The hours from a to b are elapsed(a, b) / 3600.'],
  ['date_diff(minute', 'The minutes from a to b are elapsed(a, b) / 60.'],
  ['date_diff(second', 'The seconds from a to b are elapsed(a, b).'],
]);

export const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map(
  FUNCTION_TABLE.map((known) => [known.name, known]),
);

/** The operation, with the arguments that have a value. @throws FormulaFault where a unit is none */
export function findOperation(
  { operands }: CallSyntax,
  { name, operator }: FormulaFunction,
): { readonly operator: OperatorName; readonly operands: readonly Syntax[] } {
  if (typeof operator === 'string') return { operator, operands };
  const [unit, ...others] = operands;
  const word = unit?.kind === 'literal' && unit.type === 'string' ? String(unit.value) : null;
  const known = word === null ? undefined : operator.get(word.toLowerCase());
  if (known) return { operator: known, operands: others };
  const params = {
    operation: name,
    expected: `one of ${[...operator.keys()].join(', ')}`,
    actual: word === null ? 'another expression' : `"${word}"`,
  };
  const hint = UNIT_HINTS.get(`${name}(${word}`) ?? suggest(word ?? '', operator.keys());
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: unit?.span ?? { start: 0, end: 0 }, hint });
}
