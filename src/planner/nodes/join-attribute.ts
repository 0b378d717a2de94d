/** See {@link JoinAttribute} and {@link AttributeRows}. */
import type { OutputColumn, RowPlanExpression } from '../plan-expression.ts';
import type { ChooseRows } from './choose-rows.ts';
import type { Relation } from './join-rates.ts';
import type { LegAggregate } from './leg-aggregate.ts';
import type { SpreadDays } from './spread-days.ts';

/** What the rows of a leg are read from: relations, beside them what other rows say, and each day of their periods. */
export type AttributedRelation = Relation | JoinAttribute | SpreadDays;

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
  readonly choice: Pick<ChooseRows, 'order' | 'time' | 'keys' | 'ties'> | null;
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
