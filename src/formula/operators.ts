/** The row-level operators and functions that exist. What is not listed here does not exist. */
import type { Grain } from '../base/value-type.ts';

/** Names as they stand in trees; `formula/functions.ts` says which of them formulas can call. */
export type OperatorName =
  | 'add'
  | 'subtract'
  | 'multiply'
  /** Null where the divisor is zero; always a float. */
  | 'divide'
  | 'negate'
  | 'equal'
  | 'not_equal'
  | 'less'
  | 'less_or_equal'
  | 'greater'
  | 'greater_or_equal'
  | 'and'
  | 'or'
  | 'not'
  | 'is_null'
  | 'is_not_null'
  /** First operand among the others. */
  | 'in'
  /** First operand among the elements of the second, a list parameter. */
  | 'in_list'
  /** `when, then, when, then, …, else`. */
  | 'case'
  | 'coalesce'
  | 'nullif'
  | 'abs'
  | 'round'
  | 'floor'
  | 'ceil'
  | 'greatest'
  | 'least'
  | 'lower'
  | 'upper'
  | 'trim'
  | 'length'
  | 'concat'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | BucketOperator
  /** The text of a key, the only form in which it leaves the warehouse. Plans only. */
  | 'key_text';

/**
 * The first day of the bucket that holds the operand, a date; for seconds, minutes and hours its first moment,
 * of the operand's own type. For an instant the second operand is the reporting zone, the third (of minutes
 * and hours) the list of transitions at which the zone's clock stood within an hour. A date or wall clock has
 * neither.
 */
export type BucketOperator = `bucket_${Grain}`;
