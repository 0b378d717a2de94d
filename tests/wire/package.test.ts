/** What `npm pack` gives works where it is installed: the command, its worker, its migrations, its demo, the client. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const execute = promisify(execFile);
let folder: string;
let command: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-package-'));
  await execute('npm', ['pack', '--silent', '--pack-destination', folder]);
  const archive = (await execute('sh', ['-c', `ls ${folder}/*.tgz`])).stdout.trim();
  const installed = join(folder, 'node_modules', 'vitrine');
  await mkdir(installed, { recursive: true });
  await execute('tar', ['-xzf', archive, '-C', installed, '--strip-components', '1']);
  // Its dependencies, as an installation would put them beside it, without asking the registry.
  await symlink(resolve('node_modules'), join(installed, 'node_modules'));
  command = join(installed, 'dist', 'cli', 'main.js');
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function vitrine(...args: string[]): { status: number | null; out: string; err: string } {
  const env = {
    ...process.env,
    VITRINE_PROJECT: join(folder, 'node_modules/vitrine/metrics'),
    VITRINE_SECRET: '',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

it('says its version and checks the demo that comes with it', () => {
  expect(vitrine('--version')).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(vitrine('check')).toMatchObject({ status: 0 });
});

it('opens its own database where it is run', () => {
  const made = vitrine('keys', 'create', '--tenant', '17', '--capability', 'viewer', '--json');
  expect(made).toMatchObject({ status: 0 });
  expect(JSON.parse(made.out)).toEqual({ id: expect.any(String), key: expect.stringMatching(/^vtr_/) });
}, 300_000);

/** Somebody's frontend, which knows of the project what the installed command exports. */
const FRONTEND = `import { createClient, VitrineProblem } from 'vitrine/client';
import type { Project } from './metrics.ts';
const client = createClient<Project>({ url: 'http://127.0.0.1:1', key: 'k', retries: 0 });
export async function roas(): Promise<number | null> {
  const { data } = await client.query({ metrics: ['roas'], by: ['channel.name'], time: { grain: 'month' } });
  const [row] = data;
  const channel: string | null | undefined = row?.['channel.name'];
  return channel === null ? null : (row?.roas ?? null);
}
export const isUnreached = await roas().catch((error: unknown) => error instanceof VitrineProblem && error.status === 0);
`;

it.each(['nodenext', 'bundler'])(
  'gives a client with its types, found as %s does',
  async (moduleResolution) => {
    const frontend = join(folder, moduleResolution);
    await mkdir(frontend, { recursive: true });
    expect(vitrine('export', 'types', '--out', join(frontend, 'metrics.ts'))).toMatchObject({
      status: 0,
      out: '',
    });
    await writeFile(join(frontend, 'package.json'), '{"type":"module"}');
    await writeFile(join(frontend, 'main.ts'), FRONTEND);
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      module: moduleResolution === 'bundler' ? 'preserve' : moduleResolution,
      moduleResolution,
      strict: true,
      skipLibCheck: false,
      rewriteRelativeImportExtensions: true,
      outDir: 'out',
    };
    await writeFile(join(frontend, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const { stdout, status } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', frontend], {
      encoding: 'utf8',
    });
    expect([stdout, status]).toEqual(['', 0]);
    const script = "import { isUnreached } from './out/main.js'; console.log(isUnreached);";
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: frontend,
      encoding: 'utf8',
    });
    expect([run.stdout, run.stderr]).toEqual(['true\n', '']);
  },
  120_000,
);
