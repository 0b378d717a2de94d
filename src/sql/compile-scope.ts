/** Scope conditions in the forms that exist, and no other. */
import { type RawBuilder, sql } from 'kysely';
import type { ScopeCondition, TenantMode } from '../tenancy/scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { stored } from './identifier.ts';

const TENANT: ParameterSlot = { kind: 'tenant' };
const TENANTS: ParameterSlot = { kind: 'tenants' };

/** The predicate on the base table called `alias`, or `null` for shared data. */
export function compileScope(
  scope: ScopeCondition,
  alias: string,
  tenants: TenantMode,
): RawBuilder<unknown> | null {
  if (scope.kind === 'shared') return null;
  if (scope.kind === 'column') {
    const column = stored(alias, scope.column);
    return tenants === 'one' ? sql`${column} = ${TENANT}` : sql`${column} = any(${TENANTS})`;
  }
  const columns = sql.join(scope.columns.map((column) => stored(alias, column)));
  const key = scope.columns.length === 1 ? columns : sql`(${columns})`;
  // Every column is qualified: a bare name that the parent lacks would mean the outer table's.
  const parentColumns = sql.join(scope.parentColumns.map((column) => stored('parent', column)));
  const parent = sql.table(`${scope.parent.schema}.${scope.parent.table}`);
  const condition = compileScope(scope.condition, 'parent', tenants);
  return sql`${key} in (select ${parentColumns} from ${parent} as "parent" where ${condition})`;
}
