/** How the command line finds the process that holds the embedded database. */
import { join, resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { hashOf } from '../base/hash.ts';
import type { DatabaseLocation } from '../config.ts';
import { type PrivateFile, privateFile } from './private-file.ts';

const ServerFileSchema = Type.Object({
  address: Type.String({ pattern: '^http://' }),
  token: Type.String({ minLength: 32 }),
  pid: Type.Integer(),
  /** What it serves, so that nobody takes one project's numbers for another's: see {@link identify}. */
  catalog: Type.String(),
  warehouse: Type.String(),
  store: Type.String(),
});

export type ServerRecord = Static<typeof ServerFileSchema>;

/** Which database a location names, without its password. */
export function identify(location: DatabaseLocation): string {
  return hashOf(location.kind === 'embedded' ? { folder: resolve(location.folder) } : location);
}

/** Which database it is, whoever connects to it: not its users, passwords and options. */
export function identifyDatabase(location: DatabaseLocation): string {
  if (location.kind === 'embedded') return identify(location);
  const { host, pathname } = new URL(location.url);
  return hashOf({ host, pathname });
}

/** `server.json` in the folder that holds the embedded database's own folder. */
export function serverFile(stateFolder: string): PrivateFile<ServerRecord> {
  return privateFile(join(stateFolder, 'server.json'), ServerFileSchema);
}
