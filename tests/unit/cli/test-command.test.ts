/** `vitrine test` as it is typed: what it prints, and how it ends. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/cli/load-catalog.ts';
import { runCommandLine } from '../../../src/cli/main.ts';
import { type Files, metricFile, SMALL_PROJECT } from '../catalog/small-project.ts';
import { release } from '../versions/released-project.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command on the small project with `files` added, which is called `shop` in what is printed. */
async function run(files: Files, ...args: readonly string[]): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-fixtures-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...SMALL_PROJECT, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  let out = '';
  let err = '';
  const status = await runCommandLine(args, {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: { VITRINE_PROJECT: folder, VITRINE_WAREHOUSE: 'postgres://nobody@127.0.0.1:1/nowhere' },
  });
  const named = (text: string): string => text.replaceAll(folder, 'shop').replaceAll(/^Running.*\n/gm, '');
  return { status, out: named(out), err: named(err) };
}

const ORDERS = `rows:
  orders:
    - { client_id: 7, id: 1, status: paid, amount: 300.00 }
    - { client_id: 7, id: 2, status: placed, amount: 20.50 }
    - { client_id: 7, id: 3, amount: 1 }
`;
const REVENUE = `metric: revenue
${ORDERS}cases:
  - name: all
    as: { tenant: 7 }
    expect: { revenue: 321.5 }
  - name: by status
    as: { tenant: 7 }
    query: { by: [orders.status] }
    expect:
      - { orders.status: paid, revenue: 300 }
      - { orders.status: placed, revenue: 21 }
      - { orders.status: sent, revenue: 1 }
  - name: "a misspelt \\e[31mdimension"
    as: { tenant: 7 }
    query: { by: [orders.stats] }
    expect_error: QUERY_INVALID
`;
const COUNT =
  'metric: orders_count\ncases: [{ name: none, as: { tenant: 7 }, expect: { orders_count: 0 } }]\n';

