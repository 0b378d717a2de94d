import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { loadProjectFiles } from '../../../src/project/load-project.ts';
import { findBase, readGitProject } from '../../../src/project/read-git-project.ts';
import { type GitRepository, makeRepository } from '../../support/git-repository.ts';

let repository: GitRepository;

beforeEach(async () => {
  repository = await makeRepository();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await repository.remove();
});

const metrics = (): string => join(repository.folder, 'metrics');

async function list(ref: string, folder = metrics()): Promise<readonly string[]> {
  return [...(await readGitProject(folder, ref)).files.keys()];
}

async function findFault(work: Promise<unknown>): Promise<SemanticError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SemanticError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('readGitProject', () => {
  it('reads what was committed, and leaves work tree and index as they are', async () => {
    await repository.write('metrics/project.yaml', 'project: old\n');
    await repository.write('metrics/sales/revenue.yaml', 'metric: revenue\n');
    const commit = await repository.commit('First');
    await repository.write('metrics/project.yaml', 'project: staged\n');
    await repository.git('add', '--all');
    await repository.write('metrics/project.yaml', 'project: edited\n');
    await repository.write('metrics/sales/new.yaml', 'metric: new\n');
    const before = await repository.git('status', '--porcelain=v2');

    const project = await readGitProject(metrics(), 'main');

    expect(project.commit).toBe(commit);
    expect([...project.files]).toEqual([
      ['project.yaml', 'project: old\n'],
      ['sales/revenue.yaml', 'metric: revenue\n'],
    ]);
    expect(await repository.git('status', '--porcelain=v2')).toBe(before);
  });

  it('gives what the folder gives where nothing was edited', async () => {
    await repository.write('metrics/project.yaml', '\uFEFFproject: витрина\n');
    await repository.write('metrics/a "b"\t/с пробелом.yaml', 'metric: a\n');
    await repository.write('metrics/notes.md', 'notes');
    await repository.write('metrics/.hidden/x.yaml', 'x');
    await repository.write('metrics/empty/none.yaml', '');
    await repository.write('metrics/same/one.yaml', 'equal');
    await repository.write('metrics/same/two.yaml', 'equal');
    await repository.commit('First');
    expect([...(await readGitProject(metrics(), 'HEAD')).files]).toEqual([
      ...(await loadProjectFiles(metrics())),
    ]);
  });

  it('reads more files than git is asked for at once', async () => {
    for (let index = 0; index < 250; index += 1)
      await repository.write(`metrics/many/m${String(index).padStart(3, '0')}.yaml`, `metric: m${index}\n`);
    await repository.commit('Many');
    const { files } = await readGitProject(metrics(), 'HEAD');
    expect(files.size).toBe(250);
    expect(files.get('many/m123.yaml')).toBe('metric: m123\n');
  });

  it.each([
    ['the root of the repository', '.'],
    ['deep inside', 'apps/north/metrics'],
  ])('reads a project that is %s', async (_, place) => {
    await repository.write(`${place}/project.yaml`, 'project: here\n');
    await repository.write('other.md', 'beside it');
    await repository.commit('First');
    expect(await list('HEAD', join(repository.folder, place))).toEqual(['project.yaml']);
  });

  it('reads in a work tree of its own, and by tags and ids', async () => {
    await repository.write('metrics/project.yaml', 'project: one\n');
    const first = await repository.commit('First');
    await repository.git('tag', '-a', 'v1', '-m', 'one');
    await repository.write('metrics/b/b.yaml', 'metric: b\n');
    await repository.commit('Second');
    await repository.git('worktree', 'add', '--quiet', 'beside', '-b', 'side');
    const beside = join(repository.folder, 'beside/metrics');
    expect(await list('side', beside)).toEqual(['b/b.yaml', 'project.yaml']);
    expect(await list('v1', beside)).toEqual(['project.yaml']);
    expect(await list(first.slice(0, 8), beside)).toEqual(['project.yaml']);
  });

  it('has no files where the folder was not there yet, or was a file', async () => {
    await repository.commit('Nothing');
    await repository.write('metrics', 'a file');
    await repository.commit('A file');
    await rename(metrics(), join(repository.folder, 'notes'));
    await repository.write('metrics/project.yaml', 'project: new\n');
    expect(await list('HEAD')).toEqual([]);
    expect(await list('HEAD~1')).toEqual([]);
  });

  it('asks the repository of the folder, whatever a hook says', async () => {
    const other = await makeRepository();
    try {
      await other.commit('Another');
      await repository.write('metrics/project.yaml', 'project: mine\n');
      await repository.commit('First');
      vi.stubEnv('GIT_DIR', join(other.folder, '.git'));
      vi.stubEnv('GIT_WORK_TREE', other.folder);
      vi.stubEnv('GIT_INDEX_FILE', join(other.folder, '.git/index'));
      expect(await list('HEAD')).toEqual(['project.yaml']);
    } finally {
      await other.remove();
    }
  });
});

