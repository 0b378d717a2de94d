/** How the store's parts reach the database: one statement, one transaction, faults in the store's words. */
import { SemanticError } from '../errors/semantic-error.ts';
import {
  DatabaseError,
  type PostgresDatabase,
  type SqlParameter,
  type TextRows,
  type TransactionOptions,
} from '../postgres/postgres-database.ts';

/** Generous, because an embedded database may be shared and busy with a query of the warehouse. */
const TIMEOUT_MS = 15_000;

/** @throws SemanticError SERVER_NOT_READY while the store does not answer */
export type RunStatement = (
  mode: TransactionOptions['mode'],
  text: string,
  parameters: readonly SqlParameter[],
) => Promise<TextRows>;

export function runStatementOn(database: PostgresDatabase): RunStatement {
  return async (mode, text, parameters) => {
    try {
      const [rows] = await database.transaction([{ text, parameters }], { mode, timeoutMs: TIMEOUT_MS });
      return rows ?? [];
    } catch (error) {
      throw explainFault(error);
    }
  };
}

/** A store that does not answer is a passing state of the server; anything else is a fault of our own. */
export function explainFault(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  if (error.fault !== 'unavailable' && error.fault !== 'timeout') return error;
  const explained = new SemanticError('SERVER_NOT_READY', { reason: 'its store does not answer' });
  explained.cause = error;
  return explained;
}
