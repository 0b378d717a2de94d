/** Models from a warehouse, and their proof, through the process that serves. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { createReader, type ReaderRole } from '../support/reader-role.ts';
import { killSpawned, spawnCli } from '../support/spawned-cli.ts';
import { runScript } from '../support/statements.ts';

let test: TestPostgres;
let reader: ReaderRole;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  test = await openTestPostgres();
  await runScript(
    test.database,
    `CREATE SCHEMA shop;
     CREATE TABLE shop.clients (id int PRIMARY KEY, name text);
     CREATE TABLE shop.orders (
       id int PRIMARY KEY, client_id int NOT NULL REFERENCES shop.clients, made_at timestamptz, amount numeric
     )`,
  );
  reader = await createReader(test.url, ['shop']);
  folder = await mkdtemp(join(tmpdir(), 'vitrine-init-'));
  await mkdir(join(folder, 'served', 'models'), { recursive: true });
  await writeFile(join(folder, 'served', 'project.yaml'), 'project: served\ntimezone: UTC\n');
  env = {
    VITRINE_PROJECT: join(folder, 'served'),
    VITRINE_WAREHOUSE: reader.url,
    VITRINE_STORE: `pglite:${folder}/pg`,
    VITRINE_SECRET: '',
    HOST: '127.0.0.1',
    PORT: '0',
  };
});
afterAll(async () => {
  killSpawned();
  await test.close();
  await reader.drop();
  await rm(folder, { recursive: true, force: true });
});

it('writes models that are not served yet, proves them, and keeps what was changed by hand', async () => {
  const server = spawnCli(['serve'], env);
  await server.waitFor(/listens on/);
  const project = join(folder, 'drafted');
  const run = (...args: string[]) => spawnCli(args, { ...env, VITRINE_PROJECT: project }).finished;
  const drafted = await run('init', '--schema', 'shop', '--tenant', 'client_id', '--metrics');
  expect([drafted.status, drafted.err]).toEqual([0, '']);
  expect(drafted.out).toContain('drafted/models/orders.yaml\n');
  expect(drafted.out).toContain('vitrine query orders_count --tenant');

  const proven = await run('check', '--warehouse', '--json');
  expect(JSON.parse(proven.out)).toMatchObject({
    ok: true,
    sources: [
      { model: 'clients', keys_proven: true },
      { model: 'orders', keys_proven: true },
    ],
  });

  const file = join(project, 'models', 'orders.yaml');
  const changed = (await readFile(file, 'utf8')).replace(
    '{ type: decimal }',
    '{ type: decimal, column: amont }',
  );
  await writeFile(file, changed);
  const [again, wrong] = [await run('init', 'shop.orders'), await run('check', '--warehouse')];
  expect(again.out).toMatch(/^left as they are .*\n.*models\/orders.yaml\n/);
  expect(await readFile(file, 'utf8')).toBe(changed);
  expect(wrong.status).toBe(1);
  expect(wrong.out).toMatch(/orders.yaml:\d+:\d+ error PROOF_NO_COLUMN .*\n.*\n.*\^+\n {2}hint: .*"amount"/);
  server.process.kill('SIGTERM');
  expect((await server.finished).status).toBe(0);
}, 600_000);
