/** What operators on times take and give. */
import { assertNever } from '../base/assert-never.ts';
import { isTemporal, type ValueType } from '../base/value-type.ts';
import { mismatch, type OperandType, type OperatorTyping, typed } from './operator-typing.ts';
import type { TimeOperator } from './operators.ts';

/** Over the operands that a formula writes, so without the zone. */
export function typeTimeOperator(operator: TimeOperator, operands: readonly OperandType[]): OperatorTyping {
  const [a = 'null', b = 'null'] = operands;
  switch (operator) {
    case 'date_part_hour':
      return isClock(a) ? typed('integer') : needed('a time of day', a, 'A date has no hours.');
    case 'date_part_day_of_week':
    case 'date_part_day_of_month':
    case 'date_part_day_of_year':
    case 'date_part_iso_week':
    case 'date_part_month':
    case 'date_part_quarter':
    case 'date_part_year':
      return isMoment(a) ? typed('integer') : needed('a date or time', a);
    case 'date_diff_day':
    case 'date_diff_week':
    case 'date_diff_month':
    case 'date_diff_quarter':
    case 'date_diff_year':
      return isMoment(a) && isMoment(b) ? typed('integer') : needed('two dates or times', a);
    case 'elapsed':
      return isClock(a) && a === b
        ? typed('decimal')
        : needed('two times of one type', a, 'The days between two dates are date_diff(day, a, b).');
    case 'business_minutes':
      return isClock(a) && a === b
        ? typed('float')
        : needed('two times of one type', a, 'A date has no hours: it may stand for any moment of its day.');
    case 'add_calendar':
      return isMoment(a) ? typed(a) : needed('a date or time', a);
    case 'add_exact':
      return isClock(a) ? typed(a) : needed('a time of day', a, 'A date moves by whole days.');
    case 'instant_of':
      return a === 'local_time' ? typed('time') : needed('a wall clock', a);
    default:
      return assertNever(operator);
  }
}

type Moment = Extract<ValueType, 'date' | 'time' | 'local_time'>;

function isMoment(type: OperandType): type is Moment {
  return type !== 'null' && isTemporal(type);
}

function isClock(type: OperandType): type is 'time' | 'local_time' {
  return type === 'time' || type === 'local_time';
}

/** What was needed, with a hint for who has written a date. */
function needed(expected: string, type: OperandType, hint?: string): OperatorTyping {
  return mismatch(expected, type === 'date' ? hint : undefined);
}
