/**
 * Row-level formulas, each given twice: as text for the project's files and as a function for the oracle.
 * Logic is SQL's three-valued; division gives a double, and null by zero.
 */
import { Decimal } from './decimal.ts';
import { compareValues, isNumber, type Type, toDouble, type Value } from './value.ts';

/** The value of a member of the row at hand, or of a row it leads to. */
export type Look = (path: readonly string[], member: string) => Value;

export interface RowFormula {
  readonly type: Type;
  /** `prefix` stands before each member: the model's name in metrics, nothing in the model's own file. */
  readonly print: (prefix: readonly string[]) => string;
  readonly evaluate: (look: Look) => Value;
}

export type Arithmetic = '+' | '-' | '*' | '/';
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

export function member(path: readonly string[], name: string, type: Type): RowFormula {
  return {
    type,
    print: (prefix) => [...prefix, ...path, name].join('.'),
    evaluate: (look) => look(path, name),
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

/** The wider of two numeric types. */
export function widerType(left: Type, right: Type): Type {
  if (left === 'float' || right === 'float') return 'float';
  return left === 'decimal' || right === 'decimal' ? 'decimal' : 'integer';
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
    evaluate: (look) => calculate(operator, left.evaluate(look), right.evaluate(look)),
  };
}

/** Null where either side is. */
export function compare(operator: Comparison, left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  const order = compareValues(left, right);
  if (operator === '=') return order === 0;
  if (operator === '<>') return order !== 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

export function comparison(operator: Comparison, left: RowFormula, right: RowFormula): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${left.print(prefix)} ${operator} ${right.print(prefix)}`,
    evaluate: (look) => compare(operator, left.evaluate(look), right.evaluate(look)),
  };
}

export function isNull(operand: RowFormula, negated: boolean): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${operand.print(prefix)} is ${negated ? 'not ' : ''}null`,
    evaluate: (look) => (operand.evaluate(look) === null) !== negated,
  };
}

export function inList(operand: RowFormula, items: readonly RowFormula[]): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `${operand.print(prefix)} in (${items.map((item) => item.print(prefix)).join(', ')})`,
    evaluate: (look) => {
      const value = operand.evaluate(look);
      if (value === null) return null;
      return items.some((item) => compare('=', value, item.evaluate(look)) === true);
    },
  };
}

export function logic(operator: 'and' | 'or', left: RowFormula, right: RowFormula): RowFormula {
  const decisive = operator === 'or';
  return {
    type: 'boolean',
    print: (prefix) => `(${left.print(prefix)} ${operator} ${right.print(prefix)})`,
    evaluate: (look) => {
      const sides = [left.evaluate(look), right.evaluate(look)];
      if (sides.includes(decisive)) return decisive;
      return sides.includes(null) ? null : !decisive;
    },
  };
}

export function not(operand: RowFormula): RowFormula {
  return {
    type: 'boolean',
    print: (prefix) => `not (${operand.print(prefix)})`,
    evaluate: (look) => {
      const value = operand.evaluate(look);
      return value === null ? null : value !== true;
    },
  };
}

export function caseWhen(condition: RowFormula, then: RowFormula, otherwise: RowFormula): RowFormula {
  return {
    type: then.type === otherwise.type ? then.type : widerType(then.type, otherwise.type),
    print: (prefix) =>
      `case when ${condition.print(prefix)} then ${then.print(prefix)} else ${otherwise.print(prefix)} end`,
    evaluate: (look) => (condition.evaluate(look) === true ? then.evaluate(look) : otherwise.evaluate(look)),
  };
}

export function coalesce(first: RowFormula, second: RowFormula): RowFormula {
  return {
    type: first.type === second.type ? first.type : widerType(first.type, second.type),
    print: (prefix) => `coalesce(${first.print(prefix)}, ${second.print(prefix)})`,
    evaluate: (look) => first.evaluate(look) ?? second.evaluate(look),
  };
}

export function nullif(first: RowFormula, second: RowFormula): RowFormula {
  return {
    type: first.type,
    print: (prefix) => `nullif(${first.print(prefix)}, ${second.print(prefix)})`,
    evaluate: (look) => {
      const value = first.evaluate(look);
      return compare('=', value, second.evaluate(look)) === true ? null : value;
    },
  };
}

export function absolute(operand: RowFormula): RowFormula {
  return {
    type: operand.type,
    print: (prefix) => `abs(${operand.print(prefix)})`,
    evaluate: (look) => absoluteValue(operand.evaluate(look)),
  };
}

export function absoluteValue(value: Value): Value {
  if (value instanceof Decimal) return value.units < 0n ? value.negated() : value;
  return typeof value === 'number' ? Math.abs(value) : value;
}
