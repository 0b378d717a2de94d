/** Fresh databases for tests: a database of its own on the run's PostgreSQL, or a PGlite of its own. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { openEmbeddedPostgres } from '../../src/postgres/embedded-postgres.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { connectPostgres } from '../../src/postgres/server-postgres.ts';
import type { DoormanReply, DoormanRequest } from './global-setup.ts';

export interface TestDatabase {
  readonly database: PostgresDatabase;
  /** Closes it and removes every trace. */
  readonly close: () => Promise<void>;
}

export interface TestPostgres extends TestDatabase {
  /** For connections beside `database`. */
  readonly url: string;
}

export interface TestPostgresOptions {
  readonly maxConnections?: number;
}

/** An empty database on a real PostgreSQL, which is started by the first who asks. */
export async function openTestPostgres({
  maxConnections = 10,
}: TestPostgresOptions = {}): Promise<TestPostgres> {
  const server = await askDoorman('postgres');
  const name = `vitrine_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = connectPostgres(url.href, { maxConnections });
  const close = async () => {
    await database.close();
    await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { database, url: url.href, close };
}

/** An empty PGlite in a folder of its own. It takes some 0.8 GB: close it. */
export async function openTestPglite(): Promise<TestDatabase> {
  const template = await askDoorman('pglite');
  const parent = await mkdtemp(join(tmpdir(), 'vitrine-test-'));
  const folder = join(parent, 'pg');
  await cp(template, folder, { recursive: true });
  const database = await openEmbeddedPostgres({ folder });
  const close = async () => {
    await database.close();
    await rm(parent, { recursive: true, force: true });
  };
  return { database, close };
}

const OPENERS = { postgres: openTestPostgres, pglite: openTestPglite } as const;

export type DatabaseKind = keyof typeof OPENERS;

export const DATABASE_KINDS: readonly DatabaseKind[] = ['postgres', 'pglite'];

/** Opens a fresh database of either kind. */
export function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return OPENERS[kind]();
}

/** Runs a suite on each kind of database; `database()` is the suite's own, open inside tests and hooks. */
export function describeEachDatabase(
  name: string,
  body: (database: () => PostgresDatabase, kind: DatabaseKind) => void,
): void {
  describe.each(DATABASE_KINDS)(`${name} on %s`, (kind) => {
    let opened: TestDatabase | undefined;
    beforeAll(async () => {
      opened = await openTestDatabase(kind);
    });
    afterAll(async () => {
      await opened?.close();
    });
    body(() => {
      if (opened === undefined) throw new Error('the database is open inside tests and hooks only');
      return opened.database;
    }, kind);
  });
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What all tests of the run share, made by the first who asks. */
function askDoorman(request: DoormanRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(inject('doormanPort'), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('end', () => {
      const reply: DoormanReply = JSON.parse(text);
      if ('answer' in reply) resolve(reply.answer);
      else reject(new Error(reply.failure));
    });
    socket.write(request);
  });
}
