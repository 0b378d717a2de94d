/** The leak project on one database, served: for some tenants together, or for one that is alone in the world. */
import type { FastifyInstance } from 'fastify';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { connectPostgres } from '../../src/postgres/server-postgres.ts';
import { listGuardedSources } from '../../src/sql/row-security/row-security-plan.ts';
import { writeMigration } from '../../src/sql/row-security/write-migration.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { administer, letReaderIn, newRoleName } from '../support/reader-role.ts';
import { runScript } from '../support/statements.ts';
import { buildLeakProject } from './leak-project.ts';
import { vaultScript, WATERMARKS, type Watermark } from './leak-rows.ts';
import { Unscoped } from './unscoped-warehouse.ts';

export const PROCESS_TOKEN = 'p'.repeat(64);

export interface World {
  readonly app: FastifyInstance;
  readonly engine: Engine;
  /** How often the warehouse was read so far. */
  reads(): number;
  /** The bearer of a key that is bound to these tenants. */
  keyFor(tenants: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly watermarks?: readonly Watermark[];
  /** Gives every question to another tenant's rows: what the checks must notice. */
  readonly leaky?: boolean;
  /** What stands between the tenants' rows; the predicate unless given. */
  readonly walls?: Walls;
}

/** The compiled predicate, row-level security with every predicate made true, both, or (to be noticed) neither. */
export type Walls = 'predicate' | 'row_security' | 'both' | 'none';

/** In the midst of the rows: ranges relative to it have some. */
const NOW = new Date('2026-06-10T12:00:00Z');

export async function openWorld({
  watermarks = WATERMARKS,
  leaky = false,
  walls = 'predicate',
}: WorldOptions = {}): Promise<World> {
  const opened = await openTestPostgres();
  const { database } = opened;
  const project = buildLeakProject();
  const { catalog } = project;
  await runScript(database, vaultScript(watermarks));
  await migrate(database);
  const now = () => NOW;
  const { readable, close } = await openReadable(opened, catalog, walls);
  const warehouse = new WatchedWarehouse(readable, leaky);
  const store = createPostgresStore(database, { secret: 's'.repeat(32), environment: 'test', now });
  const engine = createEngine({ ...project, warehouse, store, secret: 's'.repeat(32), now });
  const app = await buildBareApp({
    engine: () => engine,
    store,
    processToken: PROCESS_TOKEN,
  });
  await app.ready();
  const keys = new Map<string, Promise<string>>();
  const createKey = async (tenants: readonly string[]): Promise<string> =>
    (
      await store.createKey({
        label: 'leak',
        tenants: tenants.map(toTenant),
        capability: 'admin',
        expiresAt: null,
      })
    ).key;
  return {
    app,
    engine,
    reads: () => warehouse.reads,
    keyFor: (tenants) => {
      const name = tenants.join(' ');
      const key = keys.get(name) ?? createKey(tenants);
      keys.set(name, key);
      return key;
    },
    close: async () => {
      await app.close();
      await close();
    },
  };
}

/** The warehouse behind these walls, and what closes it with its database. */
async function openReadable(
  { database, url, close }: TestPostgres,
  catalog: Catalog,
  walls: Walls,
): Promise<{ readonly readable: Warehouse; readonly close: () => Promise<void> }> {
  const plain = createPostgresWarehouse(database);
  if (walls === 'predicate') return { readable: plain, close };
  if (walls === 'none') return { readable: new Unscoped(plain), close };
  const sources = listGuardedSources(catalog.models.values());
  const script = { project: 'vault', reader: newRoleName(), revokesSetConfig: false, sources };
  await administer(url, [writeMigration(script)]);
  const reader = await letReaderIn(url, script.reader);
  const warehouse = createPostgresWarehouse(connectPostgres(reader.url, { maxConnections: 10 }), {
    rowSecurity: true,
  });
  return {
    readable: walls === 'both' ? warehouse : new Unscoped(warehouse),
    close: async () => {
      await warehouse.close();
      await close();
      await reader.drop();
    },
  };
}

export function principalFor(tenants: readonly string[]): Principal {
  return {
    kind: 'service_key',
    id: 'leak',
    tenants: tenants.map(toTenant),
    capability: 'admin',
    groups: [],
  };
}

function toTenant(id: string): TenantId {
  return id as TenantId;
}

/** The real warehouse, with a count of its reads. */
class WatchedWarehouse implements Warehouse {
  reads = 0;
  private readonly warehouse: Warehouse;
  private readonly leaky: boolean;

  constructor(warehouse: Warehouse, leaky: boolean) {
    this.warehouse = warehouse;
    this.leaky = leaky;
  }

  run(...[queries, options]: Parameters<Warehouse['run']>): ReturnType<Warehouse['run']> {
    this.reads += 1;
    const asked = this.leaky
      ? queries.map((query) => ({ ...query, scope: { tenants: query.scope.tenants.map(neighbourOf) } }))
      : queries;
    return this.warehouse.run(asked, options);
  }

  ping(): Promise<boolean> {
    return this.warehouse.ping();
  }

  close(): Promise<void> {
    return this.warehouse.close();
  }
}

function neighbourOf(tenant: string): TenantId {
  const place = WATERMARKS.findIndex((watermark) => watermark.tenant === tenant);
  return toTenant(WATERMARKS[(place + 1) % WATERMARKS.length]?.tenant ?? '');
}
