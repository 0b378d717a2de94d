/** Values of conditions → the text that is bound for them, checked against the member's type. */
import { Temporal } from 'temporal-polyfill';
import type { ValueType } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { resolveBound } from './resolve-bound.ts';

type Scalar = string | number | boolean;

export interface ValueContext {
  readonly member: string;
  readonly type: ValueType;
  readonly zone: string;
  readonly pointer: string;
}

const INTEGER = /^-?\d{1,19}$/;
const DECIMAL = /^-?\d{1,40}(\.\d{1,40})?$/;
const BIGINT = 2n ** 63n;

/** @throws SemanticError QUERY_TYPE_MISMATCH, QUERY_BAD_TIME */
export function valueText(value: Scalar, context: ValueContext): string | boolean {
  switch (context.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch(context, 'true or false is needed');
    case 'string':
      return typeof value === 'string' ? refuseNul(value, context) : mismatch(context, 'a string is needed');
    case 'key':
      if (typeof value === 'boolean') return mismatch(context, 'a string or whole number is needed');
      return typeof value === 'number' && !Number.isSafeInteger(value)
        ? mismatch(context, 'a string or whole number is needed')
        : refuseNul(String(value), context);
    case 'integer':
      return integerText(value, context);
    case 'decimal':
    case 'float':
      if (typeof value === 'number') return String(value);
      return typeof value === 'string' && DECIMAL.test(value)
        ? value
        : mismatch(context, 'a number is needed');
    case 'date':
      return dateText(value, context);
    case 'time':
      return typeof value === 'string'
        ? resolveBound(value, context.zone, context.pointer).parameter
        : mismatch(context, 'a date-time is needed');
    case 'local_time':
      if (typeof value !== 'string' || /(Z|[+-]\d{2}:\d{2})$/.test(value.slice(10))) {
        return mismatch(context, 'a date-time without offset is needed');
      }
      return resolveBound(value, 'UTC', context.pointer).local;
  }
}

function integerText(value: Scalar, context: ValueContext): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !INTEGER.test(text)) return mismatch(context, 'a whole number is needed');
  const whole = BigInt(text);
  return whole >= -BIGINT && whole < BIGINT ? text : mismatch(context, 'the number is too large');
}

function dateText(value: Scalar, context: ValueContext): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    try {
      const day = Temporal.PlainDate.from(value);
      if (day.year >= 1) return day.toString();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return mismatch(context, 'a day such as "2026-01-31" is needed');
}

/** No text of the database contains U+0000; a lone surrogate is no text either. */
function refuseNul(value: string, context: ValueContext): string {
  return value.includes('\u0000') || !value.isWellFormed()
    ? mismatch(context, 'the text contains a character that no text can have')
    : value;
}

function mismatch(context: ValueContext, problem: string): never {
  throw new SemanticError(
    'QUERY_TYPE_MISMATCH',
    { member: context.member, type: context.type, problem },
    { path: context.pointer },
  );
}
