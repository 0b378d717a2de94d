/**
 * A PostgreSQL server behind a pool. A client that has seen anything but a clean commit is destroyed and
 * never returned, so that no state of one caller can reach the next.
 */
import pg from 'pg';
import { findFault } from './database-fault.ts';
import { type EncodedStatement, encodeStatement } from './encode-statement.ts';
import { refuseCostly, TooCostly } from './estimate-cost.ts';
import { onInterruption } from './interruption.ts';
import {
  type Connections,
  DatabaseError,
  type PostgresDatabase,
  type SqlScript,
  type SqlStatement,
  type TextRows,
  type TransactionOptions,
} from './postgres-database.ts';
import { sessionScript, transactionMode } from './session.ts';

export interface ServerOptions {
  readonly maxConnections: number;
  /** How long to wait for a connection before the server counts as unavailable; 10 s unless given. */
  readonly connectTimeoutMs?: number;
}

/** How long the request to cancel may take before the connection is cut without it. */
const CANCEL_TIMEOUT_MS = 2_000;

/** Connects lazily: a server that is down is noticed by the first transaction. */
export function connectPostgres(url: string, options: ServerOptions): PostgresDatabase {
  return new ServerPostgres(url, options);
}

/** Without `extended` a statement without parameters could be several. */
interface ExtendedQuery extends pg.QueryArrayConfig<(string | null)[]> {
  readonly queryMode: 'extended';
}

class ServerPostgres implements PostgresDatabase {
  readonly #url: string;
  readonly #pool: pg.Pool;
  #closing: Promise<void> | undefined;

  constructor(url: string, { maxConnections, connectTimeoutMs = 10_000 }: ServerOptions) {
    this.#url = url;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      fallback_application_name: 'vitrine',
      types: { getTypeParser: () => (text: string) => text },
    });
    // A connection that breaks while idle is dropped by the pool; one that breaks between two statements
    // is noticed by the next. Without listeners either would end the process.
    this.#pool.on('error', ignore);
    this.#pool.on('connect', (client) => client.on('error', ignore));
  }

  async transaction(
    statements: readonly (SqlStatement | SqlScript)[],
    options: TransactionOptions,
  ): Promise<readonly TextRows[]> {
    const encoded = statements.map(encodeStatement);
    const { interrupted, callOff } = watchInterruption(options);
    try {
      const client = await this.#acquire(interrupted);
      return await this.#runOn(client, { encoded, options, interrupted });
    } catch (error) {
      throw toDatabaseError(error);
    } finally {
      callOff();
    }
  }

  connections(): Connections {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.#pool;
    return { open, idle, waiting };
  }

  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }

  async #acquire(interrupted: Promise<never>): Promise<pg.PoolClient> {
    const connecting = this.#pool.connect();
    try {
      return await Promise.race([connecting, interrupted]);
    } catch (error) {
      // One that arrives after its caller has left is unused, and good for the next.
      connecting.then((client) => client.release(), ignore);
      throw error;
    }
  }

  async #runOn(client: pg.PoolClient, run: Run): Promise<readonly TextRows[]> {
    const backend: Backend = { processId: null };
    const work = runTransaction(client, run, backend);
    try {
      const rows = await Promise.race([work, run.interrupted]);
      client.release();
      return rows;
    } catch (error) {
      work.catch(ignore);
      const isInterruption = error instanceof DatabaseError;
      if (isInterruption && backend.processId !== null) await this.#cancel(backend.processId);
      client.release(true);
      throw error;
    }
  }

  /** Best effort: where it fails, the session's own `statement_timeout` ends the statement. */
  async #cancel(processId: string): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CANCEL_TIMEOUT_MS,
      query_timeout: CANCEL_TIMEOUT_MS,
      fallback_application_name: 'vitrine cancel',
    });
    client.on('error', ignore);
    try {
      await client.connect();
      await client.query('SELECT pg_cancel_backend($1)', [processId]);
    } catch {
      // The server is out of reach: nothing more can be done from here.
    } finally {
      // Not waited for: a server that hangs may never say goodbye.
      client.end().catch(ignore);
    }
  }
}

/** A promise that rejects if the transaction is interrupted, and never settles otherwise. */
function watchInterruption(options: TransactionOptions): {
  readonly interrupted: Promise<never>;
  readonly callOff: () => void;
} {
  let callOff = ignore;
  const interrupted = new Promise<never>((_, reject) => {
    callOff = onInterruption(options, reject);
  });
  interrupted.catch(ignore);
  return { interrupted, callOff };
}

interface Run {
  readonly encoded: readonly EncodedStatement[];
  readonly options: TransactionOptions;
  readonly interrupted: Promise<never>;
}

/** The server process that works for a transaction, as soon as it is known. */
interface Backend {
  processId: string | null;
}

async function runTransaction(
  client: pg.PoolClient,
  { encoded, options }: Run,
  backend: Backend,
): Promise<readonly TextRows[]> {
  backend.processId = await begin(client, options);
  const { maxCost = null } = options;
  if (maxCost !== null)
    await refuseCostly(encoded, { maxCost, run: (statement) => runStatement(client, statement) });
  const results: TextRows[] = [];
  for (const statement of encoded) results.push(await runStatement(client, statement));
  await client.query('COMMIT');
  return results;
}

/**
 * Begins in one round trip and returns the server's process. It is asked each time, because behind a
 * pooler the next transaction may have another one. Asking takes the snapshot too.
 */
function begin(client: pg.PoolClient, { mode, ...session }: TransactionOptions): Promise<string> {
  const text = `BEGIN ${transactionMode(mode)};${sessionScript(session)};SELECT pg_backend_pid()::text AS pid`;
  return new Promise((resolve, reject) => {
    const query = new pg.Query<{ pid: string }>({ text });
    let processId = '';
    query.on('row', (row) => {
      processId = row.pid;
    });
    query.on('end', () => resolve(processId));
    query.on('error', reject);
    client.query(query);
  });
}

async function runStatement(client: pg.PoolClient, statement: EncodedStatement): Promise<TextRows> {
  if (statement.kind === 'script') {
    await client.query(statement.text);
    return [];
  }
  const query: ExtendedQuery = {
    text: statement.text,
    values: [...statement.parameters],
    rowMode: 'array',
    queryMode: 'extended',
  };
  const result = await client.query<(string | null)[]>(query);
  return result.rows;
}

/** Whatever has no SQLSTATE happened on the way to the server. */
function toDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (error instanceof TooCostly) return new DatabaseError('too_costly', error);
  const sqlState = error instanceof pg.DatabaseError ? error.code : undefined;
  return new DatabaseError(sqlState === undefined ? 'unavailable' : findFault(sqlState), error);
}

function ignore(): void {}
