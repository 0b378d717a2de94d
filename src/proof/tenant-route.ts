/** Scope conditions as the way from a row to its tenant. */
import type { TenantRoute } from '../sql/inspection.ts';
import { type ScopeCondition, sourceKey } from '../tenancy/scope.ts';
import type { PhysicalTable } from '../warehouse/physical-table.ts';
import { compareTypes } from './compare-types.ts';
import { hasColumns } from './proof-context.ts';

/** `null` for shared data. */
export function routeToTenant(scope: ScopeCondition): TenantRoute | null {
  switch (scope.kind) {
    case 'shared':
      return null;
    case 'column':
      return { hops: [], column: scope.column };
    case 'through': {
      const { columns, parent, parentColumns, condition } = scope;
      const rest = routeToTenant(condition);
      return rest && { hops: [{ columns, parent, parentColumns }, ...rest.hops], column: rest.column };
    }
  }
}

/** Whether the database can go that way: every column is there, and those that are equated compare. */
export function isPassable(
  { hops, column }: TenantRoute,
  table: PhysicalTable,
  tables: ReadonlyMap<string, PhysicalTable>,
): boolean {
  let from = table;
  for (const { columns, parent, parentColumns } of hops) {
    const to = tables.get(sourceKey(parent));
    if (to === undefined || !hasColumns(from, columns) || !hasColumns(to, parentColumns)) return false;
    for (const [index, name] of columns.entries()) {
      const [own, theirs] = [from.columns.get(name), to.columns.get(parentColumns[index] ?? '')];
      if (!own || !theirs || compareTypes(own, theirs).kind === 'impossible') return false;
    }
    from = to;
  }
  return hasColumns(from, [column]);
}
