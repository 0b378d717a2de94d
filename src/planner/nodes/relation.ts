/**
 * What the rows of a leg are read from: a table, and beside its rows what joins, holidays, rates and other rows give.
 * They stand in one file because they are inputs of each other.
 */
import type { OutputColumn, RowPlanExpression, StoredColumn } from '../plan-expression.ts';
import type { JoinBridge } from './join-bridge.ts';
import type { JoinPair } from './join-pair.ts';
import type { JoinPartners } from './join-partners.ts';
import type { LegAggregate } from './leg-aggregate.ts';
import type { RowOrder } from './row-order.ts';
import type { Scan } from './scan.ts';
import type { SpreadDays } from './spread-days.ts';

/**
 * Each row beside the one row of another table that its key names, or beside nulls (S2).
 * The pairs cover a declared key of the target, so no row is doubled (S1).
 *
 * | order_id | channel_id |    | order_id | channel.name |
 * |----------|------------|    |----------|--------------|
 * | 1        | 5          | →  | 1        | ads          |
 * | 2        | 99         |    | 2        | null         |
 */
export interface JoinToOne {
  readonly kind: 'join_to_one';
  readonly input: JoinedRows;
  readonly target: Scan;
  /** `relation.column` of the input equals `target` of the joined table. */
  readonly on: readonly JoinPair[];
}

export function joinToOne(node: Omit<JoinToOne, 'kind'>): JoinToOne {
  return Object.freeze({ kind: 'join_to_one', ...node });
}

/**
 * Each row beside the row of another table that was valid at a time of its own, or beside nulls (S2). Rows of equal
 * key are put in the order in which they begin; where two overlap, the earlier ends when the later begins, so no row is
 * doubled (S1), whatever the table is like.
 *
 * | order | product | at    |   | product | from  | until | price |    | order | price.price |
 * |-------|---------|-------|   |---------|-------|-------|-------|    |-------|-------------|
 * | 1     | x       | 3 May | + | x       | null  | 2 May | 10    | →  | 1     | 12          |
 * | 2     | x       | 9 May |   | x       | 2 May | 9 May | 12    |    | 2     | null        |
 */
export interface JoinAtTime {
  readonly kind: 'join_at_time';
  /** Beside what other rows say, where that is the time. */
  readonly input: JoinedRows | JoinAttribute;
  readonly target: Scan;
  /** `relation.column` of the input equals `target` of the joined table. */
  readonly on: readonly JoinPair[];
  /** The moment, of the type of the bounds. */
  readonly at: RowPlanExpression;
  /** Null is open. */
  readonly validity: Validity;
  /** What decides among rows that begin together: the last one is meant. */
  readonly ties: readonly RowPlanExpression[];
}

/** From which moment on, and until before which, a row of the joined table is valid. */
export interface Validity {
  readonly from: StoredColumn;
  readonly until: StoredColumn;
}

/** A table's rows with what they were joined to: each once, unless across a bridge. */
export type JoinedRows = Scan | JoinToOne | JoinAtTime | JoinBridge<JoinedRows>;

export function joinAtTime(node: Omit<JoinAtTime, 'kind'>): JoinAtTime {
  return Object.freeze({ kind: 'join_at_time', ...node });
}

/**
 * Each row beside the holidays of a calendar, those in scope as one list: no row is added or left out, whether
 * there are holidays or not.
 *
 * | ticket_id |   | day   |    | ticket_id | support.holidays |
 * |-----------|   |-------|    |-----------|------------------|
 * | 1         | + | 1 May | →  | 1         | {1 May, 9 May}   |
 * | 2         |   | 9 May |    | 2         | {1 May, 9 May}   |
 */
export interface JoinHolidays {
  readonly kind: 'join_holidays';
  readonly input: JoinedRows | JoinHolidays;
  /** The name of a calendar of working hours. */
  readonly calendar: string;
  /** Of the one column that is the day. */
  readonly days: Scan;
}

export function joinHolidays(node: Omit<JoinHolidays, 'kind'>): JoinHolidays {
  return Object.freeze({ kind: 'join_holidays', ...node });
}

/**
 * Each row beside the rates of its currency, as two lists in the order of their days: those of one currency are one
 * row, whatever the table of rates is like, so no row is doubled. A currency without rates has nulls.
 *
 * | id | money |   | from | to  | day   | rate |    | id | rates 1: days, rates        |
 * |----|-------|   |------|-----|-------|------|    |----|-----------------------------|
 * | 1  | USD   | + | USD  | EUR | 1 May | 0.90 | →  | 1  | {1 May, 4 May}, {0.90, 0.92} |
 * | 2  | GBP   |   | USD  | EUR | 4 May | 0.92 |    | 2  | null, null                  |
 */
