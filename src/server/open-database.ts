/** Databases by where they are. */
import { resolve } from 'node:path';
import type { DatabaseLocation } from '../config.ts';
import { openEmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import type { PostgresDatabase } from '../postgres/postgres-database.ts';
import { connectPostgres, type ServerOptions } from '../postgres/server-postgres.ts';

/** Opens what `location` names; the same place is opened once. */
export async function openDatabase(
  location: DatabaseLocation,
  options: ServerOptions,
  opened: Map<string, PostgresDatabase>,
): Promise<PostgresDatabase> {
  const place = location.kind === 'embedded' ? resolve(location.folder) : location.url;
  const known = opened.get(place);
  if (known !== undefined) return known;
  const database =
    location.kind === 'embedded'
      ? await openEmbeddedPostgres({ folder: location.folder })
      : connectPostgres(location.url, options);
  opened.set(place, database);
  return database;
}
