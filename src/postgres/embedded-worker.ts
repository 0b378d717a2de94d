/** The thread that PGlite blocks while it works. It knows nothing of time limits: it is terminated instead. */
import { parentPort, workerData } from 'node:worker_threads';
import { messages, PGlite, type QueryOptions, type Transaction } from '@electric-sql/pglite';
import { invariant } from '../base/invariant.ts';
import type { WorkerReply, WorkerRequest } from './embedded-protocol.ts';
import type { EncodedStatement } from './encode-statement.ts';
import { refuseCostly, TooCostly } from './estimate-cost.ts';
import type { TextRows } from './postgres-database.ts';
import { sessionScript, transactionMode } from './session.ts';

const port = parentPort;
invariant(port !== null, 'not a worker');
const database = await PGlite.create({ dataDir: workerData });
const textOptions = plainText(database);
port.on('message', (request: WorkerRequest) => void answer(request));
reply({ kind: 'ready' });

function reply(message: WorkerReply): void {
  port?.postMessage(message);
}

async function answer(request: WorkerRequest): Promise<void> {
  if (request.kind === 'close') {
    await database.close();
    reply({ kind: 'closed' });
    return;
  }
  try {
    reply({ kind: 'rows', results: await runTransaction(request) });
  } catch (error) {
    reply(describeFailure(error));
  }
}

function runTransaction(request: Extract<WorkerRequest, { kind: 'transaction' }>): Promise<TextRows[]> {
  return database.transaction(async (transaction) => {
    await transaction.exec(
      `SET TRANSACTION ${transactionMode(request.mode)};${sessionScript(request)};SELECT 1`,
    );
    const { maxCost, statements } = request;
    if (maxCost !== null)
      await refuseCostly(statements, { maxCost, run: (statement) => runStatement(transaction, statement) });
    const results: TextRows[] = [];
    for (const statement of statements) results.push(await runStatement(transaction, statement));
    return results;
  });
}

async function runStatement(transaction: Transaction, statement: EncodedStatement): Promise<TextRows> {
  if (statement.kind === 'script') {
    await transaction.exec(statement.text);
    return [];
  }
  const result = await transaction.query<(string | null)[]>(
    statement.text,
    [...statement.parameters],
    textOptions,
  );
  return result.rows;
}

/** PGlite converts by type unless told otherwise for each type; types made later are text anyway. */
function plainText({ parsers, serializers }: PGlite): QueryOptions {
  const asText = (types: object) =>
    Object.fromEntries(Object.keys(types).map((type) => [type, (text: string) => text]));
  return { rowMode: 'array', parsers: asText(parsers), serializers: asText(serializers) };
}

/** Only an ordinary error of the statement leaves PGlite fit for the next one. */
function describeFailure(error: unknown): WorkerReply {
  if (error instanceof TooCostly) return { kind: 'too_costly', message: error.message };
  if (error instanceof messages.DatabaseError && error.code !== undefined && error.severity === 'ERROR')
    return { kind: 'refused', sqlState: error.code, message: error.message };
  return { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
}
