/** `docs/writing-metrics.md`: its files hold together after each step, and its commands print what it shows. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { runCommandLine } from '../../src/cli/main.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts';
import { resolveFixtures } from '../../src/fixtures/resolve-fixtures.ts';
import { readBlocks } from '../support/document.ts';

const blocks = readBlocks('docs/writing-metrics.md');
const PROJECT = 'my-metrics';

interface WrittenFile {
  readonly path: string;
  /** Whether it is added to what the file says already. */
  readonly added: boolean;
  readonly text: string;
}

const files = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => readFileBlock(text));
const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text.trim());

function readFileBlock(text: string): WrittenFile {
  const [, within = '', path = '', rest = ''] =
    /^# (in )?my-metrics\/(\S+)\n(.*)$/s.exec(text) ?? ([] as string[]);
  return { path, added: within !== '', text: rest };
}

/** What is said under a key that both say is said by both. */
function merge(old: unknown, next: unknown): unknown {
  if (!isRecord(old) || !isRecord(next)) return next;
  const merged = Object.entries(next).map(([key, value]) => [key, merge(old[key], value)]);
  return { ...old, ...Object.fromEntries(merged) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a block writes, or adds to what is there. */
function writeInto(project: Map<string, string>, { path, added, text }: WrittenFile): void {
  const old: unknown = parse(project.get(path) ?? '');
  project.set(path, added ? stringify(merge(old, parse(text))) : text);
}

describe('the files of the document', () => {
  it('name the file that each stands in', () => {
    expect(files.filter(({ path }) => path === '')).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
  });

  it('hold together after each step', () => {
    const project = new Map<string, string>();
    const faults: string[] = [];
    for (const file of files) {
      const { path } = file;
      writeInto(project, file);
      if (!project.has('project.yaml')) continue;
      const parsed = parseProject(project);
      const { catalog, diagnostics } = buildCatalog(parsed.definitions, parsed.diagnostics);
      if (catalog === null || diagnostics.length > 0)
        faults.push(`${path}: ${printDiagnostics(diagnostics, { files: project })}`);
      else {
        const tests = resolveFixtures(parsed.definitions, catalog).diagnostics;
        if (tests.length > 0) faults.push(`${path}: ${printDiagnostics(tests, { files: project })}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('are added only to files that are there, and not written twice', () => {
    const seen = new Set<string>();
    for (const { path, added } of files) {
      expect([path, seen.has(path)]).toEqual([path, added]);
      seen.add(path);
    }
  });
});

describe('the commands of the document', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-document-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Both streams, with folders as they are called in the document. */
  async function run(command: string): Promise<string> {
    let out = '';
    let err = '';
    const database = `pglite:${join(folder, '.vitrine', 'pg')}`;
    const env = {
      VITRINE_PROJECT: join(folder, PROJECT),
      VITRINE_WAREHOUSE: database,
      VITRINE_STORE: database,
    };
    const terminal = {
      out: { write: (text: string) => (out += text) },
      err: { write: (text: string) => (err += text) },
      env,
    };
    const [, , ...args] = command.split(' ');
    const status = await runCommandLine(args, terminal);
    return (status === 0 ? out : out + err.replaceAll(/^(Migrating|Running).*\n/gm, '')).replaceAll(
      `${folder}/`,
      '',
    );
  }

  const written = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
  const save = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, PROJECT, path)), { recursive: true });
    await writeFile(join(folder, PROJECT, path), text);
  };
  const load = async (path: string): Promise<string> =>
    (await readFile(join(folder, PROJECT, path), 'utf8')).replace(/^# yaml-language-server.*\n/, '');
  /** What the document shows after a block. */
  const shown = (pattern: RegExp): string =>
    blocks[blocks.findIndex(({ text }) => pattern.test(text)) + 1]?.text ?? '';
  const command = (pattern: RegExp): string => commands.find((text) => pattern.test(text)) ?? '';

  it('lead from a table to a number', async () => {
    expect(await run(command(/ seed$/))).toBe('The demo is in the warehouse.\n');
    await run(command(/ init shop\.orders /));
    expect(await load('project.yaml')).toBe(written('project.yaml'));
    expect(await load('models/orders.yaml')).toBe(written('models/orders.yaml'));
    expect(await run(command(/--warehouse$/))).toBe(shown(/check --warehouse\n$/));

    const metric = written('sales/revenue.yaml');
    await save('sales/revenue.yaml', metric);
    expect(await run(command(/ check$/))).toBe(shown(/^npx vitrine check\n$/));
    const asked = await run(command(/ query revenue --grain/));
    expect(asked.replace(/\n\nreceipt [0-9a-f]{64}\n$/, '\n')).toBe(shown(/ query revenue --grain/));
    const best = await run(command(/ --top /));
    expect(best.replace(/\n\nreceipt [0-9a-f]{64}\n$/, '\n')).toBe(shown(/ --top /));
    expect(await run(command(/promo_flg/))).toBe(shown(/^npx.*promo_flg/));

    await save('sales/revenue.yaml', metric.replace('orders.status', 'orders.stauts'));
    const fault = blocks.find(({ text }) => text.includes('error FORMULA_UNKNOWN_NAME'));
    expect(await run('npx vitrine check')).toBe(fault?.text);
    await save('sales/revenue.yaml', metric);

    await run(command(/ init shop\.channels /));
    for (const model of ['channels', 'refunds'])
      expect(withoutOwner(await load(`models/${model}.yaml`))).toBe(written(`models/${model}.yaml`));
  }, 600_000);

  it('test a metric by its fixtures', async () => {
    const test = 'sales/refund_rate.test.yaml';
    const project = new Map<string, string>();
    for (const file of files.slice(0, files.findIndex(({ path }) => path === test) + 1))
      writeInto(project, file);
    for (const [path, text] of project) await save(path, text);
    expect(await run(command(/ test$/))).toBe(shown(/ test\n$/));
    expect(await run(command(/ test refund_rate --cover$/))).toBe(shown(/ test refund_rate --cover\n$/));

    await save(test, written(test).replace('refund_rate: 0.25', 'refund_rate: 0.2'));
    const failed = blocks.find(({ text }) => text.includes('0 passed, 1 failed'));
    expect(await run('npx vitrine test')).toBe(failed?.text);
  }, 120_000);

  it('are all known here', () => {
    expect(commands.map((text) => text.split(' ')[2])).toEqual([
      'seed',
      'init',
      'check',
      'check',
      'query',
      'query',
      'query',
      'init',
      'test',
      'test',
    ]);
  });
});

/** The document leaves out the owner and the remarks at the end. */
function withoutOwner(text: string): string {
  return text.replace(/^owner: .*\n/m, '').replace(/\n#.*$/s, '');
}
