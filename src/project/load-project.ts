/** The project folder on disk → texts by path. What the texts mean is not known here. */
import type { Dirent, Stats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import {
  collectFiles,
  type FolderEntry,
  isHidden,
  MAX_FILE_BYTES,
  type ProjectFolder,
  unreadable,
} from './collect-files.ts';

/**
 * The texts of the definition files in `folder` by path with `/`, in code-unit order of the paths.
 * @throws SemanticError DEF_FOLDER_UNREADABLE where the folder as a whole cannot be trusted to be read right:
 * absent, too large, links that lead out, bytes that are not UTF-8. Half a project is never returned.
 */
export async function loadProjectFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  return await collectFiles(new DiskFolder(folder, await openFolder(folder)));
}

/** Where `folder` really is. @throws SemanticError DEF_FOLDER_UNREADABLE where it is no folder */
export async function openFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw unreadable(folder, isMissing(error) ? 'it does not exist' : 'it cannot be opened', HINT);
  }
  throw unreadable(folder, 'it is not a folder', HINT);
}

const HINT = 'Name the folder that holds project.yaml in VITRINE_PROJECT.';

class DiskFolder implements ProjectFolder {
  readonly name: string;
  readonly #root: string;

  constructor(name: string, root: string) {
    this.name = name;
    this.#root = root;
  }

  async list(inside: string): Promise<readonly FolderEntry[]> {
    const entries: FolderEntry[] = [];
    for (const entry of await this.#entries(inside)) {
      const { name } = entry;
      if (isHidden(name)) continue;
      const path = inside === '' ? name : `${inside}/${name}`;
      entries.push({ name, kind: await this.#findKind(entry, path) });
    }
    return entries;
  }

  async *read(paths: readonly string[]): AsyncGenerator<Uint8Array | 'too large'> {
    for (const path of paths) yield await this.#bytes(path);
  }

  async #entries(inside: string): Promise<Dirent[]> {
    try {
      return await readdir(join(this.#root, inside), { withFileTypes: true });
    } catch {
      throw unreadable(this.name, `${inside === '' ? 'it' : inside} cannot be listed`);
    }
  }

  /** A link counts as what it leads to, and must lead to a place inside the folder. */
  async #findKind(entry: Dirent, path: string): Promise<FolderEntry['kind']> {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    if (!entry.isSymbolicLink()) return 'neither';
    const { target, status } = await this.#followLink(path);
    const inside = relative(this.#root, target);
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      throw unreadable(this.name, `${path} is a link that leads out of it`);
    if (status.isFile()) return 'file';
    return status.isDirectory() ? 'folder' : 'neither';
  }

  async #followLink(path: string): Promise<{ target: string; status: Stats }> {
    try {
      const target = await realpath(join(this.#root, path));
      return { target, status: await stat(target) };
    } catch {
      throw unreadable(this.name, `${path} is a link that leads nowhere`);
    }
  }

  async #bytes(path: string): Promise<Uint8Array | 'too large'> {
    try {
      const handle = await open(join(this.#root, path), 'r');
      try {
        const { size } = await handle.stat();
        return size > MAX_FILE_BYTES ? 'too large' : await handle.readFile();
      } finally {
        await handle.close();
      }
    } catch {
      throw unreadable(this.name, `${path} cannot be read, or went away meanwhile`);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