describe('links', () => {
  async function link(target: string, path: string): Promise<void> {
    await mkdir(join(metrics(), path, '..'), { recursive: true });
    await symlink(target, join(metrics(), path));
  }

  it('follows those that stay inside', async () => {
    await repository.write('metrics/..shared/models/orders.yaml', 'model: orders\n');
    await repository.write('metrics/sales/revenue.yaml', 'metric: revenue\n');
    await link('./..none/../sales', 'aliased');
    await link('aliased/revenue.yaml', 'again.yaml');
    await mkdir(join(metrics(), '..none'));
    await repository.write('metrics/..none/x.md', '');
    await repository.commit('Links');
    const { files } = await readGitProject(metrics(), 'HEAD');
    expect([...files]).toEqual([...(await loadProjectFiles(metrics()))]);
    expect(files.get('again.yaml')).toBe('metric: revenue\n');
  });

  it.each([
    ['up and out', '../../outside.yaml', 'x.yaml is a link that leads out of it'],
    ['to a path of this machine', '/etc/hosts', 'x.yaml is a link that leads out of it'],
    ['nowhere', 'missing.yaml', 'x.yaml is a link that leads nowhere'],
    ['to itself', 'x.yaml', 'x.yaml is a link that leads nowhere'],
    ['through a file', 'project.yaml/y', 'x.yaml is a link that leads nowhere'],
  ])('refuses one that leads %s', async (_, target, reason) => {
    await repository.write('metrics/project.yaml', 'project: p\n');
    await link(target, 'x.yaml');
    await repository.commit('A link');
    const fault = await findFault(readGitProject(metrics(), 'HEAD'));
    expect(fault.code).toBe('DEF_FOLDER_UNREADABLE');
    expect(fault.message).toContain(reason);
  });

  it('ends one that leads back to where it stands', async () => {
    await repository.write('metrics/a/a.yaml', 'metric: a\n');
    await link('.', 'a/b');
    await repository.commit('A circle');
    expect((await findFault(readGitProject(metrics(), 'HEAD'))).message).toContain(
      'more than 8 folders deep',
    );
  });

  it('refuses a submodule', async () => {
    await repository.write('metrics/project.yaml', 'project: p\n');
    const commit = await repository.commit('First');
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},metrics/shared`);
    await repository.git('commit', '--quiet', '-m', 'A submodule');
    expect((await findFault(readGitProject(metrics(), 'HEAD'))).message).toContain(
      'shared is a submodule, which git keeps elsewhere',
    );
  });
});

describe('what cannot be read', () => {
  it.each([
    ['more than 1048576 bytes', new Uint8Array(1024 * 1024 + 1)],
    ['not UTF-8', new Uint8Array([0xff, 0xfe])],
  ])('refuses a file that has %s', async (reason, bytes) => {
    await repository.write('metrics/a/a.yaml', 'metric: a\n');
    await repository.write('metrics/a/x.yaml', bytes);
    await repository.write('metrics/b/b.yaml', 'metric: b\n');
    await repository.commit('First');
    const fault = await findFault(readGitProject(metrics(), 'HEAD'));
    expect(fault.message).toBe(
      `The project folder ${metrics()} at HEAD cannot be read: a/x.yaml ${
        reason.startsWith('more') ? 'has ' : 'is '
      }${reason.replace('UTF-8', 'UTF-8 text')}.`,
    );
  });

  it.each([
    ['--help'],
    ['-h'],
    [''],
    ['missing'],
    ['HEAD:metrics'],
    ['^main'],
    ['main..main'],
    ['a b'],
    ['a\nb'],
  ])('refuses %j, which is no commit', async (ref) => {
    await repository.write('metrics/project.yaml', 'project: p\n');
    await repository.commit('First');
    const fault = await findFault(readGitProject(metrics(), ref));
    expect(fault.code).toBe('CLI_UNKNOWN_BASE');
    expect(fault.message).toContain(`there is no commit "${ref}" here`);
  });

  it('says how to fetch what a shallow clone leaves out', async () => {
    await repository.write('metrics/project.yaml', 'project: p\n');
    const first = await repository.commit('First');
    await repository.commit('Second');
    const shallow = join(repository.folder, 'shallow');
    await repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow);
    const fault = await findFault(readGitProject(join(shallow, 'metrics'), first));
    expect(fault.code).toBe('CLI_UNKNOWN_BASE');
    expect(fault.hint).toContain('fetch-depth: 0');
  });

  it('says that a folder is in no repository, or is none', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'vitrine-outside-'));
    try {
      const fault = await findFault(readGitProject(outside, 'HEAD'));
      expect(fault.code).toBe('CLI_GIT');
      expect(fault.message).toContain('not a git repository');
      expect((await findFault(readGitProject(join(outside, 'x'), 'HEAD'))).code).toBe(
        'DEF_FOLDER_UNREADABLE',
      );
      await promisify(execFile)('git', ['init', '--quiet', '--bare', outside]);
      expect((await findFault(readGitProject(outside, 'HEAD'))).message).toContain('in no work tree');
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('says that there is no git', async () => {
    await mkdir(metrics());
    vi.stubEnv('PATH', '/nowhere');
    expect((await findFault(readGitProject(metrics(), 'HEAD'))).message).toContain('it is not installed');
  });

  it('says that a repository has no commit', async () => {
    await mkdir(metrics());
    expect((await findFault(readGitProject(metrics(), 'HEAD'))).code).toBe('CLI_UNKNOWN_BASE');
    expect((await findFault(findBase(metrics()))).code).toBe('CLI_UNKNOWN_BASE');
  });
});

describe('findBase', () => {
  beforeEach(async () => {
    await repository.write('metrics/project.yaml', 'project: p\n');
  });

  it('is the last commit of the main branch where that is checked out', async () => {
    const commit = await repository.commit('First');
    expect(await findBase(metrics())).toEqual({ name: 'main', commit });
  });

  it('is where a branch left the main one', async () => {
    const left = await repository.commit('First');
    await repository.git('checkout', '--quiet', '-b', 'work');
    await repository.commit('Work');
    await repository.git('checkout', '--quiet', 'main');
    await repository.commit('Meanwhile');
    await repository.git('checkout', '--quiet', 'work');
    expect(await findBase(metrics())).toEqual({ name: 'main', commit: left });
  });

  it('prefers what was fetched to a branch of the same name', async () => {
    const pushed = await repository.commit('First');
    await repository.git('update-ref', 'refs/remotes/origin/main', pushed);
    await repository.commit('Not pushed');
    expect(await findBase(metrics())).toEqual({ name: 'origin/main', commit: pushed });
  });

  it('takes master where there is no main, and refuses to guess another', async () => {
    const commit = await repository.commit('First');
    await repository.git('branch', '-m', 'main', 'master');
    expect(await findBase(metrics())).toEqual({ name: 'master', commit });
    await repository.git('branch', '-m', 'master', 'trunk');
    const fault = await findFault(findBase(metrics()));
    expect(fault.code).toBe('CLI_UNKNOWN_BASE');
    expect(fault.message).toContain('no branch main or master');
  });

  it('refuses a branch that has nothing in common', async () => {
    await repository.commit('First');
    await repository.git('checkout', '--quiet', '--orphan', 'alone');
    await repository.commit('Alone');
    expect((await findFault(findBase(metrics()))).message).toContain('no commit in common');
  });
});
