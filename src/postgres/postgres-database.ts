/**
 * A PostgreSQL that answers in text: a server behind a pool, or PGlite in a worker. Both behave alike;
 * warehouse and store stand on this and may share one.
 */

/** Text forms that the statement's own casts or column types give a type to. */
export type SqlParameter = string | boolean | null | readonly (string | null)[] | readonly boolean[];

export interface SqlStatement {
  readonly text: string;
  readonly parameters: readonly SqlParameter[];
}

/** Several statements in one text, without parameters; it returns no rows. Migrations and seeds only. */
export interface SqlScript {
  readonly script: string;
}

/** Rows in column order, each value as the database prints it; `null` is SQL's. */
export type TextRows = readonly (readonly (string | null)[])[];

export interface TransactionOptions {
  readonly mode: 'read_only' | 'read_write';
  /** For the transaction as a whole, its wait for a connection included; at least 1. */
  readonly timeoutMs: number;
  /** Settings for the length of the transaction, by name; values without quotes, backslashes and NUL. */
  readonly settings?: ReadonlyMap<string, string> | undefined;
  /** Cancels it in the database. */
  readonly signal?: AbortSignal | undefined;
  /** Statements that are estimated to cost more, all together, are not run; `null` or absent: whatever they cost. */
  readonly maxCost?: number | null;
}

export interface Connections {
  readonly open: number;
  /** Of the open ones, those that nobody uses. */
  readonly idle: number;
  /** Transactions that wait for a connection. */
  readonly waiting: number;
}

export interface PostgresDatabase {
  /**
   * Runs the statements in one transaction (repeatable read when read only) in a session of time zone UTC
   * and ISO dates, and returns the rows of each. Any failure rolls all of it back.
   * Text that PostgreSQL cannot hold (NUL, lone surrogates) is `rejected` before anything is sent.
   * @throws DatabaseError
   */
  transaction(
    statements: readonly (SqlStatement | SqlScript)[],
    options: TransactionOptions,
  ): Promise<readonly TextRows[]>;
  /** Its connections at this moment, where there is a pool of them. */
  connections?(): Connections;
  /** Waits for what runs, then lets go. Calling it again changes nothing, so that sharers may each call it. */
  close(): Promise<void>;
}

/** `conflict`: another transaction was faster; the same transaction may succeed when it is run again. */
export type DatabaseFault =
  | 'timeout'
  | 'cancelled'
  | 'unavailable'
  | 'missing_source'
  /** The role may not: for want of a grant, or since policies would have hidden rows. */
  | 'forbidden'
  | 'rejected'
  | 'too_costly'
  | 'conflict';

/** What went wrong, without the driver's words on the surface; they are the `cause`, for logs only. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly fault: DatabaseFault;

  constructor(fault: DatabaseFault, cause: unknown) {
    super(`database ${fault}`, { cause });
    this.fault = fault;
  }
}