describe('vitrine test', () => {
  it('counts what passes', async () => {
    expect(await run({ 'sales/orders_count.test.yaml': COUNT }, 'test')).toEqual({
      status: 0,
      out: '1 passed\n',
      err: '',
    });
    expect(await run({}, 'test')).toEqual({ status: 0, out: '0 passed\n', err: '' });
  });

  it('shows what fails beside what was expected', async () => {
    const { status, out, err } = await run(
      { 'sales/revenue.test.yaml': REVENUE, 'sales/orders_count.test.yaml': COUNT },
      'test',
    );
    expect(err).toBe('');
    expect(out).toBe(`shop/sales/revenue.test.yaml:11:11 revenue: by status
  1 row other than expected, 1 row missing, 1 row not expected
                orders.status  revenue
  ────────────  ─────────────  ───────
                paid           300.00
  expected      placed         21
  got           placed         20.50 ≠
  missing       sent           1
  not expected  –              1

shop/sales/revenue.test.yaml:18:11 revenue: a misspelt \\u{1b}[31mdimension
  error QUERY_UNKNOWN_MEMBER There is no dimension "orders.stats".
  hint: Did you mean "orders.status"?

2 passed, 2 failed
`);
    expect(status).toBe(1);
  });

  it('shows of many rows those that differ', async () => {
    const ids = Array.from({ length: 30 }, (_, id) => id);
    const text = `metric: revenue
cases:
  - name: by order
    as: { tenant: 7 }
    rows: { orders: [${ids.map((id) => `{ client_id: 7, id: ${id}, number: ${id}, amount: 1 }`).join(', ')}] }
    query: { by: [orders.number] }
    expect: [${ids.map((id) => `{ orders.number: ${id}, revenue: ${id === 17 ? 2 : 1} }`).join(', ')}]
`;
    expect(
      (await run({ 'sales/revenue.test.yaml': text }, 'test')).out,
    ).toBe(`shop/sales/revenue.test.yaml:3:11 revenue: by order
  1 row other than expected
            orders.number  revenue
  ────────  ─────────────  ───────
  expected  17             2
  got       17             1 ≠
  29 rows as expected

0 passed, 1 failed
`);
  });

  it('runs those of some metrics alone', async () => {
    const files = { 'sales/revenue.test.yaml': REVENUE, 'sales/orders_count.test.yaml': COUNT };
    expect(await run(files, 'test', 'orders_count')).toEqual({ status: 0, out: '1 passed\n', err: '' });
  });

  it('takes another folder', async () => {
    const { status, err } = await run({}, 'test', '--project', '/nowhere/at-all');
    expect([status, err]).toEqual([2, expect.stringContaining('error DEF_FOLDER_UNREADABLE')]);
  });

  it('prints the outcome for machines', async () => {
    const { status, out } = await run({ 'sales/revenue.test.yaml': REVENUE }, 'test', '--json');
    expect(status).toBe(1);
    const common = { metric: 'revenue', file: 'sales/revenue.test.yaml', column: 11 };
    expect(JSON.parse(out)).toEqual({
      ok: false,
      passed: 1,
      failed: 2,
      cases: [
        { ...common, name: 'all', line: 8, verdict: 'passed' },
        {
          ...common,
          name: 'by status',
          line: 11,
          verdict: 'differs',
          comparison: {
            columns: ['orders.status', 'revenue'],
            lines: [
              { kind: 'same', got: ['paid', '300.00'] },
              {
                kind: 'differs',
                expected: ['placed', '21'],
                got: ['placed', '20.50'],
                differing: [false, true],
              },
              { kind: 'missing', expected: ['sent', '1'] },
              { kind: 'extra', got: [null, '1'] },
            ],
          },
        },
        {
          ...common,
          name: 'a misspelt \u001b[31mdimension',
          line: 18,
          verdict: 'refused',
          code: 'QUERY_UNKNOWN_MEMBER',
          message: 'There is no dimension "orders.stats".',
          hint: 'Did you mean "orders.status"?',
        },
      ],
    });
  });

  it('tells what no fixture reaches', async () => {
    const formula = "sum(orders.amount) filter (where orders.status = 'paid') / revenue";
    const text = `metric: share_paid
cases:
  - name: half
    as: { tenant: 7 }
    rows: { orders: [{ client_id: 7, id: 1, status: paid, amount: 5 }, { client_id: 7, id: 2, status: placed, amount: 5 }] }
    expect: { share_paid: 0.5 }
`;
    const project = {
      'sales/share_paid.yaml': metricFile('share_paid', formula),
      'sales/share_paid.test.yaml': text,
    };
    const { status, out } = await run(project, 'test', '--cover');
    expect(out).toBe(`share_paid: 3 of 6 branches reached
  missed  shop/sales/share_paid.yaml:5:69  share_paid  is 0 or null: revenue
  missed  shop/sales/share_paid.yaml:5:10  share_paid  nothing contributes: sum(orders.amount) filter (where orders.status = 'paid')
  missed  shop/sales/revenue.yaml:5:10     revenue     nothing contributes: sum(orders.amount)

1 passed
`);
    expect(status).toBe(0);
    const json = await run(project, 'test', '--cover', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      ok: true,
      coverage: [
        {
          metric: 'share_paid',
          reached: 3,
          branches: [
            { what: 'divides', state: 'reached', file: 'sales/share_paid.yaml', line: 5, column: 10 },
            { what: 'is 0 or null', state: 'missed', text: 'revenue', column: 69 },
            { what: 'rows that pass', state: 'reached', text: "orders.status = 'paid'" },
            { what: 'rows that do not pass', state: 'reached' },
            { what: 'nothing contributes', state: 'missed' },
            { metric: 'revenue', what: 'nothing contributes', state: 'missed', file: 'sales/revenue.yaml' },
          ],
        },
      ],
    });
  });

  it('runs definitions as they are now, whatever was released', async () => {
    const released = release(SMALL_PROJECT);
    const revenue = metricFile('revenue', 'sum(orders.amount) filter (where orders.is_promo)');
    const rows =
      'rows: { orders: [{ client_id: 7, id: 1, is_promo: true, amount: 3 }, { client_id: 7, id: 2, amount: 1 }] }';
    const test = (metric: string, value: number): string =>
      `metric: ${metric}\ncases: [{ name: a, as: { tenant: 7 }, ${rows}, expect: { ${metric}: ${value} } }]\n`;
    const changed = {
      ...released,
      'sales/revenue.yaml': revenue,
      'sales/revenue.test.yaml': test('revenue', 3),
    };
    const early = await run(changed, 'test');
    expect([early.status, early.out]).toEqual([0, '1 passed\n']);
    expect((await run(changed, 'check')).out).toContain('error DEF_VERSION_NOT_RAISED');
  }, 120_000);

  it('runs nothing where definitions or fixtures are at fault', async () => {
    const file = COUNT.replace('orders_count: 0', 'orders_cuont: 0');
    const fixture = await run({ 'sales/orders_count.test.yaml': file }, 'test');
    expect([fixture.status, fixture.out]).toEqual([2, '']);
    expect(
      fixture.err,
    ).toBe(`shop/sales/orders_count.test.yaml:2:66 error DEF_FIXTURE_EXPECT The answer has no column "orders_cuont".
   2 | cases: [{ name: none, as: { tenant: 7 }, expect: { orders_cuont: 0 } }]
     |                                                                  ^
  hint: Did you mean "orders_count"?

1 error in 1 file
`);
    const definition = await run({ 'sales/bad.yaml': metricFile('bad', 'sum(orders.nothing)') }, 'test');
    expect([definition.status, definition.out]).toEqual([2, '']);
    expect(definition.err).toContain('error FORMULA_UNKNOWN_NAME');
  });

  it('knows the metrics that there are, and that have fixtures', async () => {
    const files = { 'sales/orders_count.test.yaml': COUNT };
    expect(await run(files, 'test', 'orders_cuont')).toEqual({
      status: 2,
      out: '',
      err: 'error CLI_USAGE there is no metric "orders_cuont".\n  hint: Did you mean "orders_count"?\n',
    });
    expect(await run(files, 'test', 'revenue')).toEqual({
      status: 2,
      out: '',
      err: 'error CLI_USAGE "revenue" has no fixtures.\n  hint: They stand in revenue.test.yaml beside it.\n',
    });
  });

  it('keeps two hundred cases apart', async () => {
    const cases = Array.from(
      { length: 200 },
      (_, index) =>
        `  - { name: case ${index}, as: { tenant: ${index % 3} }, rows: { orders: [{ client_id: ${index % 3}, id: 1, amount: ${index} }] }, expect: { revenue: ${index === 150 ? 0 : index} } }\n`,
    );
    const text = `metric: revenue\ncases:\n${cases.join('')}`;
    const { status, out } = await run({ 'sales/revenue.test.yaml': text }, 'test');
    expect(status).toBe(1);
    expect(out).toBe(`shop/sales/revenue.test.yaml:153:13 revenue: case 150
  1 row other than expected
            revenue
  ────────  ───────
  expected  0
  got       150 ≠

199 passed, 1 failed
`);
  }, 120_000);
});

