/** The row-level operators and functions that exist. What is not listed here does not exist. */

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
  | 'key_text'
  /** Tenant and key as one value, null where the key is: what a distinct count over tenants counts. Plans only. */
  | 'entity_key';

/**
 * The first day of the bucket that holds the operand, a date. For an instant the second operand is the
 * reporting zone; a date or wall clock has none.
 */
export type BucketOperator = 'bucket_day' | 'bucket_week' | 'bucket_month' | 'bucket_quarter' | 'bucket_year';
