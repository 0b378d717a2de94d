/** The warehouse as the server uses it: limits in front of whichever database it is. */

import type { Limits } from '../config/limits.ts';
import type { Config } from '../config.ts';
import type { PostgresDatabase } from '../postgres/postgres-database.ts';
import { FairWarehouse } from '../warehouse/fair-warehouse.ts';
import { createPostgresWarehouse } from '../warehouse/postgres-warehouse.ts';
import type { InspectableWarehouse } from '../warehouse/warehouse.ts';

/** For what takes no turn: signs of life, the operator's inspections, and a store in the same database. */
const SPARE_CONNECTIONS = 4;

/** Connections to one database that is a server. */
export function connectionsOf({ connections }: Pick<Limits, 'connections'>): number {
  return connections + SPARE_CONNECTIONS;
}

/** The embedded database runs one statement at a time, so turns are taken for each. */
export function openWarehouse(
  database: PostgresDatabase,
  { warehouse, limits, rowSecurity }: Pick<Config, 'warehouse' | 'limits' | 'rowSecurity'>,
): InspectableWarehouse {
  const running = warehouse.kind === 'embedded' ? 1 : limits.connections;
  return new FairWarehouse(createPostgresWarehouse(database, { maxCost: limits.maxCost, rowSecurity }), {
    running,
    runningPerTenant: limits.tenantQueries,
    waitingPerTenant: limits.tenantQueue,
    longestWaitMs: limits.tenantWait * 1_000,
  });
}
