/** What only a server can do: hang, break, fill up, and cancel. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { connectPostgres } from '../../../src/postgres/server-postgres.ts';
import { openTestPostgres, type TestPostgres } from '../../support/databases.ts';
import { listen } from '../../support/listen.ts';
import { findFaultOf, readRows, runScript } from '../../support/statements.ts';

const NAP = { text: 'SELECT pg_sleep(30)::text', parameters: [] };
const READ = { mode: 'read_only', timeoutMs: 60_000 } as const;

let opened: TestPostgres;
beforeAll(async () => {
  opened = await openTestPostgres();
});
afterAll(() => opened.close());

/** Runs `body` on a database of its own, and closes it whatever happens. */
async function withDatabase(
  url: string,
  { maxConnections = 2, connectTimeoutMs = 1_000 },
  body: (database: PostgresDatabase) => Promise<void>,
): Promise<void> {
  const database = connectPostgres(url, { maxConnections, connectTimeoutMs });
  try {
    await body(database);
  } finally {
    await database.close();
  }
}

/** How many other sessions of the test's database are at work. */
async function countActive(): Promise<string | null | undefined> {
  const [row] = await readRows(
    opened.database,
    `SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`,
  );
  return row?.[0];
}

async function waitUntilIdle(): Promise<void> {
  await expect.poll(countActive, { timeout: 3_000 }).toBe('0');
}

describe('cancelling', () => {
  test('ends the statement in the database when time runs out', async () => {
    const fault = await findFaultOf(
      opened.database.transaction([NAP], { mode: 'read_only', timeoutMs: 200 }),
    );
    expect(fault).toBe('timeout');
    await waitUntilIdle();
  });

  test('ends the statement in the database when the caller gives up', async () => {
    const controller = new AbortController();
    const faults = Promise.all(
      Array.from({ length: 5 }, () =>
        findFaultOf(opened.database.transaction([NAP], { ...READ, signal: controller.signal })),
      ),
    );
    await expect.poll(countActive, { timeout: 3_000 }).toBe('5');
    controller.abort();
    expect(await faults).toEqual(Array.from({ length: 5 }, () => 'cancelled'));
    await waitUntilIdle();
  });

  test('leaves waiting callers no connection to hold', () =>
    withDatabase(opened.url, { maxConnections: 1, connectTimeoutMs: 10_000 }, async (database) => {
      const controller = new AbortController();
      const busy = findFaultOf(database.transaction([NAP], { ...READ, signal: controller.signal }));
      const waiting = Array.from({ length: 10 }, () =>
        findFaultOf(database.transaction([NAP], { mode: 'read_only', timeoutMs: 200 })),
      );
      expect(new Set(await Promise.all(waiting))).toEqual(new Set(['timeout']));
      controller.abort();
      expect(await busy).toBe('cancelled');
      expect(await readRows(database, 'SELECT 1')).toEqual([['1']]);
    }));
});

