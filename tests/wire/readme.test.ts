/** The README does what it says: every command in it runs, with the output that it shows. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { spawnCli } from '../support/spawned-cli.ts';

interface Block {
  readonly language: string;
  readonly text: string;
  /** The paragraph before it. */
  readonly before: string;
}

let folder: string;
let blocks: readonly Block[];
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-readme-'));
  await cp('metrics', join(folder, 'metrics'), { recursive: true });
  const readme = await readFile('README.md', 'utf8');
  blocks = [...readme.matchAll(/([^\n]*)\n\n```(\w*)\n(.*?)```/gs)].map(
    ([, before = '', language = '', text = '']) => ({
      language,
      text,
      before,
    }),
  );
  env = { VITRINE_PROJECT: 'metrics', VITRINE_SECRET: '', HOST: '127.0.0.1', PORT: '0' };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (command: string, more: Record<string, string> = {}) => {
  const [, ...args] = command.replace('npx ', '').split(' ');
  return spawnCli(args, { ...env, ...more }, folder).finished;
};
const block = (pattern: RegExp): string => {
  const found = blocks.find(({ text, before }) => pattern.test(`${before}\n${text}`));
  if (!found) throw new Error(`the README has no block like ${String(pattern)}`);
  return found.text;
};
/** The block that follows the one with `text`: a command's output. */
const after = (text: string): string => blocks[blocks.findIndex((one) => one.text === text) + 1]?.text ?? '';

describe('the README', () => {
  it('has no shell command that these tests do not know', () => {
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text.trim());
    expect(commands).toEqual([
      'npm ci && npm start',
      'npm ci && npm test',
      'npx vitrine check',
      expect.stringMatching(
        /^npx vitrine query delivered_share --by channel\.name --from \S+ --to \S+ --tenant 17$/,
      ),
      'npx vitrine init public.orders --tenant client_id --metrics',
      expect.stringMatching(
        /^export VITRINE_PROJECT=\S+ VITRINE_WAREHOUSE=\S+\nnpx vitrine init \S[^\n]*\nnpx vitrine check --warehouse$/,
      ),
    ]);
  });

  it('leads to a first metric, by way of a fault', async () => {
    expect((await run('npx vitrine seed')).status).toBe(0);
    const path = /`(metrics\/\S+\.yaml)`/.exec(blocks.map(({ before }) => before).join('\n'))?.[1] ?? '';
    const file = join(folder, path);
    const metric = block(/^metric: delivered_share/m);
    await writeFile(file, metric);

    const broken = await run('npx vitrine check');
    expect([broken.status, broken.out.trim()]).toEqual([1, after('npx vitrine check\n').trim()]);

    await writeFile(file, metric.replace('stauts', 'status'));
    expect((await run('npx vitrine check')).status).toBe(0);
    const command = block(/^npx vitrine query/m);
    const asked = await run(command.trim());
    expect(asked.status).toBe(0);
    expect(asked.out.replace(/\n\nreceipt [0-9a-f]{64}\n$/, '\n')).toBe(after(command));
  }, 300_000);

  it('shows a picture of an answer that is given', async () => {
    const picture: { data: unknown; columns: { name: string }[]; range: unknown } = JSON.parse(
      block(/^\{\n {2}"data"/m),
    );
    const command =
      'npx vitrine query roas --by channel.name --grain month --from 2026-01-01 --to 2026-07-01 --limit 3 --tenant 17 --json';
    const asked = await run(command);
    const answer = JSON.parse(asked.out);
    expect(answer.data).toEqual(picture.data);
    expect(answer.range).toEqual(picture.range);
    expect(answer.columns.map(({ name }: { name: string }) => name)).toEqual(
      picture.columns.map(({ name }) => name),
    );
  }, 300_000);
});

describe("the README's own project", () => {
  let test: TestPostgres;
  beforeAll(async () => {
    test = await openTestPostgres();
    const script = `
      create table public.orders (order_id int primary key, client_id int, ordered_at timestamptz, status text, amount numeric);
      create table public.countries (code text primary key, name text);
      insert into public.orders values (1, 17, now(), 'paid', 10.50), (2, 17, now(), 'placed', 5), (3, 18, now(), 'paid', 7);`;
    await test.database.transaction([{ script }], { mode: 'read_write', timeoutMs: 30_000 });
  });
  afterAll(() => test.close());

  it('begins with a table of one’s own', async () => {
    const own = { VITRINE_PROJECT: 'my-table', VITRINE_WAREHOUSE: test.url };
    const drafted = await run(block(/^npx vitrine init public\.orders/m).trim(), own);
    expect(drafted).toMatchObject({ status: 0, err: expect.not.stringContaining('error') });
    const next = /vitrine query \S+ --tenant/.exec(drafted.out)?.[0] ?? '';
    expect(await run('npx vitrine check', own)).toMatchObject({ status: 0 });
    const asked = await run(`npx ${next} 17`, own);
    expect(asked).toMatchObject({ status: 0, out: expect.stringMatching(/^orders_count\n─+\n\s*2\n/) });
  }, 300_000);

  it('begins with a schema of one’s own', async () => {
    const own = { VITRINE_PROJECT: 'my-schema', VITRINE_WAREHOUSE: test.url };
    const [, init = '', check = ''] = block(/^export VITRINE_PROJECT/m)
      .trim()
      .split('\n');
    const drafted = await run(init, own);
    expect(drafted).toMatchObject({
      status: 0,
      out: expect.stringContaining('my-schema/models/countries.yaml'),
    });
    const proven = await run(check, own);
    expect(proven).toMatchObject({ status: 0, out: expect.stringContaining('keys of 2 of 2 models proven') });
  }, 300_000);

  it('is served from a PostgreSQL', async () => {
    const files = blocks.filter(({ language, text }) => language === 'yaml' && /^# \S+\.yaml\n/.test(text));
    expect(files).toHaveLength(3);
    for (const { text } of files) {
      const file = join(folder, 'my-project', /^# (\S+)/.exec(text)?.[1] ?? '');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const own = { VITRINE_PROJECT: 'my-project', VITRINE_WAREHOUSE: test.url };
    const made = await run('npx vitrine keys create --tenant 17 --capability viewer', own);
    expect(made).toMatchObject({ status: 0 });
    const asked = await run('npx vitrine query revenue --tenant 17', own);
    expect(asked).toMatchObject({ status: 0, out: expect.stringMatching(/^revenue\n─+\n\s*10\.50\n/) });
  }, 300_000);
});
