/**
 * The customer's data, read only. A warehouse runs statements that the verifiers have passed, inside one
 * read-only transaction, and returns every value as the database's own text.
 */
import type { TextRows } from '../postgres/postgres-database.ts';
import type { ParameterValue } from '../query/bound-query.ts';
import type { InspectionStatement } from '../sql/inspection-statement.ts';
import type { VerifiedStatement } from '../sql/verified-statement.ts';
import type { TenantId } from '../tenancy/principal.ts';
import type { Scope } from '../tenancy/scope.ts';

/** A verified statement with what fills its parameters. */
export interface WarehouseQuery {
  readonly statement: VerifiedStatement;
  readonly scope: Scope;
  readonly parameters: readonly ParameterValue[];
}

export interface RunOptions {
  /** Milliseconds after which the whole run fails with WAREHOUSE_TIMEOUT. */
  readonly timeoutMs: number;
  /** Cancels the statements in the database. */
  readonly signal?: AbortSignal | undefined;
  /** Whose turn it takes; those of the scope unless given. */
  readonly turnOf?: readonly TenantId[] | undefined;
}

export interface Warehouse {
  /**
   * Runs all queries on one snapshot (repeatable read, read only) and returns their rows by position.
   * The session is fixed to time zone UTC and ISO dates.
   * @throws SemanticError WAREHOUSE_TIMEOUT, WAREHOUSE_UNAVAILABLE, WAREHOUSE_SOURCE_MISSING, QUERY_REJECTED_BY_DATA,
   *   QUERY_TOO_COSTLY, WAREHOUSE_TENANT_BUSY
   */
  run(queries: readonly WarehouseQuery[], options: RunOptions): Promise<readonly TextRows[]>;
  /** Whether it answers now; never throws. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** A warehouse with the door that only the operator of this machine has: whoever answers queries is not given it. */
export interface InspectableWarehouse extends Warehouse {
  /**
   * Counts over the rows of all tenants, and what the database's catalog says of tables.
   * @throws SemanticError as {@link Warehouse.run} does, and WAREHOUSE_ROWS_HIDDEN where not all rows would be counted
   */
  inspect(statement: InspectionStatement, options: RunOptions): Promise<TextRows>;
}