describe('a connection', () => {
  test('is used again after a commit, destroyed after anything else', () =>
    withDatabase(opened.url, { maxConnections: 1 }, async (database) => {
      const processId = async () => (await readRows(database, 'SELECT pg_backend_pid()'))[0]?.[0];
      const first = await processId();
      expect(await processId()).toBe(first);
      expect(await findFaultOf(readRows(database, 'SELECT 1 / 0'))).toBe('rejected');
      expect(await processId()).not.toBe(first);
    }));

  test('that the server ends while it works is unavailable, and the pool recovers', () =>
    withDatabase(opened.url, { maxConnections: 2 }, async (database) => {
      const working = findFaultOf(database.transaction([NAP], READ));
      await expect.poll(countActive, { timeout: 3_000 }).toBe('1');
      await endSessions();
      expect(await working).toBe('unavailable');
      expect(await readRows(database, 'SELECT 1')).toEqual([['1']]);
    }));

  test('that the server ends while it is idle is replaced', () =>
    withDatabase(opened.url, { maxConnections: 2 }, async (database) => {
      await Promise.all([readRows(database, 'SELECT 1'), readRows(database, 'SELECT 2')]);
      await endSessions();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await readRows(database, 'SELECT 1')).toEqual([['1']]);
    }));

  async function endSessions(): Promise<void> {
    await readRows(
      opened.database,
      `SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  }
});

describe('a server', () => {
  test('that refuses connections is unavailable', async () => {
    const server = createServer();
    const port = await listen(server);
    await close(server);
    await withDatabase(`postgres://u:p@127.0.0.1:${port}/d`, {}, async (database) => {
      expect(await findFaultOf(readRows(database, 'SELECT 1'))).toBe('unavailable');
    });
  });

  test('that nobody can name is unavailable', () =>
    withDatabase('postgres://u:p@vitrine.invalid/d', {}, async (database) => {
      expect(await findFaultOf(readRows(database, 'SELECT 1'))).toBe('unavailable');
    }));

  test('that accepts and says nothing is unavailable, or a timeout where that comes first', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    const port = await listen(server);
    await withDatabase(`postgres://u:p@127.0.0.1:${port}/d`, { connectTimeoutMs: 600 }, async (database) => {
      expect(await findFaultOf(readRows(database, 'SELECT 1'))).toBe('unavailable');
      const hurried = database.transaction([], { mode: 'read_only', timeoutMs: 100 });
      expect(await findFaultOf(hurried)).toBe('timeout');
    });
    for (const socket of sockets) socket.destroy();
    await close(server);
  });

  test('that does not know the user, the password or the database is unavailable', async () => {
    const urls = [new URL(opened.url), new URL(opened.url), new URL(opened.url)] as const;
    urls[0].username = 'nobody';
    urls[1].password = 'wrong';
    urls[2].pathname = '/no_such_database';
    for (const url of urls)
      await withDatabase(url.href, {}, async (database) => {
        expect(await findFaultOf(readRows(database, 'SELECT 1'))).toBe('unavailable');
      });
  });

  test('is out of reach for a while, and served again after', async () => {
    const proxy = await openProxy(opened.url);
    await withDatabase(proxy.url, { maxConnections: 1 }, async (database) => {
      await runScript(database, 'CREATE TABLE behind (n int)');
      // Cut in the middle of the rows.
      proxy.cutAfter(20_000);
      const rows = findFaultOf(readRows(database, "SELECT repeat('x', 1000) FROM generate_series(1, 1000)"));
      expect(await rows).toBe('unavailable');
      expect(await readRows(database, 'SELECT 1')).toEqual([['1']]);
      // Silent, as behind a broken cable: neither answer nor end.
      proxy.setSilent(true);
      const started = performance.now();
      const hung = database.transaction([NAP], { mode: 'read_only', timeoutMs: 300 });
      expect(await findFaultOf(hung)).toBe('timeout');
      expect(performance.now() - started).toBeLessThan(3_500);
      proxy.setSilent(false);
      expect(await readRows(database, 'SELECT 1')).toEqual([['1']]);
    });
    await proxy.close();
  });

  test('is not asked once the database is closed', async () => {
    const database = connectPostgres(opened.url, { maxConnections: 1 });
    await Promise.all([database.close(), database.close()]);
    expect(await findFaultOf(readRows(database, 'SELECT 1'))).toBe('unavailable');
  });
});

interface Proxy {
  readonly url: string;
  /** Cuts the connection that first carries so many bytes from the server. */
  cutAfter(bytes: number): void;
  /** Swallows everything that the server says. */
  setSilent(silent: boolean): void;
  close(): Promise<void>;
}

async function openProxy(target: string): Promise<Proxy> {
  const { hostname, port: upstreamPort } = new URL(target);
  const state = { left: Number.POSITIVE_INFINITY, silent: false };
  const server = createServer((client) => {
    const upstream = connect(Number(upstreamPort), hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('error', cut).on('close', cut).pipe(upstream);
    upstream.on('error', cut).on('close', cut);
    upstream.on('data', (chunk) => {
      if (state.silent) return;
      state.left -= chunk.length;
      if (state.left > 0) {
        client.write(chunk);
        return;
      }
      state.left = Number.POSITIVE_INFINITY;
      client.write(chunk.subarray(0, chunk.length / 2), cut);
    });
  });
  const port = await listen(server);
  const url = new URL(target);
  url.port = String(port);
  return {
    url: url.href,
    cutAfter: (bytes) => {
      state.left = bytes;
    },
    setSilent: (silent) => {
      state.silent = silent;
    },
    close: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
