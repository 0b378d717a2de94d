/**
 * A change of a shared model from the edit to the release, as an analyst makes it: in a real repository of git, by the
 * command line, on a real database. The amounts are counted by hand beside the rows of the agency.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/main.ts';
import { AGENCY_PROJECT, AGENCY_TENANTS, fillAgency, WITHOUT_CANCELLED } from '../support/agency.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { type GitRepository, makeRepository } from '../support/git-repository.ts';

const COMMENT = new URL('../fixtures/agency/comment.golden', import.meta.url);
const MONTHS = ['--grain', 'month', '--from', '2026-01-01', '--to', '2026-03-01'];

let test: TestPostgres;
let repository: GitRepository;
beforeAll(async () => {
  test = await openTestPostgres();
  await fillAgency(test.database);
  repository = await makeRepository();
  for (const [path, text] of Object.entries(AGENCY_PROJECT)) await repository.write(`metrics/${path}`, text);
});
afterAll(async () => {
  await repository.remove();
  await test.close();
});

async function vitrine(...args: readonly string[]) {
  let out = '';
  let err = '';
  const status = await runCommandLine(args, {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: {
      VITRINE_PROJECT: join(repository.folder, 'metrics'),
      VITRINE_WAREHOUSE: test.url,
      VITRINE_STORE: test.url,
      VITRINE_SECRET: 'correct horse battery staple, twice',
    },
  });
  return { status, out, err };
}

/** The rows of an answer as JSON text, in which every digit counts. */
async function ask(tenant: string, ...args: readonly string[]): Promise<string> {
  const { status, out } = await vitrine('query', ...args, '--tenant', tenant, '--json');
  expect(status).toBe(0);
  const [, data = ''] = /"data":(\[[^\]]*\])/.exec(out) ?? [];
  return data;
}

/** Both versions in one question. */
async function askBoth(tenant: string): Promise<string> {
  const time = { grain: 'month', from: '2026-01-01', to: '2026-03-01' };
  const metrics = ['roas', { metric: 'roas', version: 1, as: 'before' }];
  const file = join(repository.folder, 'question.json');
  await writeFile(file, JSON.stringify({ metrics, time }));
  return await ask(tenant, '--file', file);
}

/** What each client was told before anything changed. */
const before = new Map<string, string>();

it('begins with numbers that were released', async () => {
  expect((await vitrine('release', '-m', 'First numbers.', '--by', 'Ann')).status).toBe(0);
  await repository.commit('First numbers');
  for (const tenant of AGENCY_TENANTS) before.set(tenant, await ask(tenant, 'roas', ...MONTHS));
  expect(before.get('aster')).toBe('[{"time":"2026-01-01","roas":4},{"time":"2026-02-01","roas":2.5}]');
});

it('fails the check of a shared model that changed, and says what moves', async () => {
  await repository.git('checkout', '--quiet', '-b', 'without-cancelled');
  const model = join(repository.folder, 'metrics/models/orders.yaml');
  const text = await readFile(model, 'utf8');
  await writeFile(model, text.replace(...WITHOUT_CANCELLED));
  await repository.commit('Leave out what is cancelled');
  const { status, out } = await vitrine('check');
  expect(status).toBe(1);
  expect(out).toContain(`DEF_VERSION_NOT_RAISED revenue@1 was released as another number: `);
  expect(out).toContain(`DEF_VERSION_NOT_RAISED roas@1 was released as another number: `);
  expect(out.split('amount: total → case when').length).toBe(3);
  expect(out).not.toContain('orders_count@1');
});

it('fails the comparison while the versions are the old ones', async () => {
  const { status, out } = await vitrine('diff', '--data', ...MONTHS, '--markdown');
  expect(status).toBe(1);
  expect(out).toContain('## Vitrine: 2 metrics move without a new version');
  expect(JSON.parse((await vitrine('diff', '--json')).out).unversioned).toEqual(['revenue', 'roas']);
});

it('is repaired by the versions that are proposed', async () => {
  expect((await vitrine('release', '--propose')).out).toContain('revenue  1 → 2');
  expect((await vitrine('check')).status).toBe(0);
  await repository.commit('Raise versions');
});

it('shows before merging that two clients’ ROAS drops, and by how much', async () => {
  const { status, out, err } = await vitrine('diff', '--data', ...MONTHS, '--names', '--json');
  await writeFile(join(repository.folder, 'diff.json'), out);
  expect(status).toBe(0);
  expect(err).toMatch(/^Comparing 2 metrics of 3 tenants: 12 questions to the warehouse\n/);
  const { numbers } = JSON.parse(out);
  const [revenue, roas] = numbers.metrics;
  expect(revenue.rows).toEqual([
    {
      tenant: 'aster',
      time: '2026-01-01',
      before: '400.00',
      after: '300.00',
      change: '-100.00',
      change_ratio: -0.25,
      unit_before: 'EUR',
      unit_after: 'EUR',
    },
    {
      tenant: 'birch',
      time: '2026-02-01',
      before: '550.00',
      after: '500.00',
      change: '-50.00',
      change_ratio: -0.0909091,
      unit_before: 'USD',
      unit_after: 'USD',
    },
  ]);
  expect(roas).toMatchObject({
    metric: 'roas',
    before: { version: 1 },
    after: { version: 2 },
    tenants_compared: 3,
    tenants_moved: 2,
    change: { least: '-1', greatest: '-0.5' },
    rows: [
      { tenant: 'aster', time: '2026-01-01', before: '4', after: '3', change: '-1' },
      { tenant: 'birch', time: '2026-02-01', before: '5.5', after: '5', change: '-0.5' },
    ],
  });
});

it('is told to those who read the pull request, without names of clients', async () => {
  const { status, out } = await vitrine('diff', '--base', 'main', '--data', ...MONTHS, '--markdown');
  const base = (await repository.git('rev-parse', '--short=12', 'main')).trim();
  expect(status).toBe(0);
  expect(out.replace(base, 'COMMIT')).toBe(await readFile(COMMENT, 'utf8'));
  for (const tenant of AGENCY_TENANTS) expect(out.toLowerCase()).not.toContain(tenant);
});

it('answers with both versions side by side once it is released, the old one digit for digit', async () => {
  const why = ['-m', 'Cancelled orders bring no money.', '--by', 'Ann'];
  const released = await vitrine('release', ...why, '--measured', join(repository.folder, 'diff.json'));
  expect([released.status, released.err]).toEqual([0, '']);
  await repository.commit('Release');
  expect((await vitrine('check')).status).toBe(0);
  const file = await readFile(join(repository.folder, 'metrics/releases/roas.json'), 'utf8');
  expect(file).not.toContain('aster');
  expect(JSON.parse(file).releases[1].measured).toEqual({
    base: await repository.git('rev-parse', 'main'),
    grain: 'month',
    from: '2026-01-01',
    to: '2026-03-01',
    tenants: 3,
    tenants_moved: 2,
    change_ratio: { least: -0.25, greatest: -0.0909091 },
  });
  for (const tenant of AGENCY_TENANTS)
    expect(await ask(tenant, 'roas@1', ...MONTHS)).toBe(before.get(tenant));
  expect(await askBoth('aster')).toBe(
    '[{"time":"2026-01-01","roas":3,"before":4},{"time":"2026-02-01","roas":2.5,"before":2.5}]',
  );
  expect(await askBoth('birch')).toBe(
    '[{"time":"2026-01-01","roas":2,"before":2},{"time":"2026-02-01","roas":5,"before":5.5}]',
  );
});
