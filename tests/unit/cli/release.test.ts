/** `vitrine release`: what it writes, prints and refuses. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/main.ts';
import { metricFile, SMALL_PROJECT } from '../catalog/small-project.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-release-'));
  execFileSync('git', ['-C', folder, 'init', '--quiet']);
  execFileSync('git', ['-C', folder, 'config', 'user.email', 'analyst@shop.example']);
  for (const [path, text] of Object.entries(SMALL_PROJECT)) await save(path, text);
});
afterAll(() => rm(folder, { recursive: true }));

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const load = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

async function run(...args: readonly string[]) {
  let out = '';
  let err = '';
  const terminal = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: { VITRINE_PROJECT: folder },
  };
  const status = await runCommandLine(args, terminal);
  return { status, out: out.replaceAll(`${folder}/`, ''), err: err.replaceAll(`${folder}/`, '') };
}

describe('vitrine release', () => {
  it('asks why, and writes nothing without', async () => {
    for (const args of [[], ['-m', ' '], ['-m', 'x'.repeat(2_001)]]) {
      const { status, err } = await run('release', ...args);
      expect([status, err]).toEqual([2, expect.stringContaining('-m')]);
    }
    expect(await readdir(folder)).not.toContain('releases');
  });

  it('takes no author without a name, or with one that no release can hold', async () => {
    for (const by of ['', ' ', 'x'.repeat(2_001)]) {
      const { status, err } = await run('release', '-m', 'First.', '--by', by);
      expect([status, err]).toEqual([2, expect.stringContaining('--by')]);
    }
  });

  it('writes a file for each metric, with who git says it is, and then nothing more', async () => {
    const { status, out } = await run('release', '-m', 'First numbers.');
    expect(status).toBe(0);
    expect(out).toBe(
      'average_order@1\norders_count@1\nrevenue@1\nunits@1\n4 releases and notes on 4 models written to releases/: commit them with the definitions.\n',
    );
    const { metric, releases } = JSON.parse(await load('releases/revenue.json'));
    expect(metric).toBe('revenue');
    expect(releases).toMatchObject([
      { version: 1, by: 'analyst@shop.example', why: 'First numbers.', changes: [] },
    ]);
    expect((await readdir(join(folder, 'releases'))).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'average_order.json',
      'models',
      'orders_count.json',
      'revenue.json',
      'units.json',
    ]);
    expect((await run('release', '-m', 'Again.')).out).toContain('Nothing to release');
    expect((await run('check')).status).toBe(0);
  });

  it('raises the versions that are due and no other character, and says what changed', async () => {
    const text = await load('sales/revenue.yaml');
    const changed = `# kept\n${text.replace('sum(orders.amount)', '"sum(orders.amount) * 2"   # as is')}`;
    await save('sales/revenue.yaml', changed);
    const check = await run('check');
    expect(check.status).toBe(1);
    expect(check.out).toContain(
      'sales/revenue.yaml:3:10 error DEF_VERSION_NOT_RAISED revenue@1 was released',
    );
    const refused = await run('release', '-m', 'Twice.');
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('DEF_VERSION_NOT_RAISED')]);
    const proposed = await run('release', '--propose');
    expect([proposed.status, proposed.out]).toEqual([
      0,
      'average_order  1 → 2  sales/average_order.yaml\n  or leave it at 1, and write revenue@1 in its formula\nrevenue  1 → 2  sales/revenue.yaml\n2 versions raised; look at them, then run vitrine release -m WHY\n',
    ]);
    expect(await load('sales/revenue.yaml')).toBe(changed.replace('version: 1', 'version: 2'));
    expect((await run('release', '--propose')).out).toBe('No version is due.\n');
    const released = await run('release', '-m', 'Twice.', '--by', 'Ada', '--json');
    expect(JSON.parse(released.out)).toEqual({
      models: [],
      items: [
        {
          metric: 'average_order',
          version: 2,
          changes: ['revenue: sum(orders.amount) → sum(orders.amount) * 2'],
        },
        { metric: 'revenue', version: 2, changes: ['formula: sum(orders.amount) → sum(orders.amount) * 2'] },
      ],
    });
    expect(JSON.parse(await load('releases/revenue.json')).releases[1].by).toBe('Ada');
    expect((await run('check')).status).toBe(0);
  });

  it('takes a version in a formula as it was, and warns where it is on its way out', async () => {
    const revenue = await load('sales/revenue.yaml');
    const gone = 'deprecated: { 1: { since: 2026-03-01, sunset: 2026-09-01, use: revenue@2 } }';
    await save('sales/revenue.yaml', `${revenue.trimEnd()}\n${gone}\n`);
    await save('sales/before.yaml', metricFile('before', 'revenue - revenue@1'));
    const { status, out } = await run('check');
    expect([status, out]).toEqual([
      0,
      expect.stringContaining(
        'sales/before.yaml:5:20 warning DEF_VERSION_DEPRECATED revenue@1 is on its way out since 2026-03-01, and is not served from 2026-09-01 on.',
      ),
    ]);
    expect((await run('release', '-m', 'What moved.')).out).toContain('before@1');
    expect(Object.keys(JSON.parse(await load('releases/before.json')).releases[0].definition)).toContain(
      'versions',
    );
    expect((await run('check')).status).toBe(0);
    await save('sales/revenue.yaml', revenue);
  });

  it('refuses to propose where more is wrong', async () => {
    const text = await load('sales/units.yaml');
    await save('sales/units.yaml', text.replace('quantity', 'quantitty'));
    const { status, err } = await run('release', '--propose');
    expect([status, err]).toEqual([1, expect.stringContaining('quantitty')]);
    await save('sales/units.yaml', text);
  });

  it('refuses measurements that are none, or of nothing that is released', async () => {
    const diff = (numbers: object | null) => JSON.stringify({ base: { commit: 'a'.repeat(40) }, numbers });
    const nothing = { grain: 'month', from: null, to: null, metrics: [] };
    await save('diff.txt', '{');
    await save('alone.txt', diff(null));
    await save('nothing.txt', diff(nothing));
    const file = (name: string) => join(folder, name);
    const refused: readonly (readonly [readonly string[], string])[] = [
      [['--propose', '--measured', file('diff.txt')], '--propose makes none'],
      [['-m', 'x', '--measured', file('missing.txt')], 'cannot be read'],
      [['-m', 'x', '--measured', file('diff.txt')], 'is not what "vitrine diff --data --json" writes'],
      [['-m', 'x', '--measured', file('alone.txt')], 'is not what "vitrine diff --data --json" writes'],
      [['-m', 'x', '--measured', file('nothing.txt')], 'nothing of what is released was measured'],
    ];
    for (const [args, problem] of refused) {
      const { status, err } = await run('release', ...args);
      expect([status, err]).toEqual([2, expect.stringContaining(problem)]);
    }
  });

  it('retires what is gone', async () => {
    await rm(join(folder, 'sales/units.yaml'));
    expect((await run('release', '-m', 'Nobody asked.')).out).toContain('units is retired');
    expect(JSON.parse(await load('releases/units.json')).retired.why).toBe('Nobody asked.');
    expect((await run('check')).status).toBe(0);
  });
});
