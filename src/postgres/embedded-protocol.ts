/** What the main thread and PGlite's worker say to each other: one request at a time, one reply each. */
import type { EncodedStatement } from './encode-statement.ts';
import type { TextRows, TransactionOptions } from './postgres-database.ts';

export type WorkerRequest =
  | {
      readonly kind: 'transaction';
      readonly mode: TransactionOptions['mode'];
      readonly timeoutMs: number;
      readonly maxCost: number | null;
      readonly settings: TransactionOptions['settings'];
      readonly statements: readonly EncodedStatement[];
    }
  | { readonly kind: 'close' };

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'rows'; readonly results: readonly TextRows[] }
  /** The transaction was rolled back and the database goes on. */
  | { readonly kind: 'refused'; readonly sqlState: string; readonly message: string }
  /** Nothing was run. */
  | { readonly kind: 'too_costly'; readonly message: string }
  /** The database itself is in doubt: the worker must be replaced. */
  | { readonly kind: 'broken'; readonly message: string };
