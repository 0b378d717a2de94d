/** The comparisons of `where` and `having` on one value: true or false, never unknown. */
import { completeWall, readMoment } from './clock.ts';
import { Decimal } from './decimal.ts';
import type { Asked, Test } from './query.ts';
import { type Now, resolveRange } from './time-range.ts';
import { compareValues, isTemporalType, type Type, type Value } from './value.ts';

/** A value and its type. */
export interface Typed {
  readonly type: Type;
  readonly value: Value;
}

export type TestFault = 'operator_mismatch' | 'type_mismatch' | 'empty_range';

/** Whether a value passes; `now` reads bounds without offset and ranges in words. */
export function passesTest(test: Test, { type, value }: Typed, now: Now): boolean {
  const read = (asked: Asked) => readValue(asked, type, now.zone);
  if (test.op === 'in_range') {
    const [low = null, high = null] = readRange(test, type, now);
    if (value === null || low === null || high === null) return false;
    return compareValues(value, low) >= 0 && compareValues(value, high) < 0;
  }
  const asked = test.value === undefined ? null : read(test.value);
  const list = (test.values ?? []).map(read);
  const order = value === null || asked === null ? null : compareValues(value, asked);
  const text = typeof value === 'string' && typeof asked === 'string' ? { value, asked } : null;
  switch (test.op) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'in':
      return isAmong(value, list);
    case 'not_in':
      return !isAmong(value, list);
    case 'gt':
      return order !== null && order > 0;
    case 'gte':
      return order !== null && order >= 0;
    case 'lt':
      return order !== null && order < 0;
    case 'lte':
      return order !== null && order <= 0;
    case 'contains':
      return text?.value.includes(text.asked) ?? false;
    case 'starts_with':
      return text?.value.startsWith(text.asked) ?? false;
    case 'ends_with':
      return text?.value.endsWith(text.asked) ?? false;
    case 'is_null':
      return value === null;
    case 'not_null':
      return value !== null;
  }
}

function isAmong(value: Value, list: readonly Value[]): boolean {
  return value !== null && list.some((item) => item !== null && compareValues(value, item) === 0);
}

/** Both ends of `in_range`: two values, or a range in words. */
function readRange({ value, values }: Test, type: Type, now: Now): readonly Value[] {
  if (values !== undefined) return values.map((asked) => readValue(asked, type, now.zone));
  const range = resolveRange(String(value), now);
  if (range === null) throw new Error(`the oracle knows no range ${String(value)}`);
  const bounds = [range.from, range.to];
  if (type === 'time') return bounds.map(({ instant }) => instant);
  return bounds.map(({ wall }) => (type === 'date' ? wall.slice(0, 10) : wall));
}

function readValue(asked: Asked, type: Type, zone: string): Value {
  if (typeof asked === 'boolean') return asked;
  if (type === 'integer' || type === 'decimal') return Decimal.parse(String(asked));
  if (type === 'float') return Number(asked);
  if (type === 'time') return readMoment(String(asked), zone).instant;
  return type === 'local_time' ? completeWall(String(asked)) : String(asked);
}

/** What is wrong with a comparison of a value of this type, if anything. */
export function faultOf(test: Test, type: Type, now: Now): TestFault | null {
  const { op } = test;
  const isText = op === 'contains' || op === 'starts_with' || op === 'ends_with';
  if (isText && type !== 'string') return 'operator_mismatch';
  const isOrder = op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte';
  if (isOrder && (type === 'boolean' || type === 'key')) return 'operator_mismatch';
  if (op === 'in_range' && (type === 'boolean' || type === 'key' || type === 'string'))
    return 'operator_mismatch';
  if (op === 'in_range' && test.value !== undefined) return null;
  const asked = test.value === undefined ? (test.values ?? []) : [test.value];
  if (!asked.every((value) => fits(value, type))) return 'type_mismatch';
  if (op !== 'in_range') return null;
  const [low = null, high = null] = readRange(test, type, now);
  return low !== null && high !== null && compareValues(low, high) < 0 ? null : 'empty_range';
}

function fits(asked: Asked, type: Type): boolean {
  if (type === 'boolean') return typeof asked === 'boolean';
  if (typeof asked === 'boolean') return false;
  if (type === 'integer') return /^-?\d+$/.test(String(asked));
  if (type === 'decimal' || type === 'float') return /^-?\d+(\.\d+)?$/.test(String(asked));
  if (isTemporalType(type)) return /^\d{4}-\d\d-\d\d/.test(String(asked));
  return type === 'key' || typeof asked === 'string';
}
