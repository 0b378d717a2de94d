/**
 * The composition root: configuration and catalog become databases, engine and, for `serve`, a listening
 * server. It alone knows which implementation stands behind which interface.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Config, DatabaseLocation } from './config.ts';
import type { DemoSize } from './demo/demo-size.ts';
import { type SeedProgress, seedDemo } from './demo/seed-demo.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Engine } from './engine/engine.ts';
import { SemanticError } from './errors/semantic-error.ts';
import { EmbedTokens } from './identity/embed-tokens.ts';
import { UserTokens } from './identity/user-tokens.ts';
import type { PostgresDatabase } from './postgres/postgres-database.ts';
import { type DemoKey, ensureDemoKeys } from './server/demo-keys.ts';
import { listEveryTenant } from './server/every-tenant.ts';
import type { FigureSources } from './server/figures.ts';
import { loadIssuers } from './server/issuers-file.ts';
import { listConnections } from './server/list-connections.ts';
import { type Observation, type ServicesWatch, startObservation } from './server/observation.ts';
import { openDatabase } from './server/open-database.ts';
import { connectionsOf, openWarehouse } from './server/open-warehouse.ts';
import type { Progress } from './server/progress.ts';
import { tellWhyNotReady } from './server/readiness.ts';
import {
  type LoadedCatalog,
  type ReloadOutcome,
  ServedCatalog,
  type ServedProject,
} from './server/served-catalog.ts';
import { identify, identifyDatabase, serverFile } from './server/server-file.ts';
import { servingLimitsOf } from './server/serving-limits.ts';
import { guardWarehouse } from './server/warehouse-guard.ts';
import { watchWarehouse } from './server/watched-warehouse.ts';
import { type AppOptions, buildApp } from './serving/app.ts';
import type { OperatorServices } from './serving/routes/operator-services.ts';
import { prepareInspection } from './sql/inspection-statement.ts';
import { loadSqlVerifier } from './sql/verify-sql.ts';
import { migrate } from './store/migrate.ts';
import { createPostgresStore } from './store/postgres-store.ts';
import { loadOrCreateSecret } from './store/secret-file.ts';
import type { Store } from './store/store.ts';

const DEMO_PROJECT = 'northlight-agency';
const DRAIN_MS = 20_000;
/** Counting a whole table may take long. */
const INSPECTION_MS = 3_600_000;

/** The databases, open, and what stands on them. */
export interface Services {
  readonly store: Store;
  readonly embedTokens: EmbedTokens;
  /** An engine that serves the project's catalog. */
  engineFor(project: ServedProject): Engine;
  /** Fills the warehouse with the demo's data, in the size that it has or in that one; what is complete stays. */
  seed(progress: Progress, size?: DemoSize): Promise<void>;
  /** Connections of the databases that have a pool. */
  connections(): ReturnType<FigureSources['connections']>;
  /** Scope over all tenants, for whoever opened the databases. */
  readonly operator: OperatorServices;
  close(): Promise<void>;
}

export interface RunningServer {
  readonly address: string;
  /** Where figures and health are served; `null`: nowhere. */
  readonly adminAddress: string | null;
  /** Keys of the demo's clients; `null` where it is not the demo that is served. */
  readonly demoKeys: readonly DemoKey[] | null;
  /** What the operator should know of it, a sentence each. */
  readonly notices: readonly string[];
  /** Reads the project again. */
  reload(): Promise<ReloadOutcome>;
  /** Answers what is under way, then closes everything. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly config: Config;
  readonly project: ServedProject;
  /** Reads the project again. */
  readonly load: () => Promise<LoadedCatalog>;
  readonly progress: Progress;
  readonly logger: AppOptions['logger'];
}

/** The folder that holds the embedded database's folder and the files beside it; `null` if there is none. */
export function findStateFolder({ store, warehouse }: Config): string | null {
  for (const location of [store, warehouse])
    if (location.kind === 'embedded') return dirname(resolve(location.folder));
  return null;
}

