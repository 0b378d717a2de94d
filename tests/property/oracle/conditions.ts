/** The `where` of a query on one row: two-valued, so that `not` is the exact complement. */
import type { Condition, DimensionCondition } from '../../../src/query/metric-query.ts';
import { completeWall, readMoment } from './clock.ts';
import { Decimal } from './decimal.ts';
import { compareValues, isTemporalType, type Type, type Value } from './value.ts';

/** What a name is worth on the row at hand, and of which type it is. */
export type Known = (name: string) => { readonly type: Type; readonly value: Value };

/** Calls `visit` on each comparison of a tree. */
export function forEachComparison(
  condition: Condition,
  visit: (comparison: DimensionCondition) => void,
): void {
  if ('dimension' in condition) visit(condition);
  else if ('not' in condition) forEachComparison(condition.not, visit);
  else for (const part of 'all' in condition ? condition.all : condition.any) forEachComparison(part, visit);
}

/** Whether the row passes; `zone` reads bounds without offset. */
export function holds(condition: Condition, known: Known, zone: string): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, known, zone));
  if ('any' in condition) return condition.any.some((part) => holds(part, known, zone));
  if ('not' in condition) return !holds(condition.not, known, zone);
  const { type, value } = known(condition.dimension);
  return compares(condition, value, (asked) => readValue(asked, type, zone));
}

type Asked = string | number | boolean;

function compares(condition: DimensionCondition, value: Value, read: (asked: Asked) => Value): boolean {
  const asked = condition.value === undefined ? null : read(condition.value);
  const list = (condition.values ?? []).map(read);
  const order = value === null || asked === null ? null : compareValues(value, asked);
  const text = typeof value === 'string' && typeof asked === 'string' ? { value, asked } : null;
  switch (condition.op) {
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
    case 'in_range': {
      const [from = null, to = null] = list;
      if (value === null || from === null || to === null) return false;
      return compareValues(value, from) >= 0 && compareValues(value, to) < 0;
    }
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

function readValue(asked: Asked, type: Type, zone: string): Value {
  if (typeof asked === 'boolean') return asked;
  if (type === 'integer' || type === 'decimal') return Decimal.parse(String(asked));
  if (type === 'float') return Number(asked);
  if (type === 'time') return readMoment(String(asked), zone).instant;
  return type === 'local_time' ? completeWall(String(asked)) : String(asked);
}

export type ConditionFault = 'operator_mismatch' | 'type_mismatch';

/** What is wrong with a comparison on a dimension of this type, if anything. */
export function faultOf(condition: DimensionCondition, type: Type): ConditionFault | null {
  const { op } = condition;
  const isText = op === 'contains' || op === 'starts_with' || op === 'ends_with';
  if (isText && type !== 'string') return 'operator_mismatch';
  const isOrder = op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte';
  if (isOrder && (type === 'boolean' || type === 'key')) return 'operator_mismatch';
  const asked = condition.value === undefined ? (condition.values ?? []) : [condition.value];
  return asked.every((value) => fits(value, type)) ? null : 'type_mismatch';
}

function fits(asked: Asked, type: Type): boolean {
  if (type === 'boolean') return typeof asked === 'boolean';
  if (typeof asked === 'boolean') return false;
  if (type === 'integer') return /^-?\d+$/.test(String(asked));
  if (type === 'decimal' || type === 'float') return /^-?\d+(\.\d+)?$/.test(String(asked));
  if (isTemporalType(type)) return /^\d{4}-\d\d-\d\d/.test(String(asked));
  return type === 'key' || typeof asked === 'string';
}
