/** Conditions on rows in the forms that exist, and no other. */
import type { RowCondition } from '../tenancy/row-condition.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { compileLookUp, compileScope, PARENT } from './compile-scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

/** The predicate on the base table called `alias`. */
export function compileRowCondition(condition: RowCondition, alias: string, tenants: TenantMode): Sql {
  if (condition.kind === 'column') {
    const slot: ParameterSlot = { kind: 'rows', values: condition.values };
    return sql`${stored(alias, condition.column)} = any(${slot})`;
  }
  const scoped = compileScope(condition.scope, PARENT, tenants);
  const chosen = compileRowCondition(condition.condition, PARENT, tenants);
  return compileLookUp(condition, alias, scoped ? sql`${scoped} and ${chosen}` : chosen);
}
