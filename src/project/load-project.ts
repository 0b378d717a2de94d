/**
 * The project folder → texts by path. Reads what `classifyFile` takes an interest in and nothing else: no
 * hidden files or folders, no link that leads out. What the texts mean is not known here.
 */
import type { Dirent, Stats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { DEFINITION_EXTENSIONS, findExtension } from '../definitions/classify-file.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/** Bytes of one file; more than any definition that is still read as one. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 10_000;
/** Folders inside folders; also what ends a link that leads back to where it stands. */
const MAX_FOLDER_DEPTH = 8;

/**
 * The texts of the definition files in `folder` by path with `/`, in code-unit order of the paths.
 * @throws SemanticError DEF_FOLDER_UNREADABLE where the folder as a whole cannot be trusted to be read right:
 * absent, too large, links that lead out, bytes that are not UTF-8. Half a project is never returned.
 */
export async function loadProjectFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const root = await openFolder(folder);
  const loading: Loading = { folder, root, paths: [] };
  await collectPaths('', loading, 0);
  const files = new Map<string, string>();
  for (const path of loading.paths.sort()) files.set(path, await readText(path, loading));
  return files;
}

interface Loading {
  /** As it was named, for messages. */
  readonly folder: string;
  /** Where it really is. */
  readonly root: string;
  readonly paths: string[];
}

async function openFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw unreadable(folder, isMissing(error) ? 'it does not exist' : 'it cannot be opened', HINT);
  }
  throw unreadable(folder, 'it is not a folder', HINT);
}

const HINT = 'Name the folder that holds project.yaml in VITRINE_PROJECT.';

async function collectPaths(inside: string, loading: Loading, depth: number): Promise<void> {
  if (depth > MAX_FOLDER_DEPTH) {
    throw unreadable(loading.folder, `${inside} is more than ${MAX_FOLDER_DEPTH} folders deep`);
  }
  for (const entry of await listFolder(inside, loading)) {
    if (entry.name.startsWith('.')) continue;
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    const kind = await findKind(entry, path, loading);
    if (kind === 'folder') await collectPaths(path, loading, depth + 1);
    if (kind !== 'file' || !DEFINITION_EXTENSIONS.has(findExtension(entry.name))) continue;
    if (loading.paths.length === MAX_FILES) {
      throw unreadable(loading.folder, `it has more than ${MAX_FILES} files`);
    }
    loading.paths.push(path);
  }
}

async function listFolder(inside: string, loading: Loading): Promise<Dirent[]> {
  try {
    return await readdir(join(loading.root, inside), { withFileTypes: true });
  } catch {
    throw unreadable(loading.folder, `${inside === '' ? 'it' : inside} cannot be listed`);
  }
}

/** A link counts as what it leads to, and must lead to a place inside the folder. */
async function findKind(
  entry: Dirent,
  path: string,
  loading: Loading,
): Promise<'file' | 'folder' | 'neither'> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return 'neither';
  const { target, status } = await followLink(path, loading);
  const inside = relative(loading.root, target);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw unreadable(loading.folder, `${path} is a link that leads out of it`);
  }
  if (status.isFile()) return 'file';
  return status.isDirectory() ? 'folder' : 'neither';
}

async function followLink(
  path: string,
  { folder, root }: Loading,
): Promise<{ target: string; status: Stats }> {
  try {
    const target = await realpath(join(root, path));
    return { target, status: await stat(target) };
  } catch {
    throw unreadable(folder, `${path} is a link that leads nowhere`);
  }
}

async function readText(path: string, loading: Loading): Promise<string> {
  const bytes = await readBytes(path, loading);
  if (bytes === 'too large') {
    throw unreadable(loading.folder, `${path} has more than ${MAX_FILE_BYTES} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(loading.folder, `${path} is not UTF-8 text`);
  }
}

async function readBytes(path: string, loading: Loading): Promise<Uint8Array | 'too large'> {
  try {
    const handle = await open(join(loading.root, path), 'r');
    try {
      const { size } = await handle.stat();
      return size > MAX_FILE_BYTES ? 'too large' : await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch {
    throw unreadable(loading.folder, `${path} cannot be read, or went away meanwhile`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unreadable(folder: string, reason: string, hint?: string): SemanticError {
  return new SemanticError('DEF_FOLDER_UNREADABLE', { folder, reason }, { hint });
}
