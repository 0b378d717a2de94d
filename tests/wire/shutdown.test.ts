/** SIGTERM with requests in flight: all are answered, nothing new is taken, and the process ends well. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { createReader, type ReaderRole } from '../support/reader-role.ts';
import { openShop } from '../support/shop.ts';
import { killSpawned, spawnCli } from '../support/spawned-cli.ts';

const SHOP = fileURLToPath(new URL('../fixtures/shop/project', import.meta.url));

/** All of them run at one time. */
const IN_FLIGHT = 8;

let test: TestPostgres;
let reader: ReaderRole;
let env: Record<string, string>;

beforeAll(async () => {
  test = await openTestPostgres();
  await openShop(test.database);
  reader = await createReader(test.url, ['shop']);
  env = {
    VITRINE_PROJECT: SHOP,
    VITRINE_WAREHOUSE: reader.url,
    VITRINE_STORE: test.url,
    VITRINE_SECRET: '0123456789abcdef0123456789abcdef',
    VITRINE_CONNECTIONS: String(IN_FLIGHT + 2),
    VITRINE_TENANT_QUERIES: String(IN_FLIGHT),
    HOST: '127.0.0.1',
    PORT: '0',
  };
});
afterAll(async () => {
  killSpawned();
  await test.close();
  await reader.drop();
});

describe('SIGTERM', () => {
  it('loses nothing that is under way', async () => {
    const made = await spawnCli(['keys', 'create', '--tenant', 'a', '--json'], env).finished;
    expect(made.status).toBe(0);
    const { id, key }: { id: string; key: string } = JSON.parse(made.out);
    expect(key).toContain(id);

    const server = spawnCli(['serve'], env);
    const [, address] = await server.waitFor(/listens on (\S+)/);
    const ask = () =>
      fetch(`${address}/v1/query`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: '{"metrics":["revenue"],"time":{"from":"2026-03-29","to":"2026-03-30"}}',
      });
    const lock = new pg.Client(test.url);
    const watch = new pg.Client(test.url);
    await Promise.all([lock.connect(), watch.connect()]);
    await lock.query('begin; lock table shop.orders in access exclusive mode');
    const asked = Array.from({ length: IN_FLIGHT }, ask);
    await waitUntil(async () => {
      // What a transaction sees of the others' activity stays as it was, so each look is one of its own.
      const { rows } = await watch.query(
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'",
      );
      return rows[0].n >= IN_FLIGHT;
    });

    server.process.kill('SIGTERM');
    await waitUntil(() =>
      fetch(`${address}/livez`).then(
        () => false,
        () => true,
      ),
    );
    await lock.query('rollback');
    await Promise.all([lock.end(), watch.end()]);
    for (const answer of await Promise.all(asked)) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('"data":[{"revenue":12345678901234568.00}]');
    }
    const { status, err } = await server.finished;
    expect(status).toBe(0);
    const levels = err
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): number => JSON.parse(line).level);
    expect(Math.max(...levels)).toBe(30);
  });
});

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true within 30 s');
    await new Promise((wait) => setTimeout(wait, 50));
  }
}
