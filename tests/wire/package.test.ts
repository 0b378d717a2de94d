/** What `npm pack` gives works where it is installed: the command, its worker, its migrations, its demo. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
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
