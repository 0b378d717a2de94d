/** A role that may only read, on a database of the tests: what a warehouse is connected to as. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface ReaderRole {
  readonly name: string;
  /** The same database, as this role. */
  readonly url: string;
  /** Takes the role away; its database must be gone. */
  drop(): Promise<void>;
}

const PASSWORD = 'read-only-password';

/** A name that no other test has. */
export function newRoleName(): string {
  return `vitrine_reader_${randomBytes(6).toString('hex')}`;
}

/** A role that may read every table of these schemas. */
export async function createReader(url: string, schemas: readonly string[]): Promise<ReaderRole> {
  const name = newRoleName();
  const grants = schemas.flatMap((schema) => [
    `GRANT USAGE ON SCHEMA ${schema} TO ${name}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${name}`,
  ]);
  await administer(url, [`CREATE ROLE ${name} LOGIN`, ...grants]);
  return await letReaderIn(url, name);
}

/** Gives a role that a script has made its password. */
export async function letReaderIn(url: string, name: string): Promise<ReaderRole> {
  await administer(url, [`ALTER ROLE ${name} PASSWORD '${PASSWORD}'`]);
  const own = new URL(url);
  own.username = name;
  own.password = PASSWORD;
  const server = new URL(url);
  server.pathname = '/postgres';
  return { name, url: own.href, drop: () => administer(server.href, [`DROP ROLE ${name}`]) };
}

/** Runs statements one after another, as whoever the URL names. */
export async function administer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
