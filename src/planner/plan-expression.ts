/** The leaves of expressions in plans: columns as stored, and columns that an earlier step named. */
import type { ValueType } from '../base/value-type.ts';
import type { Expression } from '../formula/expression.ts';

/** A column of a scanned table; `zone` makes a zoneless column an instant. */
export interface StoredColumn {
  readonly kind: 'stored_column';
  /** The alias of the scan. */
  readonly relation: string;
  readonly column: string;
  readonly type: ValueType;
  readonly zone: string | null;
}

/** A column of the step below. */
export interface NamedColumn {
  readonly kind: 'named_column';
  readonly name: string;
  readonly type: ValueType;
}

export type RowPlanExpression = Expression<StoredColumn>;
export type NamedExpression = Expression<NamedColumn>;

/** A column that a step gives to the one above. */
export interface OutputColumn {
  readonly name: string;
  readonly type: ValueType;
}

/** A key of whatever type as text, by which equal keys are known. */
export function keyText(key: RowPlanExpression): RowPlanExpression {
  return { kind: 'operation', operator: 'key_text', operands: [key], type: 'key' };
}
