/** Conditions on rows in the forms that exist, and no other. */
import { type RawBuilder, sql } from 'kysely';
import type { RowCondition } from '../tenancy/row-condition.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { compileScope } from './compile-scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { stored } from './identifier.ts';

/** The predicate on the base table called `alias`. */
export function compileRowCondition(
  condition: RowCondition,
  alias: string,
  tenants: TenantMode,
): RawBuilder<unknown> {
  if (condition.kind === 'column') {
    const slot: ParameterSlot = { kind: 'rows', values: condition.values };
    return sql`${stored(alias, condition.column)} = any(${slot})`;
  }
  const { columns, parent, parentColumns, scope } = condition;
  const list = sql.join(columns.map((column) => stored(alias, column)));
  const key = columns.length === 1 ? list : sql`(${list})`;
  const parentKey = sql.join(parentColumns.map((column) => stored('parent', column)));
  const scoped = compileScope(scope, 'parent', tenants);
  const chosen = compileRowCondition(condition.condition, 'parent', tenants);
  const where = scoped ? sql`${scoped} and ${chosen}` : chosen;
  const table = sql.table(`${parent.schema}.${parent.table}`);
  return sql`${key} in (select ${parentKey} from ${table} as "parent" where ${where})`;
}
