/**
 * Brings the store's schema up to date from `migrations/NNNN-name.sql`. Each file is one transaction that
 * takes the lock, writes its own record and runs; so of two servers that start at once one runs it, and
 * the other finds it done.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  DatabaseError,
  type PostgresDatabase,
  type SqlStatement,
  type TransactionOptions,
} from '../postgres/postgres-database.ts';

/** The same place from `src/` in a checkout and from `dist/` in an installed package. */
const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/** Any number that no other program on the database takes; held until the transaction ends. */
const LOCK: SqlStatement = { text: 'SELECT pg_advisory_xact_lock(7291640385112)', parameters: [] };
const WRITE: TransactionOptions = { mode: 'read_write', timeoutMs: 300_000 };
const READ: TransactionOptions = { mode: 'read_only', timeoutMs: 30_000 };

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
}

/**
 * Applies what is missing, in the order of the numbers; safe to run at every start and by many at once.
 * @throws SemanticError SERVER_MIGRATION when files and database tell different stories
 * @throws DatabaseError
 */
export async function migrate(database: PostgresDatabase, folder: URL = MIGRATIONS): Promise<void> {
  const migrations = await loadMigrations(folder);
  let applied = await findApplied(database);
  if (applied === null) {
    await createRecord(database);
    applied = (await findApplied(database)) ?? new Map<string, string>();
  }
  checkHistory(migrations, applied);
  for (const migration of migrations) if (!applied.has(migration.name)) await apply(database, migration);
}

async function loadMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return await Promise.all(
    names.map(async (name, index) => {
      const number = String(index + 1).padStart(4, '0');
      if (!name.startsWith(`${number}-`)) refuse(name, `should have the number ${number}`);
      // A checkout on Windows may have other line ends; they mean nothing.
      const script = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    }),
  );
}

/** Checksums by name, or `null` where the record itself is missing. */
async function findApplied(database: PostgresDatabase): Promise<ReadonlyMap<string, string> | null> {
  try {
    const [rows] = await database.transaction(
      [{ text: 'SELECT name, checksum FROM vitrine.migrations ORDER BY name', parameters: [] }],
      READ,
    );
    return new Map((rows ?? []).map(([name, checksum]) => [name ?? '', checksum ?? '']));
  } catch (error) {
    if (error instanceof DatabaseError && error.fault === 'missing_source') return null;
    throw error;
  }
}

async function createRecord(database: PostgresDatabase): Promise<void> {
  const script = `
    CREATE SCHEMA IF NOT EXISTS vitrine;
    CREATE TABLE IF NOT EXISTS vitrine.migrations (
      name        text PRIMARY KEY,
      checksum    text NOT NULL,
      applied_at  timestamptz NOT NULL DEFAULT now()
    )`;
  await database.transaction([LOCK, { script }], WRITE);
}

function checkHistory(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    const expected = known.get(name);
    if (expected === undefined) refuse(name, 'was applied by another release of Vitrine');
    if (expected !== checksum) refuse(name, 'is not the file that was applied');
  }
}

async function apply(database: PostgresDatabase, migration: Migration): Promise<void> {
  const record: SqlStatement = {
    text: 'INSERT INTO vitrine.migrations (name, checksum) VALUES ($1, $2)',
    parameters: [migration.name, migration.checksum],
  };
  try {
    await database.transaction([LOCK, record, { script: migration.script }], WRITE);
  } catch (error) {
    // The record stands before the script: a conflict there means that another server has been faster.
    if (!(error instanceof DatabaseError) || error.fault !== 'conflict') throw error;
    const applied = await findApplied(database);
    if (applied?.get(migration.name) !== migration.checksum) throw error;
  }
}

function refuse(migration: string, problem: string): never {
  throw new SemanticError('SERVER_MIGRATION', { migration, problem });
}