/** Opens the databases and brings the store up to date. */
export async function openServices(
  config: Config,
  progress: Progress,
  watch?: ServicesWatch,
): Promise<Services> {
  progress.report('Opening the database');
  const databases = new Map<string, PostgresDatabase>();
  const closeAll = async () => {
    await Promise.all([...databases.values()].map((database) => database.close()));
  };
  try {
    await loadSqlVerifier();
    const maxConnections = connectionsOf(config.limits);
    const storeDatabase = await openDatabase(config.store, { maxConnections }, databases);
    const warehouseDatabase = await openDatabase(config.warehouse, { maxConnections }, databases);
    progress.report('Migrating the store');
    await migrate(storeDatabase);
    const secret = config.secret ?? (await loadOrCreateSecret(findStateFolder(config) ?? '.'));
    const now = () => new Date();
    const store = createPostgresStore(storeDatabase, { secret, environment: 'live', now });
    const plain = openWarehouse(warehouseDatabase, config);
    const warehouse = watch ? watchWarehouse(plain, watch) : plain;
    const warehouseId = identifyDatabase(config.warehouse);
    const findMaker = (id: string) => store.findBearer(id);
    const inspect: OperatorServices['inspect'] = (inspection, signal) =>
      warehouse.inspect(prepareInspection(inspection), { timeoutMs: INSPECTION_MS, signal });
    const everyTenant = listEveryTenant(inspect);
    return {
      store,
      embedTokens: new EmbedTokens({ secret, now, findMaker }),
      engineFor: (project) => {
        const keyProofs = () => store.listKeyProofs(warehouseId);
        const parts = { ...project, warehouse, store, secret, now, keyProofs, everyTenant };
        return createEngine(watch ? { ...parts, watch } : parts);
      },
      connections: () => listConnections({ store: storeDatabase, warehouse: warehouseDatabase }),
      operator: {
        inspect,
        saveKeyProofs: (checked) => store.saveKeyProofs(warehouseId, checked),
      },
      seed: async (reporting, size) => {
        requirePlaceForDemo(config.warehouse, size);
        const report: SeedProgress = (done, total, table) =>
          total === null
            ? reporting.report(`Seeding the demo: ${table}, ${done} rows so far`)
            : reporting.report(`Seeding the demo: ${table}`, done, total);
        await seedDemo(warehouseDatabase, report, size);
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/**
 * A warehouse of the customer's is only ever read, unless somebody asks for the large demo there, which is too
 * much for the embedded database.
 */
function requirePlaceForDemo(warehouse: DatabaseLocation, size: DemoSize | undefined): void {
  const isEmbedded = warehouse.kind === 'embedded';
  if (isEmbedded === (size !== 'large')) return;
  const problem = isEmbedded
    ? 'the large demo needs a PostgreSQL: postgres://…'
    : 'the demo is seeded into the embedded database only; --size large makes the large one here';
  throw new SemanticError('SERVER_CONFIG', { variable: 'VITRINE_WAREHOUSE', problem });
}

/** Opens everything and listens. */
export async function startServer({
  config,
  project,
  load,
  progress,
  logger,
}: ServeOptions): Promise<RunningServer> {
  // Before any database is opened: a file that is wrong is said at once.
  const issuers = config.issuers === null ? null : await loadIssuers(config.issuers);
  const tokens = issuers && new UserTokens(issuers, () => new Date());
  const observation = await startObservation(config);
  const services = await openServices(config, progress, observation.watch);
  try {
    const guard = guardWarehouse(config, services.operator);
    await guard.check(project.catalog);
    const isDemo = config.warehouse.kind === 'embedded' && project.catalog.project.name === DEMO_PROJECT;
    if (isDemo) await services.seed(progress);
    const stateFolder = findStateFolder(config);
    const demoKeys =
      isDemo && stateFolder !== null ? await ensureDemoKeys(stateFolder, services.store) : null;
    const guarded = guard.guarded(load);
    const wired = { project, load: guarded, logger, stateFolder, tokens, observation };
    const listening = await listen(config, services, wired);
    const { address, adminAddress, reload } = listening;
    const { notices } = guard;
    return { address, adminAddress, demoKeys, notices, reload, stop: () => stop(listening, services) };
  } catch (error) {
    await observation.stop();
    await services.close();
    throw error;
  } finally {
    progress.finish();
  }
}

interface Listening {
  readonly app: FastifyInstance;
  readonly address: string;
  readonly adminAddress: string | null;
  readonly lifecycle: { isDraining: boolean };
  readonly reload: () => Promise<ReloadOutcome>;
  readonly forget: () => Promise<void>;
  readonly observation: Observation;
}

interface ListenOptions extends Pick<ServeOptions, 'project' | 'load' | 'logger'> {
  readonly stateFolder: string | null;
  readonly tokens: UserTokens | null;
  readonly observation: Observation;
}

async function listen(
  config: Config,
  services: Services,
  { project, load, logger, stateFolder, tokens, observation }: ListenOptions,
): Promise<Listening> {
  const { host, port, store, warehouse, limits } = config;
  const token = stateFolder === null ? null : randomBytes(32).toString('hex');
  const lifecycle = { isDraining: false };
  const version = await readVersion();
  const watched = observation.serve(services, {
    version,
    days: config.auditDays,
    warn: (about, text) => app.log.warn(about, text),
  });
  const engineFor = (next: ServedProject) => services.engineFor(next);
  const served = new ServedCatalog({ project, load, engineFor, began: watched.deployed });
  const record = stateFolder === null ? null : serverFile(stateFolder);
  let address = '';
  /** The command line asks the server only for what it serves itself. */
  const remember = async (): Promise<void> => {
    if (token === null) return;
    const serves = { warehouse: identify(warehouse), store: identify(store) };
    await record?.write({
      address,
      token,
      pid: process.pid,
      catalog: served.engine().catalog().hash,
      ...serves,
    });
  };
  const reload = async (): Promise<ReloadOutcome> => {
    const outcome = await served.reload();
    if (outcome.kind === 'reloaded' && outcome.changed) await remember();
    return outcome;
  };
  const app = await buildApp({
    engine: () => served.engine(),
    reload,
    store: services.store,
    embedTokens: services.embedTokens,
    tokens,
    publicTenant: config.publicTenant,
    seed: () => services.seed({ report: () => {}, finish: () => {} }),
    operator: services.operator,
    processToken: token,
    isDraining: () => lifecycle.isDraining,
    version,
    limits: servingLimitsOf(limits),
    logger,
    accounts: watched,
    tracing: observation.plugin,
  });
  const whyNotReady = () => tellWhyNotReady(served.engine(), lifecycle.isDraining);
  // First, so that a port that is taken leaves nothing behind that listens.
  const adminAddress = await observation.listen(config.admin, whyNotReady);
  const bound = await app.listen({ host, port });
  address = reachable(bound);
  await remember();
  watched.deployed(served.engine().catalog());
  const forget = async () => record?.remove();
  return { app, address, adminAddress, lifecycle, reload, forget, observation };
}

/** An address that this machine can call: a server that listens everywhere listens on loopback too. */
function reachable(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

async function stop({ app, lifecycle, forget, observation }: Listening, services: Services): Promise<void> {
  lifecycle.isDraining = true;
  await forget();
  const overdue = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(overdue);
    // What the last answers left to be written still needs the store.
    await observation.stop();
    await services.close();
  }
}

/** The version in `package.json`. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
