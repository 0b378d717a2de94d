/**
 * The oracle's values. Temporal values are fixed-width text, so that comparing text compares moments:
 * `2026-01-31`, `2026-01-31T10:00:00.000000` (wall clock), `2026-01-31T10:00:00.000000Z` (instant).
 */
import { Decimal } from './decimal.ts';

export type Type =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'date'
  | 'time'
  | 'local_time'
  | 'key';

/** Integers and decimals are {@link Decimal}, floats are numbers, keys are text. */
export type Value = null | string | boolean | number | Decimal;

export function isNumber(value: Value): value is number | Decimal {
  return typeof value === 'number' || value instanceof Decimal;
}

export function isNumericType(type: Type): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float';
}

export function isTemporalType(type: Type): boolean {
  return type === 'date' || type === 'time' || type === 'local_time';
}

/** The wider of two numeric types. */
export function widerType(left: Type, right: Type): Type {
  if (left === 'float' || right === 'float') return 'float';
  return left === 'decimal' || right === 'decimal' ? 'decimal' : 'integer';
}

/** The double nearest to a number. */
export function toDouble(value: number | Decimal): number {
  return value instanceof Decimal ? value.toNumber() : value;
}

/** 12 significant digits, and no negative zero. */
export function roundFloat(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

/** Strings by code point, `false` before `true`, numbers by size; neither side may be null. */
export function compareValues(left: Value, right: Value): number {
  if (left instanceof Decimal && right instanceof Decimal) return left.compare(right);
  if (isNumber(left) && isNumber(right)) return toDouble(left) - toDouble(right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  throw new TypeError(`cannot compare ${String(left)} with ${String(right)}`);
}

/** Nulls last whichever the direction. */
export function compareForOrder(left: Value, right: Value, direction: 'asc' | 'desc'): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return direction === 'asc' ? compareValues(left, right) : compareValues(right, left);
}

/** Equal texts for equal values and different texts for different ones of one type. */
export function identity(value: Value): string {
  if (value === null) return 'null';
  return value instanceof Decimal ? value.toString() : JSON.stringify(value);
}
