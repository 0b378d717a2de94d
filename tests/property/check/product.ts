/** The product, opened on a random project: its files parsed, its catalog built, its tables made. */
import { type BuiltCatalog, buildCatalog } from '../../../src/catalog/build-catalog.ts';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { loadSqlVerifier } from '../../../src/sql/verify-sql.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import type { Warehouse } from '../../../src/warehouse/warehouse.ts';
import type { Query } from '../oracle/query.ts';
import type { Schema, Tables } from '../oracle/schema.ts';
import { renderDeletes, renderDrop, renderInserts, renderTables } from '../render/tables-sql.ts';
import type { ProductOutcome } from './compare.ts';
import { type PlantedFault, renderFaulty, SOUND } from './planted-fault.ts';
import type { Project } from './question.ts';

const TIMEOUT_MS = 60_000;

interface Opening {
  /** Of the schema that the tables are in. */
  readonly name: string;
  readonly catalog: Catalog;
  readonly fault: PlantedFault;
}

/** A project in the database, with the engine that serves it. */
export interface OpenProject {
  readonly engine: Engine;
  readonly catalog: Catalog;
  ask(tenant: string, query: Query): Promise<ProductOutcome>;
  /** The same with the planner's rules off. */
  askWithoutRules(tenant: string, query: Query): Promise<ProductOutcome>;
  /** Puts other rows in the place of those that are there. */
  replaceRows(tables: Tables): Promise<void>;
}

export class Workbench {
  private readonly database: PostgresDatabase;
  private readonly warehouse: Warehouse;
  private readonly store: Store;
  private opened = 0;

  private constructor(database: PostgresDatabase) {
    const now = () => new Date('2026-11-22T12:00:00Z');
    this.database = database;
    this.warehouse = createPostgresWarehouse(database);
    this.store = createPostgresStore(database, { secret: 'property'.repeat(8), environment: 'test', now });
  }

  /** Takes over a database that is otherwise empty. */
  static async open(database: PostgresDatabase): Promise<Workbench> {
    await loadSqlVerifier();
    await migrate(database);
    return new Workbench(database);
  }

  /** Opens the project for as long as `work` takes. @throws Error if the product refuses its files */
  async withProject<T>(
    project: Project,
    work: (opened: OpenProject) => Promise<T>,
    fault: PlantedFault = SOUND,
  ): Promise<T> {
    const { schema, tables } = project;
    this.opened += 1;
    const name = `random_${this.opened}`;
    const catalog = loadCatalog(renderFaulty(schema, name, fault));
    await this.run(renderTables(schema, fault.tables?.(project) ?? tables, name));
    try {
      return await work(this.openProject(project, { name, catalog, fault }));
    } finally {
      await this.run([renderDrop(name)]);
    }
  }

  private openProject({ schema, now: asked }: Project, { name, catalog, fault }: Opening): OpenProject {
    const moment = new Date(fault.now?.(asked) ?? asked);
    const now = () => moment;
    const parts = { catalog, warehouse: this.warehouse, store: this.store, secret: 's'.repeat(32), now };
    const engine = createEngine(parts);
    const plain = createEngine({ ...parts, rules: [] });
    return {
      engine,
      catalog,
      ask: (tenant, query) => askFaulty(engine, { tenant, query, schema }, fault),
      askWithoutRules: (tenant, query) => askFaulty(plain, { tenant, query, schema }, fault),
      replaceRows: (tables) =>
        this.run([...renderDeletes(schema, name), ...renderInserts(schema, tables, name)]),
    };
  }

  private async run(statements: readonly string[]): Promise<void> {
    await this.database.transaction([{ script: statements.join(';\n') }], {
      mode: 'read_write',
      timeoutMs: TIMEOUT_MS,
    });
  }
}

/** The catalog, or every diagnostic in an error. */
function loadCatalog(files: ReadonlyMap<string, string>): Catalog {
  const { catalog, diagnostics } = buildProduct(files);
  if (catalog !== null) return catalog;
  const faults = diagnostics.map(({ code, message, position }) => `${position.file} ${code} ${message}`);
  throw new Error(`the product refuses the project:\n${faults.join('\n')}`);
}

export function buildProduct(files: ReadonlyMap<string, string>): BuiltCatalog {
  const { definitions, diagnostics } = parseProject(files);
  return buildCatalog(definitions, diagnostics);
}

/** A service key of one tenant. */
export function principalOf(tenant: string): Principal {
  return {
    kind: 'service_key',
    id: `key-${tenant}`,
    tenants: [tenant as TenantId],
    capability: 'admin',
    groups: [],
  };
}

/** The query as it comes over the wire. */
export function toWire(query: Query): MetricQuery {
  const wire: MetricQuery = JSON.parse(JSON.stringify(query));
  return wire;
}

interface FaultyQuestion {
  readonly tenant: string;
  readonly query: Query;
  readonly schema: Schema;
}

async function askFaulty(
  engine: Engine,
  { tenant, query, schema }: FaultyQuestion,
  fault: PlantedFault,
): Promise<ProductOutcome> {
  const outcome = await askEngine(
    engine,
    fault.tenant?.(tenant) ?? tenant,
    fault.query?.(query, schema) ?? query,
  );
  if (outcome.kind === 'refusal' || fault.answer === undefined) return outcome;
  return { kind: 'answer', answer: fault.answer(outcome.answer, query) };
}

async function askEngine(engine: Engine, tenant: string, query: Query): Promise<ProductOutcome> {
  try {
    return { kind: 'answer', answer: await engine.query(principalOf(tenant), toWire(query)) };
  } catch (error) {
    if (!(error instanceof SemanticError)) throw error;
    return { kind: 'refusal', code: error.code, message: error.message };
  }
}
