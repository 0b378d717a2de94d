/** Keys of a model, from what constraints and indexes keep unique. Within a tenant, its column goes without saying. */
import { sourceKey } from '../tenancy/scope.ts';
import type { PhysicalTable } from '../warehouse/physical-table.ts';

export interface KeyDrafts {
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
}

/** `tenantColumn` is the table's own, `null` where it has none. */
export function draftKeys(
  table: PhysicalTable,
  tables: readonly PhysicalTable[],
  tenantColumn: string | null,
): KeyDrafts {
  const primary = table.keys.find((key) => key.primary);
  const primaryKey = withoutTenant(primary?.columns ?? [], tenantColumn);
  const told = new Set([nameOf(primaryKey)]);
  const uniqueKeys: (readonly string[])[] = [];
  for (const { columns } of table.keys) {
    const key = withoutTenant(columns, tenantColumn);
    const whole = columns.every((column) => table.columns.get(column)?.nullable === false);
    if (told.has(nameOf(key)) || !(whole || isTarget(table, columns, tables))) continue;
    told.add(nameOf(key));
    uniqueKeys.push(key);
  }
  return { primaryKey, uniqueKeys };
}

/** A key of the tenant column alone stays what it is. */
export function withoutTenant(columns: readonly string[], tenantColumn: string | null): readonly string[] {
  const others = columns.filter((column) => column !== tenantColumn);
  return others.length === 0 ? columns : others;
}

function isTarget(
  table: PhysicalTable,
  columns: readonly string[],
  tables: readonly PhysicalTable[],
): boolean {
  return tables.some(({ foreignKeys }) =>
    foreignKeys.some(
      ({ target, targetColumns }) =>
        sourceKey(target) === sourceKey(table.source) && nameOf(targetColumns) === nameOf(columns),
    ),
  );
}

function nameOf(columns: readonly string[]): string {
  return JSON.stringify(columns.toSorted());
}
