/** `vitrine check --base`: what may follow a commit of a real repository, and what may not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/main.ts';
import { type GitRepository, makeRepository } from '../../support/git-repository.ts';
import { SMALL_PROJECT } from '../catalog/small-project.ts';

let repository: GitRepository;

beforeAll(async () => {
  repository = await makeRepository();
  for (const [path, text] of Object.entries(SMALL_PROJECT)) await repository.write(`metrics/${path}`, text);
  await repository.commit('Metrics');
  await repository.git('tag', 'unreleased');
  await run('release', '-m', 'First numbers.', '--by', 'ann@shop.example');
  await repository.commit('Released');
});
beforeEach(() => repository.git('checkout', '--quiet', '--force', 'main'));
afterAll(() => repository.remove());

async function run(...args: readonly string[]) {
  const printed = { out: '', err: '' };
  const terminal = {
    out: { write: (text: string) => (printed.out += text) },
    err: { write: (text: string) => (printed.err += text) },
    env: { VITRINE_PROJECT: join(repository.folder, 'metrics') },
  };
  const status = await runCommandLine(args, terminal);
  return { status, ...printed };
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const file = join(repository.folder, 'metrics', path);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await repository.write(
    `metrics/${path}`,
    text.replace(from, () => to),
  );
}

describe('vitrine check --base', () => {
  it('finds nothing where nothing changed, whatever the base is called', async () => {
    const head = await repository.git('rev-parse', 'HEAD');
    for (const base of [['--base'], ['--base', 'main'], ['--base', head], ['--base', 'unreleased']])
      expect([base, (await run('check', ...base)).status]).toEqual([base, 0]);
  });

  it('finds releases that are cut off, which the seals of what is left cannot show', async () => {
    await edit('sales/revenue.yaml', 'version: 1', 'version: 2');
    await edit('sales/revenue.yaml', 'sum(orders.amount)', 'sum(orders.amount) * 2');
    await edit('sales/average_order.yaml', 'version: 1', 'version: 2');
    await run('release', '-m', 'Twice.', '--by', 'ann@shop.example');
    const twice = await repository.commit('Twice');
    await repository.git('checkout', '--quiet', 'main~1', '--', 'metrics');
    expect((await run('check')).status).toBe(0);
    const { status, out } = await run('check', '--base', twice);
    expect(status).toBe(1);
    expect(out).toContain(`DEF_RELEASE_TAKEN_BACK revenue@2 is released at ${twice}, and is gone.`);
    expect(out).toContain('releases/average_order.json:1:1');
    await repository.git('reset', '--quiet', '--hard', 'main~1');
  });

  it('finds a file of releases that is gone as a whole', async () => {
    await repository.git('rm', '--quiet', 'metrics/releases/units.json');
    expect((await run('check')).status).toBe(0);
    const { status, out } = await run('check', '--base', 'main');
    expect([status, out]).toEqual([
      1,
      expect.stringContaining('DEF_RELEASE_TAKEN_BACK units is released at main, and its releases are gone.'),
    ]);
  });

  it('finds releases that were made again', async () => {
    await repository.git('rm', '--quiet', '-r', 'metrics/releases');
    await run('release', '-m', 'Other words.', '--by', 'ann@shop.example');
    expect((await run('check')).status).toBe(0);
    const { status, out } = await run('check', '--base', 'main');
    expect([status, out]).toEqual([
      1,
      expect.stringContaining('revenue@1 is released at main, and is another one here.'),
    ]);
  });

  it('finds a retirement that was taken back', async () => {
    await repository.git('rm', '--quiet', 'metrics/sales/units.yaml');
    await run('release', '-m', 'Nobody counts them.', '--by', 'ann@shop.example');
    await repository.commit('Retired');
    await repository.git('checkout', '--quiet', 'main~1', '--', 'metrics');
    const { status, out } = await run('check', '--base', 'main');
    expect([status, out]).toEqual([1, expect.stringContaining('and its retirement was taken back.')]);
    await repository.git('reset', '--quiet', '--hard', 'main~1');
  });

  it('finds another number under the same version of what has no release yet', async () => {
    await repository.git('checkout', '--quiet', '--detach', 'unreleased');
    await edit('sales/revenue.yaml', 'sum(orders.amount)', 'sum(orders.amount) * 2');
    expect((await run('check')).status).toBe(0);
    const { status, out } = await run('check', '--base', 'unreleased');
    expect(status).toBe(1);
    expect(out).toContain(
      'sales/revenue.yaml:2:10 error DEF_VERSION_AS_BEFORE revenue@1 is another number at unreleased: formula: sum(orders.amount) → sum(orders.amount) * 2.',
    );
    expect(out).toContain('average_order.yaml');
    await edit('sales/revenue.yaml', 'version: 1', 'version: 2');
    await edit('sales/average_order.yaml', 'version: 1', 'version: 2');
    expect((await run('check', '--base', 'unreleased')).status).toBe(0);
  });

  it('says that nothing was compared where the base has no project in this folder', async () => {
    await repository.git('mv', 'metrics', 'elsewhere');
    const moved = await repository.commit('Moved away');
    await repository.git('mv', 'elsewhere', 'metrics');
    await repository.git('rm', '--quiet', '-r', '-f', 'metrics/releases');
    const short = moved.slice(0, 12);
    const told = await run('check', '--base', moved);
    expect([told.status, told.err]).toEqual([
      0,
      `Nothing was compared: at ${moved} (${short}) there is no project in this folder. If it was moved, what was released there was not looked at.\n`,
    ]);
    const { status, out } = await run('check', '--base', moved, '--json');
    expect([status, JSON.parse(out)]).toMatchObject([
      0,
      { ok: true, base: { ref: moved, commit: moved, state: 'absent' } },
    ]);
    await repository.git('reset', '--quiet', '--hard', 'main~1');
  });

  it('says that releases alone were compared where the definitions of the base do not hold', async () => {
    await edit('sales/revenue.yaml', 'sum(orders.amount)', 'sum(orders.amounts)');
    const broken = await repository.commit('A slip');
    await repository.git('checkout', '--quiet', 'main~1', '--', 'metrics');
    await repository.git('rm', '--quiet', '-f', 'metrics/releases/units.json');
    const { status, out, err } = await run('check', '--base', broken);
    expect([status, err]).toEqual([1, expect.stringContaining('Releases alone were compared: at ')]);
    expect(out).toContain('DEF_RELEASE_TAKEN_BACK');
    await repository.git('reset', '--quiet', '--hard', 'main~1');
  });

  it('names the base in JSON, and says no more where all was compared', async () => {
    const head = await repository.git('rev-parse', 'HEAD');
    const { out, err } = await run('check', '--base', '--json');
    expect([JSON.parse(out).base, err]).toEqual([{ ref: 'main', commit: head, state: 'compared' }, '']);
    expect(JSON.parse((await run('check', '--json')).out)).not.toHaveProperty('base');
  });

  it('refuses a base that is none, with status 2 and in JSON as in words', async () => {
    const { status, err } = await run('check', '--base', 'nowhere');
    expect([status, err]).toEqual([2, expect.stringContaining('nowhere')]);
  });
});
