/** The command line without databases: what it prints, and the status it ends with. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/main.ts';

const SHOP = fileURLToPath(new URL('../../fixtures/shop/project', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: readonly string[], env: Record<string, string> = {}) {
  let out = '';
  let err = '';
  const terminal = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    env: { VITRINE_PROJECT: SHOP, ...env },
  };
  const status = await runCommandLine(args, terminal);
  return { status, out, err };
}

describe('check', () => {
  it('passes a project that holds together', async () => {
    const { status, out, err } = await run(['check']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^no errors\n\d+ metrics on \d+ models hold together\n$/);
  });

  it('speaks of one metric on one model as one', async () => {
    const project = join(folder, 'small');
    await mkdir(join(project, 'models'), { recursive: true });
    await mkdir(join(project, 'sales'), { recursive: true });
    await writeFile(join(project, 'project.yaml'), 'project: p\ntimezone: UTC\n');
    await writeFile(join(project, 'models', 'orders.yaml'), 'model: orders\nsource: a.b\ntenant: c\n');
    await writeFile(
      join(project, 'sales', 'n.yaml'),
      'metric: n\nversion: 1\nowner: o\ndescription: d\nformula: count(orders)\n',
    );
    const { out } = await run(['check'], { VITRINE_PROJECT: project });
    expect(out).toBe('no errors\n1 metric on 1 model holds together\n');
  });

  it('prints faults with their places, and ends with 1', async () => {
    const project = join(folder, 'broken');
    await mkdir(join(project, 'sales'), { recursive: true });
    await writeFile(join(project, 'project.yaml'), 'project: p\ntimezone: Europe/Atlantis\n');
    await writeFile(
      join(project, 'sales', 'm.yaml'),
      'metric: m\nversion: 1\nowner: o\ndescription: d\nformular: x\n',
    );
    const text = await run(['check'], { VITRINE_PROJECT: project });
    expect(text.status).toBe(1);
    expect(text.out).toContain('project.yaml:2:11 error DEF_UNKNOWN_ZONE');
    expect(text.out).toContain('timezone: Europe/Atlantis');
    expect(text.out).toContain('^^^^');
    const json = await run(['check', '--json'], { VITRINE_PROJECT: project });
    expect(json.status).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ code: 'DEF_UNKNOWN_ZONE', line: 2, column: 11 }),
      ]),
    });
    const served = await run(['serve'], { VITRINE_PROJECT: project });
    expect([served.status, served.out]).toEqual([1, '']);
    expect(served.err).toContain('DEF_UNKNOWN_ZONE');
  });

  it('says that there is no such folder', async () => {
    const { status, err } = await run(['check'], { VITRINE_PROJECT: join(folder, 'nowhere') });
    expect(status).toBe(1);
    expect(err).toContain('DEF_FOLDER_UNREADABLE');
  });
});

describe('list', () => {
  it('shows metrics and dimensions', async () => {
    expect((await run(['list'])).out).toMatch(/^roas +1 +data@shop.example +Revenue per unit/m);
    expect((await run(['list', 'dimensions'])).out).toMatch(/^channel.name +string/m);
    expect(JSON.parse((await run(['list', '--json'])).out)).toMatchObject({ items: expect.any(Array) });
    expect((await run(['list', 'nonsense'])).status).toBe(2);
  });
});

describe('sql', () => {
  it('shows statements and parameters', async () => {
    const { status, out } = await run([
      'sql',
      'revenue',
      '--by',
      'channel.name',
      '--from',
      '2026-01-01',
      '--totals',
      '--explain',
    ]);
    expect(status).toBe(0);
    expect(out).toMatch(/Leg orders.*\n-- rows\n.*from.*-- \$\d+ = tenant\n/s);
  });

  it('explains paths, rules and what could be added', async () => {
    const { out } = await run(['sql', 'clicks', '--by', 'channel.name', '--explain']);
    expect(out).toContain(
      '\nRules:\n  drop-idle-combine: One leg has nothing to meet: the step that combines legs was left out.\n',
    );
    expect(out).toContain(
      '\nPaths:\n  channel.name in ad_spend: ad_spend has a join of its own named channel. Passed over: campaign.channel.\n',
    );
    expect(out).toMatch(/\nMetrics that could be added:\n {2}active_revenue\n(.*\n)*\n-- rows\n/);
  });

  it('draws the plan', async () => {
    const { status, out } = await run(['sql', 'stock_units', '--explain', '--mermaid']);
    expect(status).toBe(0);
    expect(out).toMatch(/^flowchart BT\n( {2}n\d+(\["[^"\n]+"\]| --> n\d+)\n)+$/);
  });

  it('takes ranges and fills', async () => {
    const asked = ['sql', 'revenue', '--grain', 'month', '--range', '2026-Q1', '--fill', '--json'];
    const { status, out } = await run(asked);
    expect(status).toBe(0);
    const { statements }: { statements: { parameters: string[] }[] } = JSON.parse(out);
    expect(statements[0]?.parameters).toContain('2026-01-01, 2026-02-01, 2026-03-01');
  });

  it('takes a file', async () => {
    const file = join(folder, 'query.json');
    await writeFile(file, '{"metrics":["revenue"],"by":["channel.name"]}');
    const [flags, whole] = await Promise.all([
      run(['sql', 'revenue', '--by', 'channel.name', '--json']),
      run(['sql', '--file', file, '--json']),
    ]);
    expect(whole).toEqual(flags);
    expect(await run(['sql', '--file', file, '--by', 'x'])).toMatchObject({ status: 2 });
    expect(await run(['sql', '--file', join(folder, 'none.json')])).toMatchObject({
      status: 2,
      err: expect.stringContaining('CLI_USAGE'),
    });
  });

  it.each<[string[], number, string]>([
    [
      ['sql', 'raos'],
      1,
      'error QUERY_UNKNOWN_METRIC There is no metric "raos".\n  at /metrics/0\n  hint: Did you mean "roas"?\n',
    ],
    [['sql', 'revenue', '--by', 'chanel.name'], 1, 'QUERY_UNKNOWN_MEMBER'],
    [['sql', 'revenue', '--where', '{'], 1, 'HTTP_BODY_INVALID'],
    [['sql', 'revenue', '--where', '{}'], 1, 'QUERY_INVALID'],
    [['sql', 'revenue', '--currency', 'euro'], 1, 'QUERY_INVALID'],
    [['sql', 'revenue', '--currency', 'USD'], 1, 'QUERY_NO_RATES'],
    [['sql', 'revenue', '--limit', 'ten'], 2, 'CLI_USAGE'],
    [['sql', 'revenue', '--grain', 'fortnight'], 1, 'QUERY_INVALID'],
    [['sql'], 2, 'CLI_USAGE'],
  ])('%j ends with %i', async (args, status, err) => {
    const result = await run(args);
    expect([result.status, result.out]).toEqual([status, '']);
    expect(result.err).toContain(err);
  });
});

describe('usage', () => {
  it.each<[string[], number]>([
    [['--help'], 0],
    [['--version'], 0],
    [['keys', '--help'], 0],
    [['nonsense'], 2],
    [['sql', '--nonsense'], 2],
    [['init', '--timezone', 'Europe/Atlantis', 'shop.orders'], 2],
    [['init', '--help'], 0],
    [['query', 'revenue'], 2],
    [['keys', 'create'], 2],
    [['keys', 'create', '--tenant', ''], 2],
    [['keys', 'create', '--tenant', 'a', '--capability', 'owner'], 2],
    [['keys', 'create', '--tenant', 'a', '--expires', 'tomorrow'], 2],
    [['keys', 'revoke'], 2],
    [['keys', 'rotate'], 2],
    [['keys', 'rotate', 'x', '--overlap', 'a while'], 2],
    [['keys', 'rotate', 'x', '--overlap', '31 days'], 2],
    [['query', 'revenue', '--as', 'group=finance'], 2],
    [['query', 'revenue', '--as', 'tenant=a,role=finance'], 2],
    [['query', 'revenue', '--as', 'tenant=a,group=Finance Team'], 2],
    [['query', 'revenue', '--as', 'tenant=a,claim.Region=north'], 2],
    [['keys', 'create', '--tenant', 'a', '--claim', 'region'], 2],
    [['values', 'channel.name', '--as', 'tenant=a,capability=owner'], 2],
  ])('%j ends with %i', async (args, status) => {
    expect((await run(args)).status).toBe(status);
  });

  it('names the variable that is wrong', async () => {
    const { status, err } = await run(['keys', 'list'], { VITRINE_WAREHOUSE: 'duckdb:x' });
    expect(status).toBe(2);
    expect(err).toContain('SERVER_CONFIG');
    expect(err).toContain('VITRINE_WAREHOUSE');
  });
});
