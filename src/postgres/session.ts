/**
 * The session every transaction runs in, so that a value has one text form on every server. `SET LOCAL`
 * and not a connection's start-up options: poolers drop those, and nothing outlives the transaction.
 */
import { invariant } from '../base/invariant.ts';
import type { TransactionOptions } from './postgres-database.ts';

const MODES: Readonly<Record<TransactionOptions['mode'], string>> = {
  read_only: 'ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  read_write: 'ISOLATION LEVEL READ COMMITTED, READ WRITE',
};

/** What follows `BEGIN` or `SET TRANSACTION`. */
export function transactionMode(mode: TransactionOptions['mode']): string {
  return MODES[mode];
}

/**
 * Statements to send first. The timeouts are the database's own, for when nobody is left to cancel; they
 * hold for each statement, the caller's clock for all of them.
 */
export function sessionScript({
  timeoutMs,
  settings = new Map(),
}: Pick<TransactionOptions, 'timeoutMs' | 'settings'>): string {
  const milliseconds = Math.ceil(timeoutMs);
  return [
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, MDY'",
    "SET LOCAL IntervalStyle = 'postgres'",
    'SET LOCAL extra_float_digits = 1',
    "SET LOCAL bytea_output = 'hex'",
    'SET LOCAL standard_conforming_strings = on',
    'SET LOCAL array_nulls = on',
    `SET LOCAL statement_timeout = ${milliseconds}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${milliseconds}`,
    ...[...settings].map(setLocally),
  ].join(';');
}

/** The text is read as a whole before any of it is done, so nothing in it may depend on the session's settings. */
function setLocally([name, value]: readonly [name: string, value: string]): string {
  invariant(/^[a-z_]+(\.[a-z_]+)?$/.test(name), 'a setting has a plain name');
  invariant(!/['\\\0]/.test(value) && value.isWellFormed(), 'a setting has a value that needs no quoting');
  return `SET LOCAL ${name} = '${value}'`;
}
