/** The fixture shop, loaded into a database and served by the real engine. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts';
import { RULES } from '../../src/planner/rules/index.ts';
import type { Rule } from '../../src/planner/rules/rule.ts';
import type { PostgresDatabase, TextRows } from '../../src/postgres/postgres-database.ts';
import { loadProjectFiles } from '../../src/project/load-project.ts';
import type { ServedProject } from '../../src/server/served-catalog.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { attachVersions } from '../../src/versions/attach-versions.ts';
import { ThawedReleases } from '../../src/versions/thawed-releases.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { addToFiles, type ShopAdditions } from './shop-additions.ts';

/** Tables, their rows, a project over them, and the instant at which questions are asked unless they say otherwise. */
export interface Fixture {
  /** Has `schema.sql` and `data.sql`. */
  readonly folder: URL;
  /** Of the project, in the folder. */
  readonly project: string;
  readonly now: string;
}

/** Every month with orders but the last has ended. */
const SHOP: Fixture = {
  folder: new URL('../fixtures/shop/', import.meta.url),
  project: 'project/',
  now: '2026-11-22T12:00:00Z',
};

/** Ample: a test that reaches it has failed. */
const TIMEOUT_MS = 60_000;

/** An engine whose clock can be set. */
export interface Shop {
  readonly engine: Engine;
  /** The same with more definitions, and with other rules of the planner. */
  engineWith(additions: ShopAdditions, rules?: readonly Rule[]): Engine;
  readonly warehouse: Warehouse;
  readonly store: Store;
  setNow(instant?: string): void;
}

/** Creates the tables of the shop, or of another fixture, and the store in an empty database. */
export async function openShop(database: PostgresDatabase, fixture: Fixture = SHOP): Promise<Shop> {
  const scripts = ['schema.sql', 'data.sql'].map((name) =>
    readFileSync(new URL(name, fixture.folder), 'utf8'),
  );
  await database.transaction(
    scripts.map((script) => ({ script })),
    { mode: 'read_write', timeoutMs: TIMEOUT_MS },
  );
  await migrate(database);
  let instant = new Date(fixture.now);
  const now = () => instant;
  const warehouse = createPostgresWarehouse(database);
  const secret = 's'.repeat(32);
  const store = createPostgresStore(database, { secret, environment: 'test', now });
  const keyProofs = () => store.listKeyProofs('test');
  const files = await loadFiles(fixture);
  // The one built last: a case asks several times in a row.
  let last: { readonly key: string; readonly project: ServedProject } | null = null;
  const projectWith = (additions: ShopAdditions): ServedProject => {
    const key = JSON.stringify(additions);
    const project = last?.key === key ? last.project : buildShopProject(files, additions);
    last = { key, project };
    return project;
  };
  const engineWith = (additions: ShopAdditions, rules: readonly Rule[] = RULES): Engine =>
    createEngine({ ...projectWith(additions), warehouse, store, secret, now, keyProofs, rules });
  return {
    engine: engineWith({}),
    engineWith,
    warehouse,
    store,
    setNow(next = fixture.now) {
      instant = new Date(next);
    },
  };
}

/** The rows of a statement written by hand. */
export async function readRows(database: PostgresDatabase, text: string): Promise<TextRows> {
  const options = { mode: 'read_only', timeoutMs: TIMEOUT_MS } as const;
  const [rows = []] = await database.transaction([{ text, parameters: [] }], options);
  return rows;
}

/** By additions: many golden cases ask for the same ones. */
const catalogs = new Map<string, Promise<Catalog>>();

/** The shop's definitions, checked, once for equal additions. @throws Error with the diagnostics, should there be any */
export function loadShopCatalog(additions: ShopAdditions = {}): Promise<Catalog> {
  const key = JSON.stringify(additions);
  const known =
    catalogs.get(key) ?? loadFiles(SHOP).then((files) => buildShopProject(files, additions).catalog);
  catalogs.set(key, known);
  return known;
}

function loadFiles({ folder, project }: Fixture): Promise<ReadonlyMap<string, string>> {
  return loadProjectFiles(fileURLToPath(new URL(project, folder)));
}

function buildShopProject(own: ReadonlyMap<string, string>, additions: ShopAdditions): ServedProject {
  const files = addToFiles(own, additions);
  const { definitions, ...parsed } = parseProject(files);
  const { catalog, diagnostics } = buildCatalog(definitions, parsed.diagnostics);
  if (catalog === null || diagnostics.length > 0) throw new Error(printDiagnostics(diagnostics, { files }));
  return { catalog: attachVersions(catalog, new ThawedReleases().old(definitions)), definitions };
}

/** A key that is bound to these tenants and may see how an answer is made. */
export function principalOf(tenants: readonly string[]): Principal {
  return {
    kind: 'service_key',
    id: 'golden',
    tenants: tenants.map((tenant) => tenant as TenantId),
    capability: 'analyst',
    groups: [],
  };
}
