/** Whether a query is about several tenants: then `tenant` is a column of every row, and keys are told apart by it. */
import type { TenantMode } from '../tenancy/scope.ts';
import type { Condition, MetricQuery } from './metric-query.ts';

export const TENANT_COLUMN = 'tenant';

/** One tenant that is named is asked for like the only one of a key, unless the query speaks of `tenant`. */
export function tenantModeOf({ tenants, by = [], where = [] }: MetricQuery): TenantMode {
  if (tenants === undefined) return 'one';
  if (tenants === 'all' || new Set(tenants).size > 1) return 'several';
  return by.includes(TENANT_COLUMN) || where.some(namesTenant) ? 'several' : 'one';
}

function namesTenant(condition: Condition): boolean {
  if ('not' in condition) return namesTenant(condition.not);
  if ('all' in condition) return condition.all.some(namesTenant);
  if ('any' in condition) return condition.any.some(namesTenant);
  return condition.dimension === TENANT_COLUMN;
}
