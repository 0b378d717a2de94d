/** `vitrine seed --size`: which size goes where, and what somebody is told who asks for another. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { spawnCli } from '../support/spawned-cli.ts';

let test: TestPostgres;
let folder: string;
beforeAll(async () => {
  test = await openTestPostgres();
  folder = await mkdtemp(join(tmpdir(), 'vitrine-seed-'));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const seed = (warehouse: string, ...flags: string[]) => {
  const env = { VITRINE_WAREHOUSE: warehouse, VITRINE_STORE: `pglite:${folder}/pg`, VITRINE_SECRET: '' };
  return spawnCli(['seed', ...flags], env).finished;
};

it('knows two sizes', async () => {
  const { status, err } = await seed(test.url, '--size', 'huge');
  expect(status).not.toBe(0);
  expect(err).toContain("argument 'huge' is invalid. Allowed choices are small, large.");
});

it('makes the large demo in no embedded database', async () => {
  expect(await seed(`pglite:${folder}/pg`, '--size', 'large')).toMatchObject({
    status: 2,
    err: expect.stringContaining('the large demo needs a PostgreSQL: postgres://…'),
  });
});

it('writes into a PostgreSQL only where the large demo is asked for', async () => {
  for (const flags of [[], ['--size', 'small']])
    expect(await seed(test.url, ...flags)).toMatchObject({
      status: 2,
      err: expect.stringContaining('--size large makes the large one here'),
    });
  const [tables] = await test.database.transaction(
    [{ text: `select count(*) from information_schema.tables where table_schema = 'shop'`, parameters: [] }],
    { mode: 'read_only', timeoutMs: 10_000 },
  );
  expect(tables).toEqual([['0']]);
});

it('leaves tables of somebody else alone, also when the large demo is asked for', async () => {
  await test.database.transaction(
    [{ script: 'create schema shop; create table shop.tickets (id integer)' }],
    {
      mode: 'read_write',
      timeoutMs: 10_000,
    },
  );
  expect(await seed(test.url, '--size', 'large')).toMatchObject({
    status: 2,
    err: expect.stringContaining("schema shop has a table tickets that is not the demo's"),
  });
});