export interface JoinRates {
  readonly kind: 'join_rates';
  readonly input: Relation;
  readonly table: RateTable;
  /** What expressions call the joined lists. */
  readonly alias: string;
  readonly currency: RowPlanExpression;
  /** Whose row it is, where each tenant has rates of its own; `null` where they are shared. */
  readonly tenant: StoredColumn | null;
}

/** The project's rates to the currency asked for; one table for all legs of a query. */
export interface RateTable {
  readonly scan: Scan;
  readonly from: StoredColumn;
  readonly to: StoredColumn;
  readonly day: StoredColumn;
  readonly rate: StoredColumn;
  readonly tenant: StoredColumn | null;
  /** The currency asked for. */
  readonly target: RowPlanExpression;
}

/** What the rows of a leg are read from. */
export type Relation = JoinedRows | JoinHolidays | JoinRates | JoinPartners<Relation>;

export function joinRates(node: Omit<JoinRates, 'kind'>): JoinRates {
  return Object.freeze({ kind: 'join_rates', ...node });
}

/** What the rows of a leg are read from: relations, beside them what other rows say, and each day of their periods. */
export type AttributedRelation = Relation | JoinAttribute | SpreadDays<AttributedRelation>;

/**
 * Each row beside the value that an attribute has for it. There is one value a key or none: no row is added or
 * left out.
 *
 * | id | name |   | key 1 | value |    | id | name | value |
 * |----|------|   |-------|-------|    |----|------|-------|
 * | 7  | Ann  | + | 7     | 2     | →  | 7  | Ann  | 2     |
 * | 8  | Bob  |   | 99    | 1     |    | 8  | Bob  | null  |
 */
export interface JoinAttribute {
  readonly kind: 'join_attribute';
  readonly input: AttributedRelation;
  readonly rows: AttributeRows;
  /** What expressions call the joined values. */
  readonly alias: string;
  /** `relation.column` of the input equals `key` of the rows. */
  readonly on: readonly AttributePair[];
}

export interface AttributePair {
  readonly relation: string;
  readonly column: string;
  readonly key: string;
  /** Tenant columns may be of different types; they are equal by their text. */
  readonly byText: boolean;
}

/**
 * The values of an attribute by key, over all rows in scope: an aggregate of the rows that have the key, or what
 * the row of a key sees along its own kind.
 *
 * | customer_id | ordered_at |                     | key 1 | value |
 * |-------------|------------|                     |-------|-------|
 * | 7           | 2 May      |  min by customer →  | 7     | 1 May |
 * | 7           | 1 May      |                     | null  | 3 May |
 * | null        | 3 May      |
 */
export interface AttributeRows {
  readonly kind: 'attribute_rows';
  /** `customers.first_ordered_at`, by which equal attributes of a statement are known. */
  readonly name: string;
  readonly input: AttributedRelation;
  /** On the rows that are looked at; none of them is of the query. */
  readonly conditions: readonly RowPlanExpression[];
  readonly columns: readonly { readonly name: string; readonly expression: RowPlanExpression }[];
  /** Columns that tell the values apart. */
  readonly keys: readonly OutputColumn[];
  readonly value: LegAggregate | RowPlace;
  /** Which of the rows are aggregated, whatever their keys; `null` for all of them. */
  readonly choice: RowOrder | null;
}

/** What a row sees along the rows that are equal in `by`, nulls being equal: a value before it, or its number. */
export interface RowPlace {
  readonly kind: 'row_place';
  readonly name: string;
  /** The column whose value on the row before is meant; `null` numbers the rows. */
  readonly previous: OutputColumn | null;
  readonly by: readonly OutputColumn[];
  /** Columns in whose order the rows stand; no two rows are equal in all of them and `by`. */
  readonly order: readonly OutputColumn[];
}

export function joinAttribute(node: Omit<JoinAttribute, 'kind'>): JoinAttribute {
  return Object.freeze({ kind: 'join_attribute', ...node });
}

export function attributeRows(node: Omit<AttributeRows, 'kind'>): AttributeRows {
  return Object.freeze({ kind: 'attribute_rows', ...node });
}

/** Whether the value is read along rows of one kind, each of which has its own. */
export function isRowPlace(value: AttributeRows['value']): value is RowPlace {
  return 'kind' in value;
}
