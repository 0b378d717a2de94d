/**
 * What a run of the tests shares is made by a doorman in the main process at the first knock: a PostgreSQL
 * server, and a PGlite folder to copy from, since making one takes seconds. Runs that never knock never wait.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { listen } from './listen.ts';
import { startThrowawayPostgres } from './throwaway-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of the doorman on the loopback interface. */
    doormanPort: number;
  }
}

/** What can be asked of the doorman: the URL of the server, the path of the folder. */
export type DoormanRequest = 'postgres' | 'pglite';
export type DoormanReply = { readonly answer: string } | { readonly failure: string };

/** Something made for the run, and how it is removed. */
interface Shared {
  readonly answer: string;
  remove(): Promise<void>;
}

const MAKE_FOLDER = `
  import { PGlite } from '@electric-sql/pglite';
  const database = await PGlite.create(process.argv[1]);
  await database.close();`;

const MAKERS: Readonly<Record<DoormanRequest, () => Promise<Shared>>> = {
  postgres: async () => {
    const server = await startThrowawayPostgres();
    return { answer: server.url, remove: () => server.stop() };
  },
  pglite: async () => {
    const parent = await mkdtemp(join(tmpdir(), 'vitrine-template-'));
    const folder = join(parent, 'pg');
    // In a process of its own, since it would block this one, which the tests report to.
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', MAKE_FOLDER, folder]);
    return { answer: folder, remove: () => rm(parent, { recursive: true, force: true }) };
  },
};

const made = new Map<DoormanRequest, Promise<Shared>>();
let doorman: Server | undefined;

export async function setup(project: TestProject): Promise<void> {
  doorman = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const reply = (message: DoormanReply) => socket.end(JSON.stringify(message));
      const name = request.toString() === 'postgres' ? 'postgres' : 'pglite';
      const making = made.get(name) ?? MAKERS[name]();
      made.set(name, making);
      making.then(
        ({ answer }) => reply({ answer }),
        (error: unknown) => reply({ failure: String(error) }),
      );
    });
  });
  project.provide('doormanPort', await listen(doorman));
}

export async function teardown(): Promise<void> {
  doorman?.close();
  for (const making of made.values()) {
    const shared = await making.catch(() => undefined);
    await shared?.remove();
  }
}
