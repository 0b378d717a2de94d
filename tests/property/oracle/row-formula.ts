/**
 * Row-level formulas, each given twice: as text for the project's files and as a function for the oracle.
 * Logic is SQL's three-valued; division gives a double, and null by zero.
 */
import type { Weekday } from './clock.ts';
import { Decimal } from './decimal.ts';
import {
  type Comparison,
  callFunction,
  commonType,
  compare,
  type FunctionName,
  typeOfCall,
} from './functions.ts';
import { isNumber, type Type, toDouble, type Value, widerType } from './value.ts';
import type { OpenCalendar } from './working-time.ts';

/** The row at hand, as formulas see it. */
export interface RowView {
  /** The value of a member of the row, or of a row it leads to. */
  readonly look: (path: readonly string[], member: string) => Value;
  /** The zone of the query, in which times are taken apart. */
  readonly zone: string;
  readonly weekStarts: Weekday;
  /** A calendar of the project, with the holidays in scope. */
  readonly calendar: (name: string) => OpenCalendar;
}

export interface RowFormula {
  readonly type: Type;
  /** `prefix` stands before each member: the model's name in metrics, nothing in the model's own file. */
  readonly print: (prefix: readonly string[]) => string;
  readonly evaluate: (row: RowView) => Value;
}

export type Arithmetic = '+' | '-' | '*' | '/';

export function member(path: readonly string[], name: string, type: Type): RowFormula {
  return {
    type,
    print: (prefix) => [...prefix, ...path, name].join('.'),
    evaluate: (row) => row.look(path, name),
  };
}

/** A string in quotes, or `true` and `false`. */
export function literal(value: string | boolean): RowFormula {
  const text = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  return {
    type: typeof value === 'string' ? 'string' : 'boolean',
    print: () => text,
    evaluate: () => value,
  };
}

/** `12` or `0.5`. */
export function numberLiteral(digits: string): RowFormula {
  const value = Decimal.parse(digits);
  return {
    type: digits.includes('.') ? 'decimal' : 'integer',
    print: () => digits,
    evaluate: () => value,
  };
}

export function dateLiteral(day: string): RowFormula {
  return { type: 'date', print: () => `date '${day}'`, evaluate: () => day };
}

/** Arithmetic on values: exact while both sides are, else in doubles. */
export function calculate(operator: Arithmetic, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (!isNumber(left) || !isNumber(right)) throw new TypeError('arithmetic on something else than numbers');
  if (operator === '/') return toDouble(right) === 0 ? null : toDouble(left) / toDouble(right);
  if (left instanceof Decimal && right instanceof Decimal) {
    if (operator === '*') return left.times(right);
    return left.plus(operator === '+' ? right : right.negated());
  }
  const [a, b] = [toDouble(left), toDouble(right)];
  return operator === '*' ? a * b : operator === '+' ? a + b : a - b;
}

export function arithmetic(operator: Arithmetic, left: RowFormula, right: RowFormula): RowFormula {
  return {
    type: operator === '/' ? 'float' : widerType(left.type, right.type),
    print: (prefix) => `(${left.print(prefix)} ${operator} ${right.print(prefix)})`,
    evaluate: (row) => calculate(operator, left.evaluate(row), right.evaluate(row)),
  };
}

export function comparison(operator: Comparison, left: RowFormula, right: RowFormula): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${left.print(prefix)} ${operator} ${right.print(prefix)}`,
    evaluate: (row) => compare(operator, left.evaluate(row), right.evaluate(row)),
  };
}

export function isNull(operand: RowFormula, negated: boolean): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${operand.print(prefix)} is ${negated ? 'not ' : ''}null`,
    evaluate: (row) => (operand.evaluate(row) === null) !== negated,
  };
}

export function inList(operand: RowFormula, items: readonly RowFormula[]): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${operand.print(prefix)} in (${items.map((item) => item.print(prefix)).join(', ')})`,
    evaluate: (row) => {
      const value = operand.evaluate(row);
      if (value === null) return null;
      return items.some((item) => compare('=', value, item.evaluate(row)) === true);
    },
  };
}

export function logic(operator: 'and' | 'or', left: RowFormula, right: RowFormula): RowFormula {
  const decisive = operator === 'or';
  return {
    type: 'boolean',
    print: (prefix) => `(${left.print(prefix)} ${operator} ${right.print(prefix)})`,
    evaluate: (row) => {
      const sides = [left.evaluate(row), right.evaluate(row)];
      if (sides.includes(decisive)) return decisive;
      return sides.includes(null) ? null : !decisive;
    },
  };
}

export function not(operand: RowFormula): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `not (${operand.print(prefix)})`,
    evaluate: (row) => {
      const value = operand.evaluate(row);
      return value === null ? null : value !== true;
    },
  };
}

/** `else null` where `otherwise` is null. */
export function cases(
  branches: readonly { readonly when: RowFormula; readonly gives: RowFormula }[],
  otherwise: RowFormula | null,
): RowFormula {
  const results = [...branches.map(({ gives }) => gives), ...(otherwise === null ? [] : [otherwise])];
  return {
    type: commonType(results.map(({ type }) => type)),
    print: (prefix) => {
      const parts = branches.map(
        ({ when, gives }) => `when ${when.print(prefix)} then ${gives.print(prefix)}`,
      );
      return `case ${parts.join(' ')}${otherwise === null ? '' : ` else ${otherwise.print(prefix)}`} end`;
    },
    evaluate: (row) => {
      const chosen = branches.find(({ when }) => when.evaluate(row) === true)?.gives ?? otherwise;
      return chosen?.evaluate(row) ?? null;
    },
  };
}

export function between(operand: RowFormula, low: RowFormula, high: RowFormula): RowFormula {
  const both = logic('and', comparison('>=', operand, low), comparison('<=', operand, high));
  return {
    type: 'boolean',
    print: (prefix) => `${operand.print(prefix)} between ${low.print(prefix)} and ${high.print(prefix)}`,
    evaluate: both.evaluate,
  };
}

/** `%` stands for any text and `_` for any one character; the pattern has no escapes. */
export function like(operand: RowFormula, pattern: string): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${operand.print(prefix)} like ${literal(pattern).print([])}`,
    evaluate: (row) => {
      const text = operand.evaluate(row);
      return typeof text === 'string' ? matches(Array.from(text), Array.from(pattern)) : null;
    },
  };
}

function matches(text: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '%')
    return text.some((_, skipped) => matches(text.slice(skipped), rest)) || matches([], rest);
  return text.length > 0 && (first === '_' || first === text[0]) && matches(text.slice(1), rest);
}

export function call(name: FunctionName, operands: readonly RowFormula[]): RowFormula {
  return {
    type: typeOfCall(
      name,
      operands.map(({ type }) => type),
    ),
    print: (prefix) => `${name}(${operands.map((operand) => operand.print(prefix)).join(', ')})`,
    evaluate: (row) =>
      callFunction(
        name,
        operands.map((operand) => operand.evaluate(row)),
      ),
  };
}
