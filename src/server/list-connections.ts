/** The connections of the databases that have a pool. */
import type { PostgresDatabase } from '../postgres/postgres-database.ts';
import type { FigureSources } from './figures.ts';

/** One pool that serves both is told once. */
export function listConnections(
  databases: Readonly<Record<string, PostgresDatabase>>,
): ReturnType<FigureSources['connections']> {
  const pools = new Map<PostgresDatabase, string>();
  for (const [name, database] of Object.entries(databases))
    if (!pools.has(database)) pools.set(database, name);
  return [...pools].flatMap(([database, name]) => {
    const connections = database.connections?.();
    return connections ? [[name, connections] as const] : [];
  });
}
