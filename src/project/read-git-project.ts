/** The project folder as it was at a commit, read from git: neither the work tree nor the index is touched. */
import { SemanticError } from '../errors/semantic-error.ts';
import { collectFiles } from './collect-files.ts';
import { openGitFolder } from './git-folder.ts';
import { openFolder } from './load-project.ts';
import { askGit } from './run-git.ts';

export interface GitProject {
  /** Full id of the commit. */
  readonly commit: string;
  /** Texts by path, as of a project on disk; none where the folder was not there yet. */
  readonly files: ReadonlyMap<string, string>;
}

/** A commit, and the name by which it was found. */
export interface Base {
  readonly name: string;
  readonly commit: string;
}

/** Where work on a project usually began, the likeliest first. */
const USUAL_BASES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

const FETCH = 'Fetch it first: "git fetch --unshallow", or actions/checkout with fetch-depth: 0.';

/**
 * The texts of the project in `folder` as they were at `ref`, by the same rules as from disk.
 * @throws SemanticError CLI_GIT, CLI_UNKNOWN_BASE, DEF_FOLDER_UNREADABLE
 */
export async function readGitProject(folder: string, ref: string): Promise<GitProject> {
  const repository = await openRepository(folder);
  const commit = await requireCommit(repository, ref);
  const name = `${folder} at ${ref}`;
  const tree = await repository.find(['rev-parse', '--verify', '--quiet', `${commit}:${repository.prefix}`]);
  if (tree === null) return { commit, files: new Map() };
  const kind = await repository.find(['cat-file', '-t', tree]);
  if (kind !== 'tree') return { commit, files: new Map() };
  const ask = async (args: readonly string[], input?: string): Promise<Buffer> => {
    const answer = await repository.ask(args, input);
    if (answer.kind === 'answered') return answer.bytes;
    throw new SemanticError('CLI_GIT', { subject: name, reason: answer.words });
  };
  return { commit, files: await collectFiles(await openGitFolder(name, tree, ask)) };
}

/**
 * Where the branch that is checked out left the one that it will be merged into; the last commit on that branch itself.
 * @throws SemanticError CLI_GIT, CLI_UNKNOWN_BASE
 */
export async function findBase(folder: string): Promise<Base> {
  const repository = await openRepository(folder);
  await requireCommit(repository, 'HEAD');
  for (const name of USUAL_BASES) {
    if ((await findCommit(repository, name)) === null) continue;
    const commit = await repository.find(['merge-base', 'HEAD', name]);
    if (commit !== null) return { name, commit };
    const problem = `HEAD and ${name} have no commit in common here`;
    throw await unknownBase(repository, problem);
  }
  throw await unknownBase(repository, 'there is no branch main or master to compare with');
}

interface Repository {
  /** The folder's path inside of it, without a trailing slash; empty for its root. */
  readonly prefix: string;
  readonly ask: (args: readonly string[], input?: string) => ReturnType<typeof askGit>;
  /** The one line that git answers; `null` where it refuses. */
  readonly find: (args: readonly string[]) => Promise<string | null>;
}

async function openRepository(folder: string): Promise<Repository> {
  const root = await openFolder(folder);
  const ask: Repository['ask'] = (args, input) => askGit({ folder: root, args, ...(input ? { input } : {}) });
  const place = await ask(['rev-parse', '--is-inside-work-tree', '--show-prefix']);
  if (place.kind === 'refused') throw new SemanticError('CLI_GIT', { subject: folder, reason: place.words });
  const [inside, prefix = ''] = place.bytes.toString('utf8').split('\n');
  if (inside !== 'true')
    throw new SemanticError('CLI_GIT', { subject: folder, reason: 'it is in no work tree' });
  return {
    prefix: prefix.replace(/\/$/, ''),
    ask,
    find: async (args) => {
      const answer = await ask(args);
      return answer.kind === 'answered' ? answer.bytes.toString('utf8').trim() : null;
    },
  };
}

/** Neither an option nor something that git would read as several. */
const REF = /^[^-\s\p{C}][^\s\p{C}]*$/u;
const COMMIT = /^[0-9a-f]{40,64}$/;

async function findCommit({ find }: Repository, ref: string): Promise<string | null> {
  const id = REF.test(ref) ? await find(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]) : null;
  return id !== null && COMMIT.test(id) ? id : null;
}

async function requireCommit(repository: Repository, ref: string): Promise<string> {
  const commit = await findCommit(repository, ref);
  if (commit !== null) return commit;
  throw await unknownBase(repository, `there is no commit "${ref}" here`);
}

async function unknownBase({ find }: Repository, problem: string): Promise<SemanticError> {
  const isShallow = (await find(['rev-parse', '--is-shallow-repository'])) === 'true';
  return new SemanticError('CLI_UNKNOWN_BASE', { problem }, { hint: isShallow ? FETCH : undefined });
}
