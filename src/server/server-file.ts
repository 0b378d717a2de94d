/** How the command line finds the process that holds the embedded database. */
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { type PrivateFile, privateFile } from './private-file.ts';

const ServerFileSchema = Type.Object({
  address: Type.String({ pattern: '^http://' }),
  token: Type.String({ minLength: 32 }),
  pid: Type.Integer(),
});

export type ServerRecord = Static<typeof ServerFileSchema>;

/** `server.json` in the folder that holds the embedded database's own folder. */
export function serverFile(stateFolder: string): PrivateFile<ServerRecord> {
  return privateFile(join(stateFolder, 'server.json'), ServerFileSchema);
}
