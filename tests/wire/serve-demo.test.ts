/** The demo as a newcomer meets it: start, ask, work beside it, stop, start again. */
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killSpawned, spawnCli } from '../support/spawned-cli.ts';

let folder: string;
let env: Record<string, string>;
/** The demo's project with one metric's formula changed. */
let changed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-demo-'));
  changed = join(folder, 'changed');
  await cp('metrics', changed, { recursive: true });
  const file = join(changed, 'money', 'revenue.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('orders.is_sale', 'not orders.is_sale'));
  env = {
    VITRINE_PROJECT: 'metrics',
    VITRINE_WAREHOUSE: `pglite:${folder}/pg`,
    VITRINE_STORE: `pglite:${folder}/pg`,
    VITRINE_SECRET: '',
    HOST: '127.0.0.1',
    PORT: '0',
  };
});
afterAll(() => {
  killSpawned();
  return rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => spawnCli(args, env).finished;

async function start() {
  const server = spawnCli(['serve'], env);
  const [text, key, url] = await server.waitFor(/curl -H 'Authorization: Bearer (\S+)' '(\S+)'\n/);
  return { server, text, key: key ?? '', url: url ?? '' };
}

async function read(url: string, key: string) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, text: await response.text() };
}

describe('vitrine serve', () => {
  it('serves the demo, works with the command line, and keeps its data', async () => {
    const first = await start();
    const answer = await read(first.url, first.key);
    expect(answer.status).toBe(200);
    const { data, columns } = JSON.parse(answer.text);
    expect(columns.map(({ name }: { name: string }) => name)).toEqual(['time', 'channel.name', 'roas']);
    expect(data.length).toBeGreaterThan(6);

    const modes = await Promise.all(
      ['server.json', 'demo-keys.json', 'secret'].map(
        async (name) => (await stat(join(folder, name))).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    const record: { address: string; token: string } = JSON.parse(
      await readFile(join(folder, 'server.json'), 'utf8'),
    );
    const internal = await read(`${record.address}/internal/keys`, record.token);
    expect(internal.status).toBe(200);

    const made = await run('keys', 'create', '--tenant', '23', '--label', 'wire', '--json');
    expect([made.status, made.err]).toEqual([0, '']);
    const { id, key }: { id: string; key: string } = JSON.parse(made.out);
    const other = await read(first.url, key);
    expect(other.status).toBe(200);
    expect(other.text).not.toBe(answer.text);
    const table = await run('query', 'roas', '--by', 'channel.name', '--tenant', '17', '--totals');
    expect(table.status).toBe(0);
    expect(table.out).toMatch(/^channel.name +roas\n.*\ntotal +[\d.]+\n\nreceipt [0-9a-f]{64}\n$/s);
    const wrong = await run('query', 'raos', '--tenant', '17');
    expect(wrong).toMatchObject({ status: 1, err: expect.stringContaining('"roas"?') });
    expect((await run('seed')).status).toBe(0);
    const proof = await run('check', '--warehouse');
    expect(proof.status).toBe(0);
    expect(proof.out).toContain('keys of 8 of 8 models proven');
    expect(proof.out).toMatch(/orders.yaml:\d+:\d+ information PROOF_ORPHANS 273 rows of orders/);
    const project = join(folder, 'drafted');
    const init = (...args: string[]) =>
      spawnCli(['init', ...args], { ...env, VITRINE_PROJECT: project }).finished;
    const drafted = await init('shop.orders', 'shop.clients', '--tenant', 'client_id', '--metrics');
    expect([drafted.status, drafted.out]).toEqual([0, expect.stringContaining('models/orders.yaml\n')]);
    expect(drafted.out).toContain('vitrine query orders_count --tenant');
    const proven = spawnCli(['check', '--warehouse', '--json'], { ...env, VITRINE_PROJECT: project });
    expect(JSON.parse((await proven.finished).out)).toMatchObject({
      ok: true,
      sources: [
        { model: 'clients', keys_proven: true },
        { model: 'orders', keys_proven: true },
      ],
    });
    await writeFile(join(project, 'models', 'orders.yaml'), 'mine');
    expect((await init('shop.orders')).out).toMatch(/^left as they are .*\n.*models\/orders.yaml\n/);
    expect(await readFile(join(project, 'models', 'orders.yaml'), 'utf8')).toBe('mine');
    expect(await init('shop.order')).toMatchObject({
      status: 1,
      err: expect.stringContaining('Did you mean "shop.orders"'),
    });
    expect((await init()).err).toContain('CLI_USAGE');
    const stale = spawnCli(['query', 'revenue', '--tenant', '17'], { ...env, VITRINE_PROJECT: changed });
    expect(await stale.finished).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('VITRINE_PROJECT'),
    });
    const elsewhere = spawnCli(['query', 'roas', '--tenant', '17'], {
      ...env,
      VITRINE_WAREHOUSE: 'postgres://127.0.0.1:1/x',
    });
    expect(await elsewhere.finished).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('VITRINE_WAREHOUSE'),
    });

    first.server.process.kill('SIGTERM');
    expect((await first.server.finished).status).toBe(0);
    await expect(stat(join(folder, 'server.json'))).rejects.toThrow('ENOENT');

    const listed = await run('keys', 'list');
    expect(listed.out).toContain(id);
    expect((await run('keys', 'revoke', id)).status).toBe(0);
    expect((await run('keys', 'revoke', id)).status).toBe(1);

    const second = await start();
    expect(second.key).toBe(first.key);
    const { search, pathname } = new URL(first.url);
    const again = await read(second.url, second.key);
    expect(new URL(second.url).pathname + new URL(second.url).search).toBe(pathname + search);
    expect(again).toEqual(answer);
    expect((await read(second.url, key)).status).toBe(401);
    second.server.process.kill('SIGINT');
    expect((await second.server.finished).status).toBe(0);
  }, 300_000);
});
