/** Real repositories of git in folders that go away, whatever the machine's own configuration says. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitRepository {
  readonly folder: string;
  /** What git prints, without the last line break. */
  git(...args: readonly string[]): Promise<string>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Everything in the work tree, as a commit whose id is returned. */
  commit(message: string): Promise<string>;
  remove(): Promise<void>;
}

const AUTHOR = [
  '-c',
  'user.name=Ann Alyst',
  '-c',
  'user.email=ann@shop.example',
  '-c',
  'commit.gpgsign=false',
];

/** A repository without commits, on the branch `main`. */
export async function makeRepository(): Promise<GitRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'vitrine-git-')));
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', folder, ...AUTHOR, ...args], { env: plainEnvironment() });
    return stdout.trimEnd();
  };
  await git('init', '--quiet', '--initial-branch=main');
  return {
    folder,
    git,
    write: async (path, content) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    },
    commit: async (message) => {
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '-m', message);
      return await git('rev-parse', 'HEAD');
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Tests are run by hooks, too. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(inherited), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
}