describe('the demo', () => {
  it('has fixtures beside every metric, which pass and reach nearly every branch', async () => {
    let out = '';
    const status = await runCommandLine(['test', '--cover', '--json', '--project', 'metrics'], {
      out: { write: (text: string) => (out += text) },
      err: { write: () => {} },
      env: {},
    });
    const told = JSON.parse(out);
    expect(told.cases.filter(({ verdict }: { verdict: string }) => verdict !== 'passed')).toEqual([]);
    expect([status, told.passed, told.failed]).toEqual([0, told.cases.length, 0]);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const coverage: readonly { readonly reached: number; readonly branches: readonly unknown[] }[] =
      told.coverage;
    const [reached, branches] = [
      sum(coverage.map((each) => each.reached)),
      sum(coverage.map((each) => each.branches.length)),
    ];
    expect(reached / branches).toBeGreaterThan(0.97);
    const metrics = (await loadCatalog({ project: 'metrics', schemas: new Map() })).metrics;
    expect(coverage).toHaveLength(metrics.size);
  }, 300_000);
});

describe('vitrine check', () => {
  it('looks at fixtures without running them', async () => {
    const wrong = COUNT.replace('orders_count: 0', 'orders_count: 5');
    expect(await run({ 'sales/orders_count.test.yaml': wrong }, 'check')).toMatchObject({
      status: 0,
      err: '',
    });
    const misspelt = `metric: orders_count
cases:
  - name: none
    as: { tenant: 7 }
    rows: { orders: [{ client_ids: 7 }] }
    expect: { orders_count: 0 }
`;
    const { status, out } = await run({ 'sales/orders_count.test.yaml': misspelt }, 'check');
    expect(status).toBe(1);
    expect(
      out,
    ).toBe(`shop/sales/orders_count.test.yaml:5:36 error DEF_FIXTURE_COLUMN The table of orders has no column "client_ids" that the project knows.
   5 |     rows: { orders: [{ client_ids: 7 }] }
     |                                    ^
  hint: Did you mean "client_id"?

1 error in 1 file
`);
  });
});
