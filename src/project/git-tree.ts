/** What `git ls-tree` and `git cat-file` print → a tree of nodes, and the bytes of objects. */
import { invariant } from '../base/invariant.ts';

export type GitNode =
  | { readonly kind: 'folder'; readonly entries: Map<string, GitNode> }
  | { readonly kind: 'file'; readonly id: string; readonly size: number }
  /** Its object's text is the path that it leads to. */
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'submodule' };

export type GitFolderNode = Extract<GitNode, { kind: 'folder' }>;

const ENTRY = /^(\d{6}) (\w+) ([0-9a-f]+) +(-|\d+)\t([^]+)$/;
const LINK = '120000';

/** The root of the tree that `ls-tree -r -z --long` lists. */
export function plantTree(listed: Buffer): GitFolderNode {
  const root: GitFolderNode = { kind: 'folder', entries: new Map() };
  for (const line of listed.toString('utf8').split('\0')) {
    if (line === '') continue;
    const [, mode, type, id = '', size, path = ''] = ENTRY.exec(line) ?? [];
    invariant(path !== '', 'git lists a mode, type, id, size and path each');
    const names = path.split('/');
    const name = names.pop() ?? '';
    const folder = names.reduce(openInside, root);
    if (type !== 'blob') folder.entries.set(name, { kind: 'submodule' });
    else
      folder.entries.set(
        name,
        mode === LINK ? { kind: 'link', id } : { kind: 'file', id, size: Number(size) },
      );
  }
  return root;
}

function openInside({ entries }: GitFolderNode, name: string): GitFolderNode {
  const known = entries.get(name);
  if (known?.kind === 'folder') return known;
  const made: GitFolderNode = { kind: 'folder', entries: new Map() };
  entries.set(name, made);
  return made;
}

/** Ids of all links. */
export function listLinks(node: GitNode): readonly string[] {
  if (node.kind === 'link') return [node.id];
  return node.kind === 'folder' ? [...node.entries.values()].flatMap(listLinks) : [];
}

const LINE_BREAK = 0x0a;

/**
 * The bytes of the `count` objects that `cat-file --batch` printed, in the order in which they were asked for; `null`
 * where one of them is not here.
 */
export function parseObjects(printed: Buffer, count: number): readonly Buffer[] | null {
  const objects: Buffer[] = [];
  let at = 0;
  while (objects.length < count) {
    const end = printed.indexOf(LINE_BREAK, at);
    const [, type, bytes] = printed.subarray(at, end).toString('latin1').split(' ');
    if (end === -1 || type !== 'blob') return null;
    const size = Number(bytes);
    objects.push(printed.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return objects;
}
