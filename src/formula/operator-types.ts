/** What each operator takes and gives. The one place that decides types. */
import { isNumeric, isTemporal, type ValueType } from '../base/value-type.ts';
import { mismatch, type OperandType, type OperatorTyping, typed } from './operator-typing.ts';
import type { OperatorName } from './operators.ts';
import { typeTimeOperator } from './time-operator-types.ts';

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
      return typeUnified(operands);
    case 'nullif':
      return typeNullif(operands);
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
    case 'like':
      return typeText(operands, 'boolean');
    case 'substring':
      return typeText(operands.slice(0, 1), 'string');
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
    case 'bucket_fiscal_quarter':
    case 'bucket_year':
    case 'bucket_fiscal_year':
      return operands[0] !== undefined && operands[0] !== 'null' && isTemporal(operands[0])
        ? typed('date')
        : mismatch('a time');
    case 'bucket_own':
      return operands[0] === 'date' ? typed('date') : mismatch('a day');
    case 'key_text':
    case 'entity_key':
      return typed('key');
    case 'pseudonym':
    case 'masked':
      return typed('string');
    case 'daily_rate':
    case 'carried_rate':
      return operands[0] === 'string' && operands[1] === 'date'
        ? typed('decimal')
        : mismatch('a currency and a day');
    case 'time_slot':
      return typed('integer');
    case 'out_of_parts':
      return typed(operands[0] === 'float' ? 'float' : 'decimal');
    default:
      return typeTimeOperator(operator, operands);
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
    if (unified === undefined || (unified !== 'null' && !isNumeric(unified))) return noNumbers(operands);
    widest = unified;
  }
  return widest === 'null' || !isNumeric(widest) ? mismatch('numbers') : typed(result(widest));
}

function noNumbers(operands: readonly OperandType[]): OperatorTyping {
  const timed = operands.some((type) => type !== 'null' && isTemporal(type));
  const hint = 'Times move by lengths such as 7 days; between two lie date_diff(day, a, b) or elapsed(a, b).';
  return mismatch('numbers', timed ? hint : undefined);
}

/** The value of the first operand stays what it is: compared with a float, a decimal keeps its digits. */
function typeNullif(operands: readonly OperandType[]): OperatorTyping {
  const [first = 'null'] = operands;
  const comparison = typeComparison(operands);
  if (comparison.kind === 'mismatch') return mismatch('values of one type', comparison.hint);
  return first === 'null' ? typeUnified(operands) : typed(first);
}

function typeComparison(operands: readonly OperandType[]): OperatorTyping {
  const fits = operands.includes('key')
    ? operands.every(comparesWithKey)
    : operands.reduce<OperandType | undefined>(
        (common, type) => common && unifyTypes(common, type),
        'null',
      ) !== undefined;
  if (fits) return typed('boolean');
  const timed = operands.find((type) => type !== 'null' && isTemporal(type));
  const literal = timed === 'date' ? "A day is written date '2026-01-31'." : CLOCK_HINTS[timed ?? ''];
  return mismatch('operands of one type', operands.includes('string') ? literal : undefined);
}

const CLOCK_HINTS: Readonly<Record<string, string>> = {
  time: "An instant is written time '2026-01-31T10:00:00+03:00', or without offset in the reporting zone.",
  local_time: "A wall clock is written local_time '2026-01-31T10:00:00'.",
};

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
