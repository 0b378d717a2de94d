/** Scope over all tenants, for benchmarks: made of the list that the project names, and only by who opened the databases. */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { EveryTenant } from '../engine/benchmark-book.ts';
import type { OperatorServices } from '../serving/routes/operator-services.ts';
import type { TenantInspection } from '../sql/inspection.ts';
import { isTenantId } from '../tenancy/principal.ts';
import { resolveScope } from '../tenancy/scope.ts';

/** `inspect` reads over all tenants. */
export function listEveryTenant(inspect: OperatorServices['inspect']): EveryTenant {
  return async (catalog, signal) => {
    const rows = await inspect(tenantList(catalog), signal);
    const tenants = rows.flatMap(([id = null]) => (id !== null && isTenantId(id) ? [id] : []));
    const everybody = { kind: 'operator', id: 'benchmarks', capability: 'admin', groups: [] } as const;
    return tenants.length === 0 ? null : resolveScope({ ...everybody, tenants }, 'all');
  };
}

function tenantList({ project, models }: Catalog): TenantInspection {
  const model = models.get(project.tenants?.model ?? '');
  invariant(model?.tenantColumn, 'a project with benchmarks lists its tenants');
  return { kind: 'tenants', source: model.source, column: model.tenantColumn };
}
