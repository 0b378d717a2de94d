import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { loadProjectFiles } from '../../../src/project/load-project.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-project-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(path: string, content: string | Uint8Array = 'a: 1\n'): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function list(root = folder): Promise<string[]> {
  return [...(await loadProjectFiles(root)).keys()];
}

async function findFault(root = folder): Promise<SemanticError> {
  try {
    await loadProjectFiles(root);
  } catch (error) {
    if (error instanceof SemanticError) return error;
    throw error;
  }
  throw new Error('was loaded');
}

describe('loadProjectFiles', () => {
  it('reads definitions in the order of their paths', async () => {
    for (const path of ['z/b.yaml', 'project.yaml', 'a/b/c.yaml', 'a/b.yml', 'releases/x.json'])
      await write(path);
    expect(await list()).toEqual(['a/b.yml', 'a/b/c.yaml', 'project.yaml', 'releases/x.json', 'z/b.yaml']);
  });

  it('leaves notes and hidden things alone', async () => {
    await write('README.md');
    await write('logo.png', new Uint8Array([0xff, 0xd8]));
    await write('.git/config.yaml');
    await write('a/.draft.yaml');
    expect(await list()).toEqual([]);
  });

  it('reads UTF-8 and drops a byte order mark', async () => {
    await write('a/a.yaml', '\uFEFFa: выручка 😀\n');
    expect((await loadProjectFiles(folder)).get('a/a.yaml')).toBe('a: выручка 😀\n');
  });

  it('follows links inside the folder', async () => {
    await write('..data/models/orders.yaml', 'model: orders\n');
    await symlink(join(folder, '..data/models'), join(folder, 'models'));
    await write('a/a.yaml');
    await symlink('a.yaml', join(folder, 'a/b.yaml'));
    expect(await list()).toEqual(['a/a.yaml', 'a/b.yaml', 'models/orders.yaml']);
  });

  it('may itself be reached by a link', async () => {
    await write('real/project.yaml');
    await symlink(join(folder, 'real'), join(folder, 'link'));
    expect(await list(join(folder, 'link'))).toEqual(['project.yaml']);
  });

  it('reads many files', async () => {
    await mkdir(join(folder, 'm'));
    for (let index = 0; index < 2000; index += 1) await writeFile(join(folder, `m/m${index}.yaml`), 'a: 1\n');
    expect(await list()).toHaveLength(2000);
  });
});

describe('loadProjectFiles refuses', () => {
  it('a folder that is not there', async () => {
    const fault = await findFault(join(folder, 'nowhere'));
    expect(fault.code).toBe('DEF_FOLDER_UNREADABLE');
    expect(fault.message).toContain('nowhere cannot be read: it does not exist');
    expect(fault.hint).toContain('VITRINE_PROJECT');
  });

  it('a file in place of a folder', async () => {
    await write('project.yaml');
    expect((await findFault(join(folder, 'project.yaml'))).message).toContain('it is not a folder');
  });

  it.each(['/etc/hostname', '/etc', '..'])('a link to %s', async (target) => {
    await write('project.yaml');
    await symlink(target, join(folder, 'out.yaml'));
    expect((await findFault()).message).toContain('out.yaml is a link that leads out of it');
  });

  it('a link to a sibling whose name begins alike', async () => {
    await write('inner/project.yaml');
    await write('inner-secrets/a.yaml');
    await symlink(join(folder, 'inner-secrets'), join(folder, 'inner/out'));
    expect((await findFault(join(folder, 'inner'))).message).toContain('leads out of it');
  });

  it('a link to nothing, and one to itself', async () => {
    await symlink('gone.yaml', join(folder, 'a.yaml'));
    expect((await findFault()).message).toContain('a.yaml is a link that leads nowhere');
    await rm(join(folder, 'a.yaml'));
    await symlink('b.yaml', join(folder, 'b.yaml'));
    expect((await findFault()).message).toContain('b.yaml is a link that leads nowhere');
  });

  it('a link that leads back', async () => {
    await write('a/a.yaml');
    await symlink('..', join(folder, 'a/again'));
    expect((await findFault()).message).toContain('more than 8 folders deep');
  });

  it('bytes that are not UTF-8', async () => {
    await write('a/latin.yaml', new Uint8Array([0x61, 0x3a, 0x20, 0xe9, 0x0a]));
    expect((await findFault()).message).toContain('a/latin.yaml is not UTF-8 text');
  });

  it('a file beyond the limit, without reading it', async () => {
    await write('a/large.yaml');
    await truncate(join(folder, 'a/large.yaml'), 50 * 1024 ** 3);
    expect((await findFault()).message).toContain('a/large.yaml has more than 1048576 bytes');
  });

  it('more files than a project has', async () => {
    for (let part = 0; part < 10; part += 1) {
      await mkdir(join(folder, `m${part}`));
      const names = Array.from({ length: 1001 }, (_, index) => join(folder, `m${part}`, `m${index}.yaml`));
      await Promise.all(names.map((name) => writeFile(name, '')));
    }
    expect((await findFault()).message).toContain('it has more than 10000 files');
  });
});
