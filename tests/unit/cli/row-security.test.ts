/** `vitrine rls` as it is typed: its script, where it goes, and which names it takes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/main.ts';

const SHOP = fileURLToPath(new URL('../../fixtures/shop/project', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-rls-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let out = '';
  let err = '';
  const terminal = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: { VITRINE_PROJECT: SHOP, ...env },
  };
  const status = await runCommandLine(['rls', ...args], terminal);
  return { status, out, err };
}

describe('vitrine rls', () => {
  it('writes the same each time, for every source, where it really is', async () => {
    const env = { VITRINE_SCHEMAS: 'shop=prod_shop' };
    const { status, out } = await run([], env);
    expect([status, out]).toEqual([0, (await run([], env)).out]);
    expect(out).toContain('-- prod_shop.orders (orders): by its column client_id\n');
    expect(out).toContain(
      '-- prod_shop.order_items (order_items): through its parent, to client_id of prod_shop.orders',
    );
    expect(out).toContain('-- prod_shop.vat (vat): shared, so everybody sees its rows\ngrant usage');
    expect(out).toContain('grant select on "prod_shop"."fx" to "vitrine_reader";');
    expect(out).not.toMatch(/^revoke execute on function pg_catalog\.set_config/m);
    expect(out.split('\n').at(-2)).toBe('commit;');
  });

  it('writes to a file, for another role, and the way back', async () => {
    const file = join(folder, 'up.sql');
    const up = await run(['--role', 'a "b"', '--out', file, '--revoke-set-config']);
    expect(up).toEqual({ status: 0, out: '', err: '' });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('create role "a ""b""" login nosuperuser');
    expect(text).toMatch(/^revoke execute on function pg_catalog\.set_config/m);
    const down = await run(['--role', 'a "b"', '--down']);
    expect(down.out).toContain('-- drop role "a ""b""";');
    expect(down.out).toContain(`select pg_temp.vitrine_release('"shop"."orders"', 'a "b"', true);`);
  });

  it.each([
    ['--role', ''],
    ['--role', 'public'],
    ['--role', 'pg_monitor'],
    ['--role', 'x'.repeat(64)],
  ])('refuses %s %j', async (...args) => {
    expect(await run(args)).toMatchObject({ status: 2, out: '' });
  });

  it('writes the conditions that its document shows', async () => {
    const document = await readFile('docs/row-level-security.md', 'utf8');
    const shown = [...document.matchAll(/```sql\n(.*)\n```/g)].map(([, line = '']) =>
      line.replace(' (…))', ''),
    );
    const { out } = await run([]);
    expect(shown).toHaveLength(2);
    expect(shown.filter((condition) => !out.includes(condition))).toEqual([]);
  });

  it('refuses a file that cannot be written', async () => {
    const { status, err } = await run(['--out', join(folder, 'nowhere', 'up.sql')]);
    expect([status, err.includes('cannot be written')]).toEqual([2, true]);
  });
});
