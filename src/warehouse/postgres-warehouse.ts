/**
 * The warehouse on PostgreSQL, a server or embedded: fills the slots of verified statements, and says
 * what went wrong in the words of the error catalogue. It builds no SQL.
 */
import { assertNever } from '../base/assert-never.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  DatabaseError,
  type PostgresDatabase,
  type SqlStatement,
  type TextRows,
  type TransactionOptions,
} from '../postgres/postgres-database.ts';
import type { InspectionStatement } from '../sql/inspection-statement.ts';
import { fillSlots } from '../sql/verified-statement.ts';
import type { InspectableWarehouse, RunOptions, WarehouseQuery } from './warehouse.ts';

const PING_TIMEOUT_MS = 2_000;

export interface PostgresWarehouseOptions {
  /** What queries may cost that run together, in the database's own estimate; `null`, unless given, lets all run. */
  readonly maxCost?: number | null;
}

/** Closing the warehouse closes `database`; whoever shares one closes all its users at the same time. */
export function createPostgresWarehouse(
  database: PostgresDatabase,
  { maxCost = null }: PostgresWarehouseOptions = {},
): InspectableWarehouse {
  return new PostgresWarehouse(database, maxCost);
}

type SnapshotOptions = RunOptions & Pick<TransactionOptions, 'maxCost'>;

class PostgresWarehouse implements InspectableWarehouse {
  readonly #database: PostgresDatabase;
  readonly #maxCost: number | null;

  constructor(database: PostgresDatabase, maxCost: number | null) {
    this.#database = database;
    this.#maxCost = maxCost;
  }

  async run(queries: readonly WarehouseQuery[], options: RunOptions): Promise<readonly TextRows[]> {
    const statements = queries.map(({ statement, scope, parameters }) => ({
      text: statement.text,
      parameters: fillSlots(statement, scope, parameters),
    }));
    return await this.#explained(statements, { ...options, maxCost: this.#maxCost });
  }

  async inspect({ text, parameters }: InspectionStatement, options: RunOptions): Promise<TextRows> {
    const [rows = []] = await this.#explained([{ text, parameters }], options);
    return rows;
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

/** What to throw instead: the driver's words stay in `cause`. A caller who gave up gets its own reason. */
function explainFault(error: DatabaseError, { timeoutMs, signal }: RunOptions): unknown {
  switch (error.fault) {
    case 'timeout':
      return withCause(new SemanticError('WAREHOUSE_TIMEOUT', { seconds: timeoutMs / 1000 }), error);
    case 'unavailable':
    case 'conflict':
      return withCause(new SemanticError('WAREHOUSE_UNAVAILABLE', {}), error);
    case 'missing_source':
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
