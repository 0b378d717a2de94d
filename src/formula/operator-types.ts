/** What each operator takes and gives. The one place that decides types. */
import { assertNever } from '../base/assert-never.ts';
import { isNumeric, isTemporal, type ValueType } from '../base/value-type.ts';
import type { OperatorName } from './operators.ts';

/** `null` is the type of the literal null, which fits everywhere. */
export type OperandType = ValueType | 'null';

export type OperatorTyping =
  | { readonly kind: 'typed'; readonly type: ValueType }
  | { readonly kind: 'mismatch'; readonly expected: string; readonly hint?: string };

const typed = (type: ValueType): OperatorTyping => ({ kind: 'typed', type });
const mismatch = (expected: string, hint?: string): OperatorTyping =>
  hint === undefined ? { kind: 'mismatch', expected } : { kind: 'mismatch', expected, hint };

/** The result type of `operator` over operands of these types, or what it would have needed. */
export function typeOperator(operator: OperatorName, operands: readonly OperandType[]): OperatorTyping {
  switch (operator) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'negate':
    case 'abs':
      return typeArithmetic(operands, (type) => type);
    case 'floor':
    case 'ceil':
      return typeArithmetic(operands, (type) => (type === 'float' ? 'float' : 'integer'));
    case 'divide':
      return typeArithmetic(operands, () => 'float');
    case 'round':
      return typeArithmetic(operands.slice(0, 1), (type) => type);
    case 'equal':
    case 'not_equal':
    case 'in':
    case 'in_list':
      return typeComparison(operands);
    case 'less':
    case 'less_or_equal':
    case 'greater':
    case 'greater_or_equal':
      return operands.includes('key')
        ? mismatch('values with an order', 'A key has none: declare the column as a dimension of its type.')
        : typeComparison(operands);
    case 'and':
    case 'or':
    case 'not':
      return operands.every((type) => type === 'boolean' || type === 'null')
        ? typed('boolean')
        : mismatch('conditions');
    case 'is_null':
    case 'is_not_null':
      return typed('boolean');
    case 'case':
      return typeCase(operands);
    case 'greatest':
    case 'least':
      return operands.includes('key') ? mismatch('values with an order') : typeUnified(operands);
    case 'coalesce':
    case 'nullif':
      return typeUnified(operands);
    case 'lower':
    case 'upper':
    case 'trim':
    case 'concat':
      return typeText(operands, 'string');
    case 'length':
      return typeText(operands, 'integer');
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return typeText(operands, 'boolean');
    case 'bucket_second':
    case 'bucket_minute':
    case 'bucket_hour':
      return operands[0] === 'time' || operands[0] === 'local_time'
        ? typed(operands[0])
        : mismatch('a time of day');
    case 'bucket_day':
    case 'bucket_week':
    case 'bucket_month':
    case 'bucket_quarter':
    case 'bucket_year':
      return operands[0] !== undefined && operands[0] !== 'null' && isTemporal(operands[0])
        ? typed('date')
        : mismatch('a time');
    case 'key_text':
      return typed('key');
    default:
      return assertNever(operator);
  }
}

/** The common type of both, or `undefined` where they do not mix. */
export function unifyTypes(a: OperandType, b: OperandType): OperandType | undefined {
  if (a === b || b === 'null') return a;
  if (a === 'null') return b;
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  if (a === 'float' || b === 'float') return 'float';
  return 'decimal';
}

function typeArithmetic(
  operands: readonly OperandType[],
  result: (type: 'integer' | 'decimal' | 'float') => ValueType,
): OperatorTyping {
  let widest: OperandType = 'null';
  for (const type of operands) {
    const unified: OperandType | undefined = unifyTypes(widest, type);
    if (unified === undefined || (unified !== 'null' && !isNumeric(unified))) return mismatch('numbers');
    widest = unified;
  }
  return widest === 'null' || !isNumeric(widest) ? mismatch('numbers') : typed(result(widest));
}

function typeComparison(operands: readonly OperandType[]): OperatorTyping {
  const fits = operands.includes('key')
    ? operands.every(comparesWithKey)
    : operands.reduce<OperandType | undefined>(
        (common, type) => common && unifyTypes(common, type),
        'null',
      ) !== undefined;
  if (fits) return typed('boolean');
  const dated = operands.some((type) => type === 'date') && operands.some((type) => type === 'string');
  return mismatch('operands of one type', dated ? "A day is written date '2026-01-31'." : undefined);
}

/** A key is opaque: it may be compared with text and whole numbers, by its text. */
function comparesWithKey(type: OperandType): boolean {
  return type === 'key' || type === 'string' || type === 'integer' || type === 'null';
}

function typeCase(operands: readonly OperandType[]): OperatorTyping {
  const results: OperandType[] = [];
  for (const [index, type] of operands.entries()) {
    const isCondition = index % 2 === 0 && index < operands.length - 1;
    if (!isCondition) results.push(type);
    else if (type !== 'boolean' && type !== 'null') return mismatch('conditions after "when"');
  }
  return typeUnified(results);
}

function typeUnified(operands: readonly OperandType[]): OperatorTyping {
  let common: OperandType = 'null';
  for (const type of operands) {
    const unified: OperandType | undefined = unifyTypes(common, type);
    if (unified === undefined) return mismatch('values of one type');
    common = unified;
  }
  return common === 'null' ? mismatch('at least one value that is not null') : typed(common);
}

function typeText(operands: readonly OperandType[], result: ValueType): OperatorTyping {
  return operands.every((type) => type === 'string' || type === 'null') ? typed(result) : mismatch('text');
}
