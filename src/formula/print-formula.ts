/**
 * Syntax → the text of a formula in its canonical form: one space, lower case, no parenthesis too many. Parsed
 * again it gives the same syntax, but for spans.
 */
import { assertNever } from '../base/assert-never.ts';
import { INFIX, LEVELS, quote } from './operator-symbols.ts';
import type {
  CallSyntax,
  ClauseSyntax,
  LiteralSyntax,
  NameSyntax,
  OperationSyntax,
  Syntax,
} from './syntax.ts';
import { KEYWORDS } from './tokenize.ts';
import { findUnit } from './unit-arguments.ts';
import { printUnitName } from './units-of-time.ts';

/** A text and how tightly its outermost operator binds. */
interface Printed {
  readonly text: string;
  readonly level: number;
}

export function printFormula(syntax: Syntax): string {
  return print(syntax).text;
}

function print(syntax: Syntax): Printed {
  switch (syntax.kind) {
    case 'literal':
      return primary(printLiteral(syntax));
    case 'duration':
      return primary(`${syntax.count} ${printUnitName(syntax.unit, Number(syntax.count))}`);
    case 'name':
      return primary(printName(syntax) + printFilter(syntax.filter));
    case 'operation':
      return printOperation(syntax);
    case 'call':
      return primary(printCall(syntax));
    default:
      return assertNever(syntax);
  }
}

const primary = (text: string): Printed => ({ text, level: LEVELS.primary });

/** In parentheses where it binds more loosely than `least`. */
function operand(syntax: Syntax | undefined, least: number): string {
  if (!syntax) return '';
  const { text, level } = print(syntax);
  return level >= least ? text : `(${text})`;
}

function printLiteral({ type, value }: LiteralSyntax): string {
  switch (type) {
    case 'string':
    case 'key':
      return quote(String(value));
    case 'date':
    case 'time':
    case 'local_time':
      return `${type} ${quote(String(value))}`;
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'float':
    case 'null':
      return String(value);
    default:
      return assertNever(type);
  }
}

/** An instant by the wall clock of the reporting zone: `time '2026-01-31T10:00:00'`. */
function printInstant(wall: Syntax | undefined): string {
  return wall?.kind === 'literal' ? `time ${quote(String(wall.value))}` : '';
}

function printName({ segments, version }: NameSyntax): string {
  return segments.join('.') + (version === null ? '' : `@${version}`);
}

function printOperation({ operator, operands }: OperationSyntax): Printed {
  const [first, second] = operands;
  const infix = INFIX[operator];
  if (infix) {
    const { symbol, level } = infix;
    // Comparisons do not chain; everything else leans to the left.
    const left = operand(first, level === LEVELS.comparison ? level + 1 : level);
    return { text: `${left} ${symbol} ${operand(second, level + 1)}`, level };
  }
  switch (operator) {
    case 'not':
      return printNot(first);
    case 'negate':
      return { text: printNegation(first), level: LEVELS.sign };
    case 'is_null':
      return { text: `${operand(first, LEVELS.sum)} is null`, level: LEVELS.comparison };
    case 'is_not_null':
      return { text: `${operand(first, LEVELS.sum)} is not null`, level: LEVELS.comparison };
    case 'in':
      return { text: printTest(operands, 'in'), level: LEVELS.comparison };
    case 'case':
      return primary(printCase(operands));
    case 'instant_of':
      return primary(printInstant(first));
    default:
      return primary(`${operator}(${operands.map(printFormula).join(', ')})`);
  }
}

/** `a not in (1, 2)`, else `not a`. */
function printNot(inner: Syntax | undefined): Printed {
  if (inner?.kind === 'operation' && inner.operator === 'in')
    return { text: printTest(inner.operands, 'not in'), level: LEVELS.comparison };
  return { text: `not ${operand(inner, LEVELS.not)}`, level: LEVELS.not };
}

function printTest([first, ...list]: readonly Syntax[], words: string): string {
  return `${operand(first, LEVELS.sum)} ${words} (${list.map(printFormula).join(', ')})`;
}

/** Two signs in a row would begin a comment. */
function printNegation(inner: Syntax | undefined): string {
  const text = operand(inner, LEVELS.sign);
  return text.startsWith('-') ? `-(${text})` : `-${text}`;
}

function printCase(operands: readonly Syntax[]): string {
  const branches = operands
    .slice(0, -1)
    .map((part, index) => `${index % 2 === 0 ? 'when' : 'then'} ${printFormula(part)}`);
  const otherwise = operands.at(-1);
  const silent = otherwise?.kind === 'literal' && otherwise.type === 'null';
  const parts = otherwise && !silent ? [...branches, `else ${printFormula(otherwise)}`] : branches;
  return ['case', ...parts, 'end'].join(' ');
}

function printCall({ name, operands, clause, filter }: CallSyntax): string {
  const printed = operands.map(
    (argument, place) => findUnit(name, argument, place) ?? printFormula(argument),
  );
  return `${name}(${printArguments(printed, clause)})${printFilter(filter)}`;
}

/** In parentheses stands what would be taken for a word of the clause, or for one more of its names. */
function printArguments(operands: readonly string[], clause: ClauseSyntax | null): string {
  const [first, next, ...others] = operands;
  if (!clause) return operands.join(', ');
  const words = printClause(clause);
  if (clause.kind === 'within' || clause.kind === 'to' || first === undefined)
    return [...operands, words].join(', ');
  const followed = `${/^(within|by|to)$/i.test(first) ? `(${first})` : first} ${words}`;
  if (next === undefined) return followed;
  const apart = clause.names.length > 0 && beginsWithName(next) ? `(${next})` : next;
  return [followed, apart, ...others].join(', ');
}

function printClause(clause: ClauseSyntax): string {
  const names = clause.names.map(printName).join(', ');
  if (clause.kind !== 'rows') return `${clause.kind} ${names}`;
  return clause.names.length > 0 ? `${clause.choice} by ${names}` : clause.choice;
}

function beginsWithName(text: string): boolean {
  const word = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text)?.[0];
  return word !== undefined && !KEYWORDS.has(word.toLowerCase());
}

function printFilter(filter: Syntax | null): string {
  return filter ? ` filter (where ${printFormula(filter)})` : '';
}
