/** Scope over all tenants, for benchmarks: made of the list that the project names, and only by who opened the databases. */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { EveryTenant } from '../engine/benchmark-book.ts';
import type { OperatorServices } from '../serving/routes/operator-services.ts';
import type { TenantInspection } from '../sql/inspection.ts';
import { isTenantId, type TenantId } from '../tenancy/principal.ts';
import { resolveScope } from '../tenancy/scope.ts';

/** `inspect` reads over all tenants. */
export function listEveryTenant(inspect: OperatorServices['inspect']): EveryTenant {
  return async (catalog, signal) => {
    const tenants = await readTenants(catalog, inspect, signal);
    invariant(tenants !== null, 'a project with benchmarks lists its tenants');
    const everybody = { kind: 'operator', id: 'benchmarks', capability: 'admin', groups: [] } as const;
    return tenants.length === 0 ? null : resolveScope({ ...everybody, tenants }, 'all');
  };
}

/** Ids of all tenants, in the order of their code points; `null` where no model of the project lists them. */
export async function readTenants(
  catalog: Catalog,
  inspect: OperatorServices['inspect'],
  signal?: AbortSignal,
): Promise<readonly TenantId[] | null> {
  const list = tenantList(catalog);
  if (list === null) return null;
  const rows = await inspect(list, signal);
  return rows.flatMap(([id = null]) => (id !== null && isTenantId(id) ? [id] : [])).sort();
}

/** The model that the project names, else the only one that has a row for each tenant. */
function tenantList({ project, models }: Catalog): TenantInspection | null {
  const listing = [...models.values()].filter(
    ({ tenantColumn, primaryKey }) => primaryKey.length === 1 && primaryKey[0] === tenantColumn,
  );
  const found = project.tenants
    ? models.get(project.tenants.model)
    : listing.length === 1
      ? listing[0]
      : null;
  return found?.tenantColumn ? { kind: 'tenants', source: found.source, column: found.tenantColumn } : null;
}
