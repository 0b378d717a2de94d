/** A project folder over a test database, through everything that a server puts between them but HTTP. */
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import type { Answer } from '../../src/engine/answer.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { loadProjectFiles } from '../../src/project/load-project.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';

/** Asks as a tenant's own service key would. */
export type Ask = (tenant: string, query: MetricQuery) => Promise<Answer>;

const now = () => new Date('2026-11-22T09:00:00Z');

/** Loads and checks the project in `folder`; the store shares `database`. */
export async function openProject(database: PostgresDatabase, folder: string): Promise<Ask> {
  const { definitions, diagnostics: faults } = parseProject(await loadProjectFiles(folder));
  const { catalog, diagnostics } = buildCatalog(definitions, faults);
  if (catalog === null || diagnostics.length > 0)
    throw new Error(`${folder} is not sound: ${JSON.stringify(diagnostics)}`);
  await migrate(database);
  const store = createPostgresStore(database, { secret: 's'.repeat(32), environment: 'test', now });
  const engine = createEngine({
    catalog,
    warehouse: createPostgresWarehouse(database),
    store,
    secret: 's'.repeat(32),
    now,
  });
  const principals = new Map<string, Principal>();
  return async (tenant, query) => {
    const principal = principals.get(tenant) ?? (await createPrincipal(tenant));
    principals.set(tenant, principal);
    return engine.query(principal, query);
  };

  async function createPrincipal(tenant: string): Promise<Principal> {
    if (!isTenantId(tenant)) throw new Error('a tenant has a name');
    const request = { label: tenant, tenants: [tenant], capability: 'viewer', expiresAt: null } as const;
    const { key } = await store.createKey(request);
    const principal = await store.findPrincipal(key);
    if (principal === null) throw new Error(`the key of ${tenant} is not recognised`);
    return principal;
  }
}

function isTenantId(text: string): text is TenantId {
  return text !== '';
}
