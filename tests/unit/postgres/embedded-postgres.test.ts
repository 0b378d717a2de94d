/** What only the embedded database can do: keep a folder, lose its worker, and queue. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbeddedPostgres } from '../../../src/postgres/embedded-postgres.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { openTestPglite, type TestDatabase } from '../../support/databases.ts';
import { findFaultOf, readRows, runScript } from '../../support/statements.ts';

const ENDLESS = {
  text: 'WITH RECURSIVE r(n) AS (SELECT 1::int8 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r',
  parameters: [],
};

describe('a folder', () => {
  let parent: string;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'vitrine-test-'));
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  async function withFolder(
    folder: string,
    body: (database: PostgresDatabase) => Promise<void>,
  ): Promise<void> {
    const database = await openEmbeddedPostgres({ folder });
    try {
      await body(database);
    } finally {
      await database.close();
    }
  }

  test('keeps its data, and one opener at a time', async () => {
    const folder = join(parent, 'deep', 'pg');
    await withFolder(folder, async (database) => {
      await runScript(database, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
      await expect(openEmbeddedPostgres({ folder, patienceMs: 0 })).rejects.toMatchObject({
        code: 'SERVER_BUSY_FOLDER',
      });
      expect(await readRows(database, 'SELECT n FROM kept')).toEqual([['1']]);
    });
    await withFolder(folder, async (database) => {
      expect(await readRows(database, 'SELECT n FROM kept')).toEqual([['1']]);
    });
    expect(await readdir(join(parent, 'deep'))).toEqual(['pg']);
  });

  test('that is no folder cannot be opened', async () => {
    await expect(openEmbeddedPostgres({ folder: '/dev/null/pg' })).rejects.toMatchObject({
      fault: 'unavailable',
    });
  });

  test('that another process takes away is not written to any more', async () => {
    const folder = join(parent, 'stolen');
    await withFolder(folder, async (database) => {
      await rm(`${folder}.lock`, { recursive: true });
      await expect
        .poll(() => findFaultOf(readRows(database, 'SELECT 1')), { timeout: 30_000, interval: 500 })
        .toBe('unavailable');
    });
  });

  test('whose holder was killed opens again by itself, its data kept', async () => {
    const folder = join(parent, 'killed');
    const holder = spawn(process.execPath, ['--import', 'tsx', 'tests/support/hold-database.ts', folder]);
    await once(holder.stdout, 'data');
    await expect(openEmbeddedPostgres({ folder, patienceMs: 0 })).rejects.toMatchObject({
      code: 'SERVER_BUSY_FOLDER',
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    // Without waiting longer than the default patience of 12 s.
    await withFolder(folder, async (database) => {
      expect(await readRows(database, 'SELECT n FROM survivors')).toEqual([['1']]);
    });
  });
});

describe('the worker', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestPglite();
    await runScript(opened.database, 'CREATE TABLE ledger (n int PRIMARY KEY)');
  });
  afterAll(() => opened.close());

  test('that breaks is replaced, after a second try of what was read only', async () => {
    // Longer than a JavaScript string can be, so the worker fails outside the database.
    const oversized = "SELECT repeat('x', 540000000)";
    expect(await findFaultOf(readRows(opened.database, oversized))).toBe('unavailable');
    expect(await readRows(opened.database, 'SELECT count(*) FROM ledger')).toEqual([['0']]);
  });

  test('loses nothing that was committed and keeps nothing that was not, stopped again and again', async () => {
    const { database } = opened;
    for (let round = 1; round <= 5; round += 1) {
      const committed = { text: 'INSERT INTO ledger VALUES ($1::int)', parameters: [String(round)] };
      const doomed = { text: 'INSERT INTO ledger SELECT generate_series(1000, 20000)', parameters: [] };
      await database.transaction([committed], { mode: 'read_write', timeoutMs: 60_000 });
      const stopped = database.transaction([doomed, ENDLESS], {
        mode: 'read_write',
        timeoutMs: 100 + round * 10,
      });
      expect(await findFaultOf(stopped)).toBe('timeout');
      const rows = await readRows(database, 'SELECT count(*), min(n), max(n) FROM ledger');
      expect(rows).toEqual([[String(round), '1', String(round)]]);
    }
  });

  test('is left alone when the one who gives up is still waiting', async () => {
    const { database } = opened;
    const controller = new AbortController();
    const slow = readRows(database, 'SELECT sum(n) FROM generate_series(1, 3000000) AS n');
    const waiting = findFaultOf(
      database.transaction([ENDLESS], { mode: 'read_only', timeoutMs: 60_000, signal: controller.signal }),
    );
    controller.abort();
    expect(await waiting).toBe('cancelled');
    expect(await slow).toEqual([['4500001500000']]);
  });

  test('is not asked once the database is closed', async () => {
    const database = await openEmbeddedPostgres({ folder: null });
    const running = readRows(database, 'SELECT 1');
    await Promise.all([database.close(), database.close()]);
    expect(await running).toEqual([['1']]);
    expect(await findFaultOf(readRows(database, 'SELECT 1'))).toBe('unavailable');
  });
});
