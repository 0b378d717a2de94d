/**
 * The rules by which the files of a project folder are read, wherever the folder is: what counts as a file of it,
 * how many and how large they may be, and that half a project is never returned.
 */
import { DEFINITION_EXTENSIONS, findExtension } from '../definitions/classify-file.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/** Bytes of one file; more than any definition that is still read as one. */
export const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 10_000;
/** Folders inside folders; also what ends a link that leads back to where it stands. */
const MAX_FOLDER_DEPTH = 8;

/** A link is what it leads to, which is inside the folder; what is neither file nor folder is left alone. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'neither';
}

/** A folder on disk, or as it was at a commit; paths are written with `/`, the folder's own is empty. */
export interface ProjectFolder {
  /** As it was named, for messages. */
  readonly name: string;
  /** What is in the folder `inside`, but for hidden entries, which are not looked at. */
  list(inside: string): Promise<readonly FolderEntry[]>;
  /** The bytes of files, in the order of `paths`. */
  read(paths: readonly string[]): AsyncIterable<Uint8Array | 'too large'>;
}

/**
 * The texts of the definition files in `folder` by path, in code-unit order of the paths.
 * @throws SemanticError DEF_FOLDER_UNREADABLE
 */
export async function collectFiles(folder: ProjectFolder): Promise<ReadonlyMap<string, string>> {
  const paths: string[] = [];
  await collectPaths('', { folder, paths }, 0);
  paths.sort();
  const files = new Map<string, string>();
  for await (const bytes of folder.read(paths)) {
    const path = paths[files.size] ?? '';
    files.set(path, decode(bytes, path, folder.name));
  }
  return files;
}

/** Why the folder as a whole cannot be trusted to be read right. */
export function unreadable(folder: string, reason: string, hint?: string): SemanticError {
  return new SemanticError('DEF_FOLDER_UNREADABLE', { folder, reason }, { hint });
}

interface Collecting {
  readonly folder: ProjectFolder;
  readonly paths: string[];
}

async function collectPaths(inside: string, collecting: Collecting, depth: number): Promise<void> {
  const { folder, paths } = collecting;
  if (depth > MAX_FOLDER_DEPTH)
    throw unreadable(folder.name, `${inside} is more than ${MAX_FOLDER_DEPTH} folders deep`);
  for (const { name, kind } of await folder.list(inside)) {
    const path = inside === '' ? name : `${inside}/${name}`;
    if (kind === 'folder') await collectPaths(path, collecting, depth + 1);
    if (kind !== 'file' || !DEFINITION_EXTENSIONS.has(findExtension(name))) continue;
    if (paths.length === MAX_FILES) throw unreadable(folder.name, `it has more than ${MAX_FILES} files`);
    paths.push(path);
  }
}

/** What begins with a dot is no part of a project. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function decode(bytes: Uint8Array | 'too large', path: string, folder: string): string {
  if (bytes === 'too large') throw unreadable(folder, `${path} has more than ${MAX_FILE_BYTES} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(folder, `${path} is not UTF-8 text`);
  }
}
