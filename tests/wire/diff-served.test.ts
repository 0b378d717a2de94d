/** `vitrine diff` beside a server that holds the embedded database, and on that database without one. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbeddedPostgres } from '../../src/postgres/embedded-postgres.ts';
import { AGENCY_PROJECT, changeAgency, fillAgency, WITHOUT_CANCELLED } from '../support/agency.ts';
import { type GitRepository, makeRepository } from '../support/git-repository.ts';
import { killSpawned, spawnCli } from '../support/spawned-cli.ts';

let repository: GitRepository;
beforeAll(async () => {
  repository = await makeRepository();
  await write(AGENCY_PROJECT);
  await repository.write('.gitignore', '.vitrine/\n');
  await repository.commit('First');
  await write(changeAgency(['models/orders.yaml', ...WITHOUT_CANCELLED]));
  const database = await openEmbeddedPostgres({ folder: join(repository.folder, '.vitrine/pg') });
  await fillAgency(database);
  await database.close();
});
afterAll(async () => {
  killSpawned();
  await repository.remove();
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await repository.write(`metrics/${path}`, text);
}

const start = (...args: readonly string[]) => {
  const unset = { VITRINE_WAREHOUSE: '', VITRINE_STORE: '', VITRINE_SECRET: '', VITRINE_PROJECT: '' };
  return spawnCli(args, { ...unset, PORT: '0' }, repository.folder);
};
const diff = (...args: readonly string[]) => start('diff', '--json', ...args).finished;
const MONTHS = ['--data', '--names', '--from', '2026-01-01', '--to', '2026-03-01'];

it('asks the server who used what changes, and leaves its database to it', async () => {
  const server = start('serve');
  const [, address = ''] = await server.waitFor(/listens on (\S+)/);
  const told = await diff();
  expect(JSON.parse(told.out).usage).toEqual({ days: 30, items: [] });
  expect(await diff(...MONTHS)).toMatchObject({
    status: 2,
    out: '',
    err: expect.stringContaining(
      `VITRINE_WAREHOUSE: the server at ${address} answers from it; stop it before numbers are compared.`,
    ),
  });
  server.process.kill('SIGTERM');
  expect((await server.finished).status).toBe(0);
});

it('compares on the embedded database itself once nobody serves from it', async () => {
  const { status, out } = await diff(...MONTHS, '--metric', 'roas');
  expect(status).toBe(1);
  const { numbers, usage } = JSON.parse(out);
  expect(usage).toBe(null);
  const rows: readonly { readonly tenant: string; readonly change: string }[] = numbers.metrics[0].rows;
  expect(rows.map(({ tenant, change }) => `${tenant} ${change}`)).toEqual(['aster -1', 'birch -0.5']);
});
