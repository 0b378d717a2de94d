/** A folder as it was at a commit: what git lists and keeps of it, with its links followed inside of it. */
import {
  type FolderEntry,
  isHidden,
  MAX_FILE_BYTES,
  type ProjectFolder,
  unreadable,
} from './collect-files.ts';
import { type GitFolderNode, type GitNode, listLinks, parseObjects, plantTree } from './git-tree.ts';

/** What git prints where `args` are asked of it. */
export type AskGit = (args: readonly string[], input?: string) => Promise<Buffer>;

/** More links behind each other lead nowhere, as with files on disk. */
const MAX_LINKS = 40;
/** Objects that are asked for together, so that few bytes are held at a time. */
const AT_ONCE = 100;

/** The folder that git's tree `id` is; `name` is for messages. */
export async function openGitFolder(name: string, id: string, ask: AskGit): Promise<ProjectFolder> {
  const root = plantTree(await ask(['ls-tree', '-r', '-z', '--long', '--full-tree', id]));
  const links = [...new Set(listLinks(root))];
  const texts = (await readObjects(links, { name, ask })).map((bytes) => bytes.toString('utf8'));
  const targets = new Map(links.map((link, index) => [link, texts[index] ?? '']));
  return new GitFolder({ name, root, targets, ask });
}

interface GitFolderParts {
  readonly name: string;
  readonly root: GitFolderNode;
  /** What each link leads to, by the id of its object. */
  readonly targets: ReadonlyMap<string, string>;
  readonly ask: AskGit;
}

class GitFolder implements ProjectFolder {
  readonly name: string;
  readonly #parts: GitFolderParts;

  constructor(parts: GitFolderParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  async list(inside: string): Promise<readonly FolderEntry[]> {
    const folder = this.#find(inside);
    const names = folder.kind === 'folder' ? [...folder.entries.keys()] : [];
    return names
      .filter((name) => !isHidden(name))
      .map((name) => ({ name, kind: this.#find(inside === '' ? name : `${inside}/${name}`).kind }));
  }

  async *read(paths: readonly string[]): AsyncGenerator<Uint8Array | 'too large'> {
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const found = paths.slice(start, start + AT_ONCE).map((path) => this.#find(path));
      const files = found.filter((node) => node.kind === 'file');
      const small = files.filter(({ size }) => size <= MAX_FILE_BYTES);
      const bytes = (await readObjects(idsOf(small), this.#parts)).values();
      for (const { size } of files)
        yield size > MAX_FILE_BYTES ? 'too large' : (bytes.next().value ?? new Uint8Array());
    }
  }

  /** What stands at `path` when the links on the way to it are followed. */
  #find(path: string): FoundNode {
    const steps = path.split('/').filter(isStep);
    const walked: GitFolderNode[] = [this.#parts.root];
    let links = 0;
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      if (step === '..') {
        walked.pop();
        if (walked.length === 0) throw this.#leads(path, 'out of it');
        continue;
      }
      const next = walked.at(-1)?.entries.get(step);
      if (next?.kind === 'submodule')
        throw unreadable(this.name, `${path} is a submodule, which git keeps elsewhere`);
      if (next?.kind === 'folder') walked.push(next);
      else if (next?.kind === 'file' && steps.length === 0) return next;
      else if (next?.kind === 'link' && links < MAX_LINKS) {
        links += 1;
        const target = this.#parts.targets.get(next.id) ?? '';
        if (target.startsWith('/')) throw this.#leads(path, 'out of it');
        steps.unshift(...target.split('/').filter(isStep));
      } else throw this.#leads(path, 'nowhere');
    }
    return walked.at(-1) ?? this.#parts.root;
  }

  #leads(path: string, where: string): Error {
    return unreadable(this.name, `${path} is a link that leads ${where}`);
  }
}

type FoundNode = Extract<GitNode, { kind: 'folder' | 'file' }>;

function isStep(step: string): boolean {
  return step !== '' && step !== '.';
}

function idsOf(nodes: readonly { readonly id: string }[]): readonly string[] {
  return nodes.map(({ id }) => id);
}

async function readObjects(
  ids: readonly string[],
  { name, ask }: Pick<GitFolderParts, 'name' | 'ask'>,
): Promise<readonly Buffer[]> {
  if (ids.length === 0) return [];
  const printed = await ask(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  const objects = parseObjects(printed, ids.length);
  if (objects === null) throw unreadable(name, 'git has not fetched all of its files');
  return objects;
}
