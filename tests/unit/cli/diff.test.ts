/** `vitrine diff`: what it prints, what it refuses, and how it ends. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/main.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import { AGENCY_PROJECT, changeAgency, fillAgency, WITHOUT_CANCELLED } from '../../support/agency.ts';
import { openTestPostgres, type TestPostgres } from '../../support/databases.ts';
import { type GitRepository, makeRepository } from '../../support/git-repository.ts';

const ORDERS = 'models/orders.yaml';
const CANCELLED = [ORDERS, ...WITHOUT_CANCELLED] as const;
const MONTHS = ['--from', '2026-01-01', '--to', '2026-03-01'];
const SECRET = 'correct horse battery staple, twice';

let repository: GitRepository;
beforeEach(async () => {
  repository = await makeRepository();
  await write(AGENCY_PROJECT);
});
afterEach(() => repository.remove());

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await repository.write(`metrics/${path}`, text);
}

async function runWith(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  let out = '';
  let err = '';
  const status = await runCommandLine(args, {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: {
      VITRINE_PROJECT: join(repository.folder, 'metrics'),
      VITRINE_WAREHOUSE: `pglite:${join(repository.folder, 'state/pg')}`,
      VITRINE_SECRET: SECRET,
      ...env,
    },
  });
  return { status, out, err };
}

const run = (...args: readonly string[]) => runWith({}, ...args);

describe('vitrine diff', () => {
  it('says that nothing changes', async () => {
    const commit = await repository.commit('First');
    expect(await run('diff')).toEqual({
      status: 0,
      out: `Compared with main (${commit.slice(0, 12)}).\n\nNothing changes.\n`,
      err: '',
    });
  });

  it('lists what changes, the worst first, and fails where a version was not raised', async () => {
    const commit = await repository.commit('First');
    await write(changeAgency(CANCELLED, ['sales/roas.yaml', 'Revenue per unit', 'Money per unit']));
    expect(await run('diff')).toEqual({
      status: 1,
      out: `Compared with main (${commit.slice(0, 12)}).

numbers move: models.orders.facts.amount.formula
  total → case when status = 'cancelled' then 0 else total end
  it is part of what decides numbers
  touches revenue, roas

text: metrics.roas.description
  Revenue per unit of advertising spend. → Money per unit of advertising spend.
  for people; no answer changes
  touches roas

Who used them in the last 30 days is unknown: no server or store could be asked.

Other numbers under the same version: revenue@1, roas@1.
Raise them with "vitrine release --propose".

2 metrics move without a new version.
`,
      err: '',
    });
  });

  it('compares with the branch, tag or commit that is named', async () => {
    const first = await repository.commit('First');
    await repository.git('tag', 'before');
    await write(changeAgency(CANCELLED));
    await repository.commit('Second');
    expect((await run('diff')).out).toContain('Nothing changes.');
    for (const ref of ['before', first]) {
      const { base, changes } = JSON.parse((await run('diff', '--base', ref, '--json')).out);
      expect(base).toEqual({ ref, commit: first, state: 'compared' });
      expect(changes.map(({ path }: { readonly path: string }) => path)).toEqual([
        'models.orders.facts.amount.formula',
      ]);
    }
  });

  it('is JSON for programs', async () => {
    const commit = await repository.commit('First');
    await write(changeAgency(CANCELLED));
    const { out } = await run('diff', '--json');
    expect(JSON.parse(out)).toEqual({
      base: { ref: 'main', commit, state: 'compared' },
      changes: [
        {
          verdict: 'numbers_move',
          path: 'models.orders.facts.amount.formula',
          what: "total → case when status = 'cancelled' then 0 else total end",
          reason: 'it is part of what decides numbers',
          touches: ['revenue', 'roas'],
        },
      ],
      unversioned: ['revenue', 'roas'],
      usage: null,
      numbers: null,
    });
  });

  it('opens no embedded database for the sake of usage', async () => {
    await repository.commit('First');
    await write(changeAgency(CANCELLED));
    await run('diff');
    await expect(rm(join(repository.folder, 'state'))).rejects.toThrow('ENOENT');
  });

  it('has nothing to compare with where the project is new, or its base does not hold', async () => {
    await rm(join(repository.folder, 'metrics'), { recursive: true });
    await repository.commit('Nothing');
    await write(changeAgency(['sales/roas.yaml', 'revenue / ad_spend', 'revenue / ad_spent']));
    await repository.git('checkout', '--quiet', '-b', 'work');
    const broken = await repository.commit('A slip');
    await write(AGENCY_PROJECT);
    const absent = await run('diff');
    expect([absent.status, absent.out]).toEqual([0, expect.stringContaining('The project is new: ')]);
    const mended = await run('diff', '--base', broken);
    expect([mended.status, mended.out]).toEqual([
      0,
      expect.stringContaining('The base does not hold together'),
    ]);
  });

  it('prints what is wrong with the project of now', async () => {
    await repository.commit('First');
    await write(changeAgency(['sales/roas.yaml', 'revenue / ad_spend', 'revenue / ad_spent']));
    const { status, out, err } = await run('diff', '--data');
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain('ad_spent');
  });

  it('tells faults of versions beside what it compares', async () => {
    await run('release', '-m', 'First.', '--by', 'Ann');
    await repository.commit('First');
    await write(changeAgency(['sales/revenue.yaml', 'version: 1', 'version: 3']));
    const { status, out, err } = await run('diff');
    expect(status).toBe(1);
    expect(out).toContain('metrics.revenue.version');
    expect(err).toContain('DEF_VERSION_JUMP');
  });

  it.each([
    [['--json', '--markdown'], 'two ways to print'],
    [['--all'], '--all says something of --data'],
    [['--rows', '5'], '--rows says something of --data'],
    [['--names'], '--names says something of --data'],
    [['--data', '--all', '--metric', 'roas'], 'leave --metric out'],
    [['--data', '--from', '2026-01-01'], 'given together'],
    [['--data', '--from', '2026-01-01', '--to', '2026-01-01'], 'must come after'],
    [['--data', '--from', 'May', '--to', '2026-01-01'], '--from "May" is not a day'],
    [['--data', '--periods', '2', ...MONTHS], 'leave --periods out'],
    [['--data', '--periods', '0'], '--periods must be a whole number'],
    [['--data', '--periods', '5000'], '--periods can be 1000 at most'],
    [['--data', '--rows', '1000000'], '--rows can be 100000 at most'],
    [['--data', '--grain', 'Month '], 'is not a grain'],
    [['--data', '--metric', 'raos'], 'raos: no metric of that name'],
    [['--base', '-x'], 'there is no commit "-x"'],
    [['--base', 'missing'], 'there is no commit "missing"'],
  ])('refuses %j', async (flags, problem) => {
    await repository.commit('First');
    await write(changeAgency(CANCELLED));
    const { status, out, err } = await run('diff', ...flags);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(problem);
  });
});

describe('vitrine diff --data', () => {
  let test: TestPostgres;
  beforeAll(async () => {
    test = await openTestPostgres();
    await fillAgency(test.database);
  });
  afterAll(() => test.close());

  const compare = (...args: readonly string[]) =>
    runWith({ VITRINE_WAREHOUSE: test.url, VITRINE_STORE: test.url }, 'diff', '--data', ...args);

  it('shows which numbers move, for whom and by how much', async () => {
    await repository.commit('First');
    await write(changeAgency(CANCELLED));
    const { status, out, err } = await compare(...MONTHS, '--names', '--no-usage', '--rows', '1');
    expect(status).toBe(1);
    expect(err).toMatch(/^Comparing 2 metrics of 3 tenants: 12 questions to the warehouse\n/);
    expect(out).toContain(`Numbers by month, 2026-01-01 to 2026-03-01, 3 tenants:

metric     tenants  change      %                  when
─────────  ───────  ──────────  ─────────────────  ──────────────────────
revenue@1   2 of 3  –           -25.00% to -9.09%  2026-01-01, 2026-02-01
roas@1      2 of 3  -1 to -0.5  -25.00% to -9.09%  2026-01-01, 2026-02-01

revenue
tenant  month       before   after   change        %  unit
──────  ──────────  ──────  ──────  ───────  ───────  ────
aster   2026-01-01  400.00  300.00  -100.00  -25.00%  EUR
and 1 row more: --rows shows more of them

roas
tenant  month       before  after  change        %
──────  ──────────  ──────  ─────  ──────  ───────
aster   2026-01-01       4      3      -1  -25.00%
and 1 row more: --rows shows more of them
`);
  });

  it('names what is new, gone, unmoved and refused, and goes on', async () => {
    await repository.commit('First');
    await rm(join(repository.folder, 'metrics/sales/roas.yaml'));
    await write({
      'sales/clients_count.yaml': (AGENCY_PROJECT['sales/clients_count.yaml'] ?? '').replace(
        'count(clients)',
        '1 * count(clients)',
      ),
      'sales/ad_spend_twice.yaml': (AGENCY_PROJECT['sales/ad_spend.yaml'] ?? '')
        .replace('metric: ad_spend', 'metric: ad_spend_twice')
        .replace('sum(spend.cost)', 'ad_spend * 2'),
      [ORDERS]: (AGENCY_PROJECT[ORDERS] ?? '').replace('agency.orders', 'agency.orders_gone'),
    });
    const { out } = await compare(...MONTHS);
    expect(out).toContain('Unmoved: clients_count.');
    expect(out).toContain('New, and compared with nothing: ad_spend_twice.');
    expect(out).toContain('Gone: roas.');
    expect(out).toContain('revenue is refused after for 3 tenants: WAREHOUSE_SOURCE_MISSING');
  });

  it('compares what only its unit makes another number, and shows both units', async () => {
    const inUnit = (code: string) =>
      changeAgency(
        [
          ORDERS,
          'total: { type: decimal, unit: currency',
          `total: { type: decimal, unit: { currency: ${code} }`,
        ],
        [
          ORDERS,
          'amount: { type: decimal, unit: currency',
          `amount: { type: decimal, unit: { currency: ${code} }`,
        ],
      );
    await write(inUnit('RUB'));
    await repository.commit('First');
    await write(inUnit('USD'));
    expect((await run('diff')).out).toContain('\n\nSomething breaks, and no formula moves a number.\n');
    const asked = [...MONTHS, '--names', '--no-usage', '--metric', 'revenue', '--tenant', 'aster'];
    const table = await compare(...asked);
    expect(table.status).toBe(0);
    expect(table.out).toContain(`revenue
tenant  month       before   after  change  %  unit
──────  ──────────  ──────  ──────  ──────  ─  ─────────
aster   2026-01-01  400.00  400.00       –  –  RUB → USD
aster   2026-02-01  250.00  250.00       –  –  RUB → USD

1 metric moves.
`);
    const { out: markdown } = await compare(...asked, '--markdown');
    expect(markdown).toContain('| `aster` | 2026-01-01 | 400.00 RUB | 400.00 USD | – | – |');
    const touched = JSON.parse((await compare(...MONTHS, '--names', '--json')).out).numbers.metrics;
    expect(touched).toMatchObject([
      { metric: 'revenue', values_compared: 6, values_moved: 6, change: null, change_ratio: null },
      { metric: 'roas', values_compared: 6, values_moved: 6, change: null, change_ratio: null },
    ]);
    expect(touched[0].rows[0]).toEqual({
      tenant: 'aster',
      time: '2026-01-01',
      before: '400.00',
      after: '400.00',
      change: null,
      change_ratio: null,
      unit_before: 'RUB',
      unit_after: 'USD',
    });
  });

  it('compares the metrics and tenants that are asked for', async () => {
    await repository.commit('First');
    await write(changeAgency(CANCELLED));
    const ask = async (...args: readonly string[]) =>
      JSON.parse((await compare(...MONTHS, '--json', ...args)).out).numbers;
    const one = await ask('--metric', 'orders_count', '--tenant', 'birch', '--tenant', 'birch');
    expect(one).toMatchObject({ tenants: 1, metrics: [{ metric: 'orders_count', tenants_moved: 0 }] });
    const all = await ask('--all');
    expect(all.metrics.map(({ metric }: { readonly metric: string }) => metric)).toEqual([
      'ad_spend',
      'clients_count',
      'orders_count',
      'revenue',
      'roas',
    ]);
  });

  it('lists tenants from a model with a row for each, or asks for names of them', async () => {
    const listed = ['project.yaml', 'tenants: { model: clients, currency: currency }\n', ''] as const;
    const several = ['models/clients.yaml', 'primary_key: id', 'primary_key: [id, name]'] as const;
    await write(changeAgency(listed));
    await repository.commit('First');
    await write(changeAgency(listed, CANCELLED));
    expect((await compare(...MONTHS)).err).toContain('2 metrics of 3 tenants');
    await write(changeAgency(listed, several, CANCELLED));
    const refused = await compare(...MONTHS);
    expect([refused.status, refused.err]).toEqual([
      2,
      expect.stringContaining('where its tenants are listed'),
    ]);
    const named = await compare(...MONTHS, '--tenant', 'aster', '--names');
    expect(named.out).toContain('aster   2026-01-01  400.00  300.00');
  });

  it('does not take what has no values for what stays', async () => {
    await repository.commit('First');
    await write(changeAgency(CANCELLED));
    const { out } = await compare('--from', '2020-01-01', '--to', '2020-02-01');
    expect(out).toContain('Without any value there: revenue, roas.');
    const bound = (AGENCY_PROJECT[ORDERS] ?? '').replace(
      'total: { type: decimal',
      'total: { column: amount_now, type: decimal',
    );
    await write({ ...AGENCY_PROJECT, [ORDERS]: bound });
    const perhaps = await compare('--from', '2020-01-01', '--to', '2020-02-01');
    expect(perhaps.out).toContain('revenue is refused after for 3 tenants');
    await write(changeAgency(['project.yaml', 'timezone: UTC', 'timezone: Asia/Tokyo']));
    const nowhere = await compare('--metric', 'revenue', '--from', '2020-01-01', '--to', '2020-02-01');
    expect([nowhere.status, nowhere.out]).toEqual([
      0,
      expect.stringContaining('There is no number to compare.'),
    ]);
  });

  it('opens no warehouse where no number is touched', async () => {
    await repository.commit('First');
    await write(changeAgency(['sales/roas.yaml', 'Revenue per unit', 'Money per unit']));
    const { status, out, err } = await run('diff', '--data');
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('No number is touched.');
    expect(out).toContain('No number moves.');
  });

  it('tells who used what changes, where a store can be asked', async () => {
    await repository.commit('First');
    await write(changeAgency(CANCELLED));
    const unknown = await compare('--json', ...MONTHS);
    expect(JSON.parse(unknown.out).usage).toBe(null);
    await migrate(test.database);
    const store = createPostgresStore(test.database, {
      secret: SECRET,
      environment: 'test',
      now: () => new Date(),
    });
    const asked = { metrics: [{ metric: 'roas', version: 1, rows: 2 }], tenants: ['aster'], rows: 2 };
    const record = {
      requestId: 'r',
      method: 'GET',
      route: '/v1/query',
      surface: 'rest',
      catalog: null,
      sql: [],
    } as const;
    const principal = { kind: 'service_key', id: 'key', capability: 'viewer' } as const;
    const outcome = { ms: 1, status: 200, outcome: 'answered', code: null } as const;
    const days = [1, 2, 40];
    await store.writeAudit(
      days.map((ago, index) => ({
        ...asked,
        ...record,
        ...outcome,
        principal,
        id: `00000000-0000-4000-8000-00000000000${index}`,
        at: new Date(Date.now() - ago * 86_400_000).toISOString(),
      })),
    );
    const { out } = await compare(...MONTHS);
    expect(out).toContain('in the last 30 days roas@1 had 2 requests by 1 principal: service_key key');
    const { usage } = JSON.parse((await compare('--json', ...MONTHS)).out);
    expect(usage).toMatchObject({
      days: 30,
      items: [
        { metric: 'roas', version: 1, requests: 2, principals: 1, callers: [{ id: 'key', requests: 2 }] },
      ],
    });
  });
});
