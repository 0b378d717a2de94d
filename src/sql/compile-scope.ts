/** Scope conditions in the forms that exist, and no other. */
import { invariant } from '../base/invariant.ts';
import type { ScopeCondition, TenantMode } from '../tenancy/scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { stored } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

const TENANT: ParameterSlot = { kind: 'tenant' };
const TENANTS: ParameterSlot = { kind: 'tenants' };

type LookUp = Pick<Extract<ScopeCondition, { kind: 'through' }>, 'columns' | 'parent' | 'parentColumns'>;

/** What tables of look-ups are called. */
export const PARENT = 'parent';

/** The predicate on the base table called `alias`, or `null` for shared data. */
export function compileScope(scope: ScopeCondition, alias: string, tenants: TenantMode): Sql | null {
  if (scope.kind === 'shared') return null;
  if (scope.kind === 'column') {
    const column = stored(alias, scope.column);
    return tenants === 'one' ? sql`${column} = ${TENANT}` : sql`${column} = any(${TENANTS})`;
  }
  const condition = compileScope(scope.condition, PARENT, tenants);
  invariant(condition, 'whose a row is, a parent that is shared cannot tell');
  return compileLookUp(scope, alias, condition);
}

/** Whether the row that keys lead to is among the parent's rows that `where` lets through. */
export function compileLookUp({ columns, parent, parentColumns }: LookUp, alias: string, where: Sql): Sql {
  const list = sql.join(columns.map((column) => stored(alias, column)));
  const key = columns.length === 1 ? list : sql`(${list})`;
  // Every column is qualified: a bare name that the parent lacks would mean the outer table's.
  const parentKey = sql.join(parentColumns.map((column) => stored(PARENT, column)));
  const table = sql.id(parent.schema, parent.table);
  return sql`${key} in (select ${parentKey} from ${table} as ${sql.id(PARENT)} where ${where})`;
}
