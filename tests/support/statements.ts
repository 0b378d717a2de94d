/** Short forms of transactions for tests. */
import {
  DatabaseError,
  type DatabaseFault,
  type PostgresDatabase,
  type SqlParameter,
  type TextRows,
} from '../../src/postgres/postgres-database.ts';

/** Ample: a test that reaches it has failed. */
const TIMEOUT_MS = 60_000;

/** The rows of one statement in a read-only transaction. */
export async function readRows(
  database: PostgresDatabase,
  text: string,
  parameters: readonly SqlParameter[] = [],
): Promise<TextRows> {
  const [rows = []] = await database.transaction([{ text, parameters }], {
    mode: 'read_only',
    timeoutMs: TIMEOUT_MS,
  });
  return rows;
}

/** Runs a script in a transaction of its own. */
export async function runScript(database: PostgresDatabase, script: string): Promise<void> {
  await database.transaction([{ script }], { mode: 'read_write', timeoutMs: TIMEOUT_MS });
}

/** How it failed, or `none`; anything but a `DatabaseError` is thrown on. */
export async function findFaultOf(work: Promise<unknown>): Promise<DatabaseFault | 'none'> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof DatabaseError) return error.fault;
    throw error;
  }
}
