/** What a SQLSTATE means to the rooms above, which never see the code itself. */
import type { DatabaseFault } from './postgres-database.ts';

/** First match wins: whole codes stand before their classes. */
const FAULTS: readonly (readonly [prefix: string, fault: DatabaseFault])[] = [
  // query_canceled; a cancellation of our own is known before the database says so.
  ['57014', 'timeout'],
  // Timeouts of an idle or an overlong transaction.
  ['25P03', 'timeout'],
  ['25P04', 'timeout'],
  // Undefined table, column, schema.
  ['42P01', 'missing_source'],
  ['42703', 'missing_source'],
  ['3F000', 'missing_source'],
  ['42501', 'forbidden'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  // Unique violation: someone else wrote that row first.
  ['23505', 'conflict'],
  // Connection, authorisation, database name, resources, operator intervention, input and output.
  ['08', 'unavailable'],
  ['28', 'unavailable'],
  ['3D', 'unavailable'],
  ['53', 'unavailable'],
  ['57P', 'unavailable'],
  ['58', 'unavailable'],
];

/** The fault of a SQLSTATE; anything not listed is the statement's or its data's. */
export function findFault(sqlState: string): DatabaseFault {
  return FAULTS.find(([prefix]) => sqlState.startsWith(prefix))?.[1] ?? 'rejected';
}
