/** A project that changes under a server: read again whole, or not at all, by the command line and by SIGHUP. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killSpawned, spawnCli } from '../support/spawned-cli.ts';

const SHOP = fileURLToPath(new URL('../fixtures/shop/project', import.meta.url));

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-reload-'));
  await cp(SHOP, join(folder, 'project'), { recursive: true });
  env = {
    VITRINE_PROJECT: join(folder, 'project'),
    VITRINE_WAREHOUSE: `pglite:${join(folder, 'state', 'pg')}`,
    PORT: '0',
  };
});
afterAll(async () => {
  killSpawned();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => spawnCli(args, env).finished;
const fileOf = (metric: string) => join(folder, 'project', 'metrics', `${metric}.yaml`);
const addMetric = async (name: string, formula: string) => {
  const text = await readFile(fileOf('orders_count'), 'utf8');
  const renamed = text
    .replace(/metric: \w+/, `metric: ${name}`)
    .replace(/formula: .+/, `formula: ${formula}`);
  await writeFile(fileOf(name), renamed);
};

describe('a project that changes', () => {
  it('is served as it is when it holds together, and as it was when it does not', async () => {
    expect(await run('reload')).toMatchObject({ status: 2, err: expect.stringContaining('SIGHUP') });
    const server = spawnCli(['serve'], env);
    const [, address = ''] = await server.waitFor(/listens on (\S+)/);
    const made = await run('keys', 'create', '--tenant', 'a', '--json');
    const { key }: { key: string } = JSON.parse(made.out);
    const knows = async (metric: string): Promise<boolean> => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${address}/v1/metrics/${metric}`, { headers })).status === 200;
    };
    expect(await run('reload')).toMatchObject({ status: 0, out: 'Nothing has changed.\n' });

    await addMetric('first_added', 'count(orders)');
    expect(await knows('first_added')).toBe(false);
    expect(await run('reload')).toMatchObject({ status: 0, out: expect.stringContaining('as it is now') });
    expect(await knows('first_added')).toBe(true);
    // The command line asks the server, which serves what is on disk again.
    expect((await run('keys', 'list', '--json')).status).toBe(0);

    await addMetric('second_added', 'count(ordrs)');
    const refused = await run('reload');
    expect(refused.status).toBe(1);
    expect(refused.err).toMatch(/second_added\.yaml:\d+:\d+/);
    expect(refused.err).toContain('The server goes on with the project as it was.');
    expect([await knows('first_added'), await knows('second_added')]).toEqual([true, false]);

    await addMetric('second_added', 'count(orders)');
    server.process.kill('SIGHUP');
    await server.waitFor(/The project was read again/);
    expect(await knows('second_added')).toBe(true);
    // Each catalog that was served, by the server that served it; what was refused was never in force.
    const remote = await run('deployments', '--json');
    const { items }: { items: { until: string | null; since: string; changes: object[] | null }[] } =
      JSON.parse(remote.out);
    const added = (name: string) => ({ metric: name, change: 'added', from: null, to: 1 });
    expect(items.map(({ changes }) => changes)).toEqual([
      [added('second_added')],
      [added('first_added')],
      null,
    ]);
    expect(items[0]?.until).toBeNull();
    const [, middle] = items;
    const then = await run('deployments', '--at', middle?.since ?? '');
    expect(then.out).toMatch(/first_added added\s*$/);
    server.process.kill('SIGTERM');
    expect(await server.finished).toMatchObject({ status: 0 });
    // Without a server the command line opens the store itself; starting on the same catalog adds nothing.
    expect((await run('deployments', '--json')).out).toBe(remote.out);
    const again = spawnCli(['serve'], env);
    await again.waitFor(/listens on/);
    expect((await run('deployments', '--json')).out).toBe(remote.out);
    again.process.kill('SIGTERM');
    expect(await again.finished).toMatchObject({ status: 0 });
    expect(await run('deployments', '--at', 'soon')).toMatchObject({ status: 2 });
    expect(await run('deployments', '--limit', '0')).toMatchObject({ status: 2 });
  }, 600_000);
});
