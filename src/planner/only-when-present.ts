/** The value of a formula beside a row that a join may not have found. */
import { invariant } from '../base/invariant.ts';
import type { ValueType } from '../base/value-type.ts';
import type { Model } from '../catalog/catalog.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

interface JoinedTable {
  readonly alias: string;
  readonly model: Model;
  readonly joined: {
    readonly version: object | null;
    readonly on: readonly { readonly target: string }[];
  } | null;
}

/** `else 'small'` is said of rows that exist: a missing join partner gives null, whatever the formula (S2). */
export function onlyWhenPresent(
  expression: RowPlanExpression,
  { alias, model, joined }: JoinedTable,
  type: ValueType,
): RowPlanExpression {
  // Of a join at a time, the columns that it equates are no key of the target, and perhaps no members.
  const own = joined?.version ? model.primaryKey.find((key) => key !== model.tenantColumn) : undefined;
  const column = own ?? joined?.on[0]?.target;
  invariant(column !== undefined, 'a join has a pair of columns');
  const key: StoredColumn = { kind: 'stored_column', relation: alias, column, type: 'key', zone: null };
  const present: RowPlanExpression = {
    kind: 'operation',
    operator: 'is_not_null',
    operands: [key],
    type: 'boolean',
  };
  const absent: RowPlanExpression = { kind: 'literal', type: 'null', value: null };
  return { kind: 'operation', operator: 'case', operands: [present, expression, absent], type };
}
