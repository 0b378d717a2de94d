/**
 * PGlite as a database that keeps its promises: one instance in a worker, transactions one after another.
 * PGlite cannot stop a running statement, so the worker is terminated and opened again for the next
 * transaction; PostgreSQL's own recovery keeps what was committed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { assertNever } from '../base/assert-never.ts';
import { Bug } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findFault } from './database-fault.ts';
import type { WorkerReply, WorkerRequest } from './embedded-protocol.ts';
import { EmbeddedThread, ThreadEnded } from './embedded-thread.ts';
import { encodeStatement } from './encode-statement.ts';
import { type HoldOptions, holdFolder } from './hold-folder.ts';
import { onInterruption } from './interruption.ts';
import {
  DatabaseError,
  type PostgresDatabase,
  type SqlScript,
  type SqlStatement,
  type TextRows,
  type TransactionOptions,
} from './postgres-database.ts';

export interface EmbeddedOptions extends Pick<HoldOptions, 'patienceMs'> {
  /** Where the data is kept, held against other processes; `null`: a temporary folder, gone after `close`. */
  readonly folder: string | null;
}

/**
 * Opens the folder, or creates it.
 * @throws SemanticError SERVER_BUSY_FOLDER
 * @throws DatabaseError `unavailable` when the folder cannot be opened
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<PostgresDatabase> {
  const database =
    options.folder === null
      ? new EmbeddedPostgres(await mkdtemp(join(tmpdir(), 'vitrine-')))
      : new EmbeddedPostgres(resolve(options.folder));
  await database.open(options);
  return database;
}

interface Job {
  readonly request: WorkerRequest;
  readonly isRepeatable: boolean;
  readonly settle: (outcome: readonly TextRows[] | DatabaseError) => void;
  /** Neither answered nor interrupted. */
  isOpen: boolean;
  isRetried: boolean;
}

class EmbeddedPostgres implements PostgresDatabase {
  readonly #folder: string;
  readonly #queue: Job[] = [];
  #release: () => Promise<void> = async () => {};
  #thread: EmbeddedThread | null = null;
  /** The job the worker is busy with; `null` while it opens. */
  #running: Job | null = null;
  #draining: Promise<void> | null = null;
  /** Why no transaction is taken any more. */
  #over: Error | null = null;
  #closing: Promise<void> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open({ folder, ...hold }: EmbeddedOptions): Promise<void> {
    try {
      this.#release =
        folder === null ? () => rm(this.#folder, { recursive: true, force: true }) : await this.#hold(hold);
      this.#thread = await EmbeddedThread.open(this.#folder);
    } catch (error) {
      await this.#release();
      throw error instanceof SemanticError ? error : new DatabaseError('unavailable', error);
    }
  }

  async #hold(options: Pick<HoldOptions, 'patienceMs'>): Promise<() => Promise<void>> {
    const held = await holdFolder(this.#folder, {
      ...options,
      onLost: (reason) => this.#abandon(reason),
    });
    return () => held.release();
  }

  async transaction(
    statements: readonly (SqlStatement | SqlScript)[],
    { mode, timeoutMs, settings, signal, maxCost = null }: TransactionOptions,
  ): Promise<readonly TextRows[]> {
    const encoded = statements.map(encodeStatement);
    return await new Promise((fulfil, reject) => {
      let callOff = () => {};
      const job: Job = {
        request: { kind: 'transaction', mode, timeoutMs, settings, maxCost, statements: encoded },
        isRepeatable: mode === 'read_only',
        isOpen: true,
        isRetried: false,
        settle: (outcome) => {
          if (!job.isOpen) return;
          job.isOpen = false;
          callOff();
          if (outcome instanceof DatabaseError) reject(outcome);
          else fulfil(outcome);
        },
      };
      callOff = onInterruption({ timeoutMs, signal }, (error) => this.#interrupt(job, error));
      if (!job.isOpen) return;
      this.#queue.push(job);
      this.#draining ??= this.#drain();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    this.#over ??= new Error('the database is closed');
    await this.#draining;
    await this.#thread?.close();
    await this.#release();
  }

  /** Stops at once: another process may be writing to the folder already. */
  #abandon(reason: Error): void {
    this.#over = reason;
    this.#release = async () => {};
    void this.#thread?.terminate();
  }

  #interrupt(job: Job, error: DatabaseError): void {
    job.settle(error);
    if (job === this.#running) void this.#thread?.terminate();
  }

  async #drain(): Promise<void> {
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift())
      if (job.isOpen) await this.#work(job);
    this.#draining = null;
  }

  async #work(job: Job): Promise<void> {
    try {
      const thread = await this.#openThread();
      if (!job.isOpen) return;
      this.#running = job;
      const reply = await thread.ask(job.request);
      if (reply.kind === 'broken') await thread.terminate();
      job.settle(readReply(reply));
    } catch (error) {
      this.#retryOrFail(job, error);
    } finally {
      this.#running = null;
    }
  }

  async #openThread(): Promise<EmbeddedThread> {
    if (this.#over !== null) throw this.#over;
    if (this.#thread?.isOver) {
      // The files must have been let go before another instance opens them.
      await this.#thread.ended;
      this.#thread = null;
    }
    this.#thread ??= await EmbeddedThread.open(this.#folder);
    return this.#thread;
  }

  #retryOrFail(job: Job, error: unknown): void {
    const isLost = error instanceof ThreadEnded && job.isRepeatable && !job.isRetried;
    if (!isLost || !job.isOpen) {
      job.settle(new DatabaseError('unavailable', error));
      return;
    }
    job.isRetried = true;
    this.#queue.unshift(job);
  }
}

/** @throws ThreadEnded for a database in doubt, which is treated like a worker that crashed */
function readReply(reply: WorkerReply): readonly TextRows[] | DatabaseError {
  switch (reply.kind) {
    case 'rows':
      return reply.results;
    case 'refused':
      return new DatabaseError(findFault(reply.sqlState), new Error(reply.message));
    case 'too_costly':
      return new DatabaseError('too_costly', new Error(reply.message));
    case 'broken':
      throw new ThreadEnded(reply.message);
    case 'ready':
    case 'closed':
      throw new Bug(`a transaction was answered with "${reply.kind}"`);
    default:
      return assertNever(reply);
  }
}
