/** `docs/frontend.md`: its files fit the demo's types, and do against a served demo what the page says. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBlocks } from '../support/document.ts';
import { type SpawnedCli, spawnCli } from '../support/spawned-cli.ts';
import { checkTypes } from '../support/type-check.ts';

const files = new Map(
  readBlocks('docs/frontend.md')
    .filter(({ language }) => language === 'ts')
    .map(({ text }) => [/^\/\/ (\S+)\n/.exec(text)?.[1] ?? '', text]),
);

let folder: string;
let server: SpawnedCli;
let url: string;
let key: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-frontend-'));
  const env = { VITRINE_WAREHOUSE: `pglite:${folder}/pg`, VITRINE_SECRET: '', HOST: '127.0.0.1', PORT: '0' };
  const exported = await spawnCli(['export', 'types', '--out', join(folder, 'metrics.ts')], env).finished;
  if (exported.status !== 0) throw new Error(exported.err);
  server = spawnCli(['serve'], env);
  const [, made = '', address = ''] = await server.waitFor(/curl -H 'Authorization: Bearer (\S+)' '(\S+)'\n/);
  key = made;
  url = new URL(address).origin;
}, 300_000);
afterAll(async () => {
  server.process.kill('SIGTERM');
  await server.finished;
  await rm(folder, { recursive: true, force: true });
});

/** A file of the page as a browser would load it, asking the served demo. */
async function bundle(name: string): Promise<string> {
  const text = files.get(name)?.replace('http://127.0.0.1:4000', url) ?? '';
  await writeFile(join(folder, name), text);
  const outfile = join(folder, name.replace(/\.ts$/, '.mjs'));
  const alias = { 'vitrine/client': resolve('src/client/client.ts') };
  await build({
    entryPoints: [join(folder, name)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    alias,
    outfile,
  });
  return outfile;
}

describe('the page about frontends', () => {
  it('has files that the compiler takes with the types of the demo', async () => {
    const { out } = await spawnCli(['export', 'types'], {}).finished;
    expect([...files.keys()]).toEqual(['roas.ts', 'chart.ts', 'best-sellers.ts', 'embedded.ts']);
    expect(
      await checkTypes({ 'metrics.ts': out, ...Object.fromEntries(files) }, { lib: ['es2023', 'dom'] }),
    ).toEqual([]);
  }, 120_000);

  it.each([
    [
      'roas.ts',
      /^(?:(?:[^\n]+|null) [\d.]+ (?:[\d.]+|null) (?:-?[\d.]+|null)\n)+RUB \/v1\/receipts\/[0-9a-f]{64}\n$/,
    ],
    ['best-sellers.ts', /^\d{2,}\n$/],
  ])(
    'has %s print what it is said to',
    async (name, told) => {
      const file = await bundle(name);
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], {
        env: { ...process.env, VITRINE_KEY: key },
      });
      expect([stdout, stderr]).toEqual([expect.stringMatching(told), '']);
    },
    120_000,
  );

  it('draws a bar for each of twelve months, and tells what went wrong', async () => {
    const chart: { drawRevenue(url: string, key: string, into: object): Promise<void> } = await import(
      pathToFileURL(await bundle('chart.ts')).href
    );
    const attributes = new Map<string, string>();
    const svg = {
      innerHTML: '',
      outerHTML: '',
      setAttribute: (name: string, value: string) => attributes.set(name, value),
    };
    await chart.drawRevenue(url, key, svg);
    expect([svg.innerHTML.match(/<rect /g)?.length, attributes.get('viewBox')]).toEqual([12, '0 0 120 100']);
    expect(svg.innerHTML).not.toContain('NaN');
    await chart.drawRevenue(url, 'vtr_no_such_key', svg);
    expect(svg.outerHTML).toMatch(/^<p>No numbers now \(TENANT_UNAUTHENTICATED, request [\w-]+\)\.<\/p>$/);
  }, 120_000);
});
