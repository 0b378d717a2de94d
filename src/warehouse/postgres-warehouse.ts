/**
 * The warehouse on PostgreSQL, a server or embedded: fills the slots of verified statements, and says
 * what went wrong in the words of the error catalogue. It builds no SQL.
 */
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isStorableText } from '../postgres/encode-statement.ts';
import {
  DatabaseError,
  type PostgresDatabase,
  type SqlStatement,
  type TextRows,
  type TransactionOptions,
} from '../postgres/postgres-database.ts';
import type { InspectionStatement } from '../sql/inspection-statement.ts';
import { TENANTS_SETTING, writeTenantsSetting } from '../sql/row-security/tenants-setting.ts';
import { fillSlots } from '../sql/verified-statement.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { InspectableWarehouse, RunOptions, WarehouseQuery } from './warehouse.ts';

const PING_TIMEOUT_MS = 2_000;

/** Rather an error than rows that policies have thinned out: a count of the rest would look like one of all. */
const UNHIDDEN: ReadonlyMap<string, string> = new Map([['row_security', 'off']]);

export interface PostgresWarehouseOptions {
  /** What queries may cost that run together, in the database's own estimate; `null`, unless given, lets all run. */
  readonly maxCost?: number | null;
  /** Tells the database whose rows each transaction may see, for its row-level security; not unless given. */
  readonly rowSecurity?: boolean;
}

/** Closing the warehouse closes `database`; whoever shares one closes all its users at the same time. */
export function createPostgresWarehouse(
  database: PostgresDatabase,
  options: PostgresWarehouseOptions = {},
): InspectableWarehouse {
  return new PostgresWarehouse(database, options);
}

type SnapshotOptions = RunOptions & Pick<TransactionOptions, 'maxCost' | 'settings'>;

class PostgresWarehouse implements InspectableWarehouse {
  readonly #database: PostgresDatabase;
  readonly #maxCost: number | null;
  readonly #rowSecurity: boolean;

  constructor(database: PostgresDatabase, { maxCost = null, rowSecurity = false }: PostgresWarehouseOptions) {
    this.#database = database;
    this.#maxCost = maxCost;
    this.#rowSecurity = rowSecurity;
  }

  async run(queries: readonly WarehouseQuery[], options: RunOptions): Promise<readonly TextRows[]> {
    const statements = queries.map(({ statement, scope, parameters }) => ({
      text: statement.text,
      parameters: fillSlots(statement, scope, parameters),
    }));
    const settings = this.#rowSecurity ? tenantsOf(queries) : undefined;
    return await this.#explained(statements, { ...options, settings, maxCost: this.#maxCost });
  }

  async inspect({ text, parameters }: InspectionStatement, options: RunOptions): Promise<TextRows> {
    try {
      const [rows = []] = await this.#explained([{ text, parameters }], { ...options, settings: UNHIDDEN });
      return rows;
    } catch (error) {
      throw isForbidden(error)
        ? withCause(new SemanticError('WAREHOUSE_ROWS_HIDDEN', {}), error.cause)
        : error;
    }
  }

  async ping(): Promise<boolean> {
    try {
      await this.#database.transaction([], { mode: 'read_only', timeoutMs: PING_TIMEOUT_MS });
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #explained(
    statements: readonly SqlStatement[],
    options: SnapshotOptions,
  ): Promise<readonly TextRows[]> {
    try {
      return await this.#runOnSnapshot(statements, options);
    } catch (error) {
      throw error instanceof DatabaseError ? explainFault(error, options) : error;
    }
  }

  /** Once more on a conflict (a standby that replays, a lock cycle), within the same time. */
  async #runOnSnapshot(
    statements: readonly SqlStatement[],
    { timeoutMs, ...others }: SnapshotOptions,
  ): Promise<readonly TextRows[]> {
    const options = { mode: 'read_only', ...others } as const;
    const started = performance.now();
    try {
      return await this.#database.transaction(statements, { ...options, timeoutMs });
    } catch (error) {
      const remainingMs = timeoutMs - (performance.now() - started);
      if (!(error instanceof DatabaseError) || error.fault !== 'conflict' || remainingMs < 1) throw error;
      return await this.#database.transaction(statements, { ...options, timeoutMs: remainingMs });
    }
  }
}

/** One transaction is for the tenants of one scope. */
function tenantsOf(queries: readonly WarehouseQuery[]): ReadonlyMap<string, string> {
  const [setting = '', ...others] = new Set(queries.map(({ scope }) => settingOf(scope)));
  invariant(others.length === 0, 'queries that run together have one scope');
  return new Map([[TENANTS_SETTING, setting]]);
}

/** @throws SemanticError for a tenant whose id no database can hold */
function settingOf({ tenants }: Scope): string {
  if (!tenants.every(isStorableText)) throw new SemanticError('QUERY_REJECTED_BY_DATA', {});
  return writeTenantsSetting(tenants);
}

function isForbidden(error: unknown): error is SemanticError & { readonly cause: DatabaseError } {
  return (
    error instanceof SemanticError &&
    error.cause instanceof DatabaseError &&
    error.cause.fault === 'forbidden'
  );
}

/** What to throw instead: the driver's words stay in `cause`. A caller who gave up gets its own reason. */
function explainFault(error: DatabaseError, { timeoutMs, signal }: RunOptions): unknown {
  switch (error.fault) {
    case 'timeout':
      return withCause(new SemanticError('WAREHOUSE_TIMEOUT', { seconds: timeoutMs / 1000 }), error);
    case 'unavailable':
    case 'conflict':
      return withCause(new SemanticError('WAREHOUSE_UNAVAILABLE', {}), error);
    case 'missing_source':
    // Not granted: for this role the table might as well not exist.
    case 'forbidden':
      return withCause(new SemanticError('WAREHOUSE_SOURCE_MISSING', {}), error);
    case 'rejected':
      return withCause(new SemanticError('QUERY_REJECTED_BY_DATA', {}), error);
    case 'too_costly':
      return withCause(new SemanticError('QUERY_TOO_COSTLY', {}), error);
    case 'cancelled':
      return signal?.reason ?? error;
    default:
      return assertNever(error.fault);
  }
}

function withCause(error: SemanticError, cause: DatabaseError): SemanticError {
  error.cause = cause;
  return error;
}
