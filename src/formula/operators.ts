/** The row-level operators and functions that exist. What is not listed here does not exist. */
import type { CommonGrain } from '../base/value-type.ts';

/** Names as they stand in trees; `formula/functions.ts` says which of them formulas can call. */
export type OperatorName =
  | ArithmeticOperator
  | ComparisonOperator
  | LogicalOperator
  | ConditionalOperator
  | TextOperator
  | TimeOperator
  | BucketOperator
  | RateOperator
  /** The text of a key, the only form in which it leaves the warehouse. Plans only. */
  | 'key_text'
  /** The number of the slot between moments of a list, the second operand, that holds a time. Plans only. */
  | 'time_slot'
  /**
   * The first day of the period that holds a day: the element of the second operand, a list of first days, at the
   * day's place in the third, which are those and the day after the last. Null for other days. Plans only.
   */
  | 'bucket_own'
  /**
   * What a number of parts comes to, of which the second operand, a literal, make a whole: exactly where its digits
   * can say it, else with so many more digits that nothing exact has them. Plans only.
   */
  | 'out_of_parts'
  /** The text in the place of a sensitive value, which only whoever asks is given for it. Queries and plans only. */
  | 'pseudonym'
  /**
   * Dots in the place of a sensitive value. With two literals more, so many of its last characters stay where it has
   * as many as the third says. Queries and plans only.
   */
  | 'masked'
  /** Tenant and key as one value, null where the key is: what a distinct count over tenants counts. Plans only. */
  | 'entity_key';

/**
 * What one unit of the first operand, a currency, is worth in the currency asked for, on the day that is the
 * second: by the rate of that very day, or the last one until then. Null where there is none. In plans the first
 * operand names the rates that were joined to the row by its currency. Queries and plans only.
 */
export type RateOperator = 'daily_rate' | 'carried_rate';

export type ArithmeticOperator =
  | 'add'
  | 'subtract'
  | 'multiply'
  /** Null where the divisor is zero; always a float. */
  | 'divide'
  | 'negate'
  | 'abs'
  | 'round'
  | 'floor'
  | 'ceil';

export type ComparisonOperator =
  | 'equal'
  | 'not_equal'
  | 'less'
  | 'less_or_equal'
  | 'greater'
  | 'greater_or_equal'
  /** First operand among the others. */
  | 'in'
  /** First operand among the elements of the second, a list parameter. */
  | 'in_list';

export type LogicalOperator = 'and' | 'or' | 'not' | 'is_null' | 'is_not_null';

export type ConditionalOperator =
  /** `when, then, when, then, …, else`. */
  'case' | 'coalesce' | 'nullif' | 'greatest' | 'least';

export type TextOperator =
  | 'lower'
  | 'upper'
  | 'trim'
  | 'length'
  | 'concat'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  /** Second operand: a literal pattern of `%`, `_` and escapes, checked. */
  | 'like'
  /** Text, first place from 1, and perhaps how many characters, both literals that fit a database's int. */
  | 'substring';

export const DATE_PARTS = [
  'hour',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'iso_week',
  'month',
  'quarter',
  'year',
] as const;

export type DatePart = (typeof DATE_PARTS)[number];

/** The calendar's units, and those of which every one is as long as the other. */
export const CALENDAR_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export const EXACT_UNITS = ['second', 'minute', 'hour'] as const;

export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/**
 * Operators on times. Where an operand is an instant, the reporting zone is the last operand of those that
 * look at the calendar.
 */
export type TimeOperator =
  | `date_part_${DatePart}`
  /** Boundaries of the calendar's unit from the first moment to the second. */
  | `date_diff_${CalendarUnit}`
  /** Seconds from the first moment to the second. */
  | 'elapsed'
  /** Minutes of working time from the first moment to the second; the third, a literal, names the calendar. */
  | 'business_minutes'
  /** A moment and a literal of so many days or months, such as `-3 months`. */
  | 'add_calendar'
  /** A moment and a literal of so many seconds, minutes or hours. */
  | 'add_exact'
  /** The instant at which clocks of the reporting zone show the first operand, a wall clock. */
  | 'instant_of';

/**
 * The first day of the bucket that holds the operand, a date; for seconds, minutes and hours its first moment,
 * of the operand's own type. For an instant the second operand is the reporting zone, the third (of minutes
 * and hours) the list of transitions at which the zone's clock stood within an hour. A date or wall clock has
 * neither.
 */
export type BucketOperator = `bucket_${CommonGrain}`;
