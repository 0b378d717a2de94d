/** The store's schema, brought up to date by any number of servers on any of its databases. */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { readRows, runScript } from '../support/statements.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
/** The only one that most tests need. */
const FIRST = '0001-keys-and-receipts.sql';

describeEachDatabase('migrations', (database) => {
  let folder: string;
  let url: URL;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-migrations-'));
    url = pathToFileURL(`${folder}/`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    await runScript(database(), 'DROP SCHEMA IF EXISTS vitrine CASCADE');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await cp(new URL(FIRST, MIGRATIONS), join(folder, FIRST));
  });

  const add = (name: string, script: string) => writeFile(join(folder, name), script);
  const applied = async () =>
    (await readRows(database(), 'SELECT name FROM vitrine.migrations ORDER BY name')).map(([name]) => name);

  test('are applied once, in order, and again changes nothing', async () => {
    await migrate(database());
    const before = await readRows(database(), 'SELECT name, checksum, applied_at FROM vitrine.migrations');
    expect(before.map(([name]) => name)).toEqual((await readdir(MIGRATIONS)).toSorted());
    await migrate(database());
    expect(await readRows(database(), 'SELECT name, checksum, applied_at FROM vitrine.migrations')).toEqual(
      before,
    );
  });

  test('run once though four servers start together', async () => {
    await add('0002-first.sql', 'CREATE TABLE vitrine.first (n int); INSERT INTO vitrine.first VALUES (1);');
    await add('0003-second.sql', 'INSERT INTO vitrine.first VALUES (2);');
    await Promise.all([1, 2, 3, 4].map(() => migrate(database(), url)));
    expect(await applied()).toEqual(['0001-keys-and-receipts.sql', '0002-first.sql', '0003-second.sql']);
    expect(await readRows(database(), 'SELECT n FROM vitrine.first ORDER BY n')).toEqual([['1'], ['2']]);
  });

  test('that are new follow those that are there', async () => {
    await migrate(database(), url);
    await add('0002-later.sql', 'CREATE TABLE vitrine.later (n int);');
    await migrate(database(), url);
    expect(await applied()).toEqual(['0001-keys-and-receipts.sql', '0002-later.sql']);
  });

  test('that fail leave nothing behind, and can be mended', async () => {
    await add('0002-broken.sql', 'CREATE TABLE vitrine.half (n int); SELECT 1 / 0;');
    await expect(migrate(database(), url)).rejects.toMatchObject({ fault: 'rejected' });
    expect(await applied()).toEqual(['0001-keys-and-receipts.sql']);
    expect(await readRows(database(), "SELECT to_regclass('vitrine.half')")).toEqual([[null]]);
    await add('0002-broken.sql', 'CREATE TABLE vitrine.half (n int);');
    await migrate(database(), url);
    expect(await applied()).toEqual(['0001-keys-and-receipts.sql', '0002-broken.sql']);
  });

  test('that conflict with what is there are told from those that another server ran', async () => {
    await add(
      '0002-twice.sql',
      "INSERT INTO vitrine.migrations (name, checksum) VALUES ('0002-twice.sql', '')",
    );
    await expect(migrate(database(), url)).rejects.toMatchObject({ fault: 'conflict' });
    expect(await applied()).toEqual(['0001-keys-and-receipts.sql']);
  });

  test('changed after they were applied are refused', async () => {
    await migrate(database(), url);
    await add('0001-keys-and-receipts.sql', 'SELECT 1;');
    await expect(migrate(database(), url)).rejects.toMatchObject({
      code: 'SERVER_MIGRATION',
      message: 'The migration 0001-keys-and-receipts.sql is not the file that was applied.',
    });
  });

  test('of another release are refused', async () => {
    await add('0002-newer.sql', 'SELECT 1;');
    await migrate(database(), url);
    await expect(migrate(database())).rejects.toMatchObject({
      code: 'SERVER_MIGRATION',
      message: 'The migration 0002-newer.sql was applied by another release of Vitrine.',
    });
  });

  test('with a gap in their numbers, or a number twice, are refused before anything runs', async () => {
    await add('0003-gap.sql', 'SELECT 1;');
    await expect(migrate(database(), url)).rejects.toMatchObject({ code: 'SERVER_MIGRATION' });
    await rm(join(folder, '0003-gap.sql'));
    await add('0001-again.sql', 'SELECT 1;');
    await expect(migrate(database(), url)).rejects.toMatchObject({ code: 'SERVER_MIGRATION' });
    expect(await readRows(database(), "SELECT to_regclass('vitrine.migrations')")).toEqual([[null]]);
  });
});
