/** An engine over a project and tables that a test writes down itself. */
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import type { EveryTenant } from '../../src/engine/benchmark-book.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { listEveryTenant } from '../../src/server/every-tenant.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import type { InspectableWarehouse } from '../../src/warehouse/warehouse.ts';

/** Runs `script`, and serves the project in `files`, which must have no faults. */
export async function openProbe(
  database: PostgresDatabase,
  files: ReadonlyMap<string, string>,
  script: string,
): Promise<Engine> {
  await migrate(database);
  await database.transaction([{ script }], { mode: 'read_write', timeoutMs: 60_000 });
  const { definitions, diagnostics: earlier } = parseProject(files);
  const { catalog, diagnostics } = buildCatalog(definitions, earlier);
  if (!catalog) throw new Error(printDiagnostics(diagnostics, { files }));
  const now = () => new Date('2026-06-01T00:00:00Z');
  const store = createPostgresStore(database, { secret: 's'.repeat(32), environment: 'test', now });
  const warehouse = createPostgresWarehouse(database);
  return createEngine({
    catalog,
    warehouse,
    everyTenant: everyTenantOf(warehouse),
    store,
    secret: 's'.repeat(32),
    now,
  });
}

/** Scope over all tenants, as a server has it. */
export function everyTenantOf(warehouse: InspectableWarehouse): EveryTenant {
  return listEveryTenant((inspection, signal) =>
    warehouse.inspect(prepareInspection(inspection), { timeoutMs: 60_000, signal }),
  );
}

/** A metric's file, by its path. */
export function metricFile(name: string, formula: string): [string, string] {
  return [
    `numbers/${name}.yaml`,
    `metric: ${name}\nversion: 1\nowner: a@example.com\ndescription: A number.\nformula: ${formula}\n`,
  ];
}
