/** The functions that formulas call by name, on values: of rows and of metrics alike. */
import { Decimal } from './decimal.ts';
import { compareValues, isNumber, type Type, toDouble, type Value, widerType } from './value.ts';

export type FunctionName =
  | 'abs'
  | 'ceil'
  | 'coalesce'
  | 'concat'
  | 'contains'
  | 'ends_with'
  | 'floor'
  | 'greatest'
  | 'least'
  | 'length'
  | 'lower'
  | 'nullif'
  | 'round'
  | 'starts_with'
  | 'substring'
  | 'trim'
  | 'upper';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

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

/** The one type of several alternatives. */
export function commonType(types: readonly Type[]): Type {
  const [first = 'string', ...others] = types;
  return others.reduce((common, type) => (common === type ? common : widerType(common, type)), first);
}

export function typeOfCall(name: FunctionName, operands: readonly Type[]): Type {
  const [first = 'integer'] = operands;
  switch (name) {
    case 'abs':
    case 'round':
      return first;
    case 'ceil':
    case 'floor':
      return first === 'float' ? 'float' : 'integer';
    case 'coalesce':
    case 'greatest':
    case 'least':
    case 'nullif':
      return commonType(operands);
    case 'contains':
    case 'ends_with':
    case 'starts_with':
      return 'boolean';
    case 'length':
      return 'integer';
    case 'concat':
    case 'lower':
    case 'substring':
    case 'trim':
    case 'upper':
      return 'string';
  }
}

export function callFunction(name: FunctionName, operands: readonly Value[]): Value {
  const [first = null, second = null] = operands;
  if (name === 'coalesce') return operands.find((operand) => operand !== null) ?? null;
  if (name === 'nullif') return compare('=', first, second) === true ? null : first;
  if (name === 'greatest') return extreme('>', operands);
  if (name === 'least') return extreme('<', operands);
  if (operands.includes(null)) return null;
  if (isNumber(first)) return callOnNumber(name, first, second);
  return callOnText(
    name,
    operands.map((operand) => (operand instanceof Decimal ? operand.toNumber() : operand)),
  );
}

function extreme(better: '>' | '<', operands: readonly Value[]): Value {
  return operands.reduce((best, operand) => {
    if (best === null || operand === null) return best ?? operand;
    return compare(better, operand, best) === true ? operand : best;
  }, null);
}

function callOnNumber(name: FunctionName, number: number | Decimal, digits: Value): Value {
  if (number instanceof Decimal) {
    if (name === 'abs') return number.units < 0n ? number.negated() : number;
    if (name === 'floor') return number.floor();
    if (name === 'ceil') return number.ceil();
    return number.round(isNumber(digits) ? toDouble(digits) : 0);
  }
  if (name === 'abs') return Math.abs(number);
  if (name === 'floor') return Math.floor(number);
  if (name === 'ceil') return Math.ceil(number);
  // A double has 15 digits that can be relied on.
  return Decimal.fromDouble(Number(number.toPrecision(15)))
    .round(isNumber(digits) ? toDouble(digits) : 0)
    .toNumber();
}

/** Characters are code points. */
function callOnText(name: FunctionName, operands: readonly Value[]): Value {
  const [text = '', second = '', third] = operands;
  if (typeof text !== 'string') throw new TypeError(`${name} of something else than a text`);
  switch (name) {
    case 'length':
      return Decimal.of(Array.from(text).length);
    case 'lower':
      return mapCharacters(text, (character) => character.toLowerCase());
    case 'upper':
      return mapCharacters(text, (character) => character.toUpperCase());
    case 'trim':
      return text.replace(/^ +/, '').replace(/ +$/, '');
    case 'concat':
      return operands.join('');
    case 'contains':
      return text.includes(String(second));
    case 'starts_with':
      return text.startsWith(String(second));
    case 'ends_with':
      return text.endsWith(String(second));
    case 'substring':
      return substring(Array.from(text), Number(second), typeof third === 'number' ? third : Infinity);
    default:
      throw new TypeError(`${name} of a text`);
  }
}

/** Each character becomes one other, or stays what it is where it would become several. */
function mapCharacters(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => {
    const changed = change(character);
    return Array.from(changed).length === 1 ? changed : character;
  }).join('');
}

/** The characters at the places `from` up to `from + count`, the first one being 1. */
function substring(characters: readonly string[], from: number, count: number): string {
  return characters.filter((_, index) => index + 1 >= from && index + 1 < from + count).join('');
}
