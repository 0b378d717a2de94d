/** Asks git, which changes nothing: no index is refreshed, no work tree is touched, nothing is typed in. */
import { execFile } from 'node:child_process';
import { SemanticError } from '../errors/semantic-error.ts';

/** Bytes of one answer: more than the definitions of any project that is read. */
const MAX_ANSWER = 512 * 1024 * 1024;

export interface GitQuestion {
  /** Where git is asked, which says which repository is meant. */
  readonly folder: string;
  readonly args: readonly string[];
  /** What it reads from its standard input. */
  readonly input?: string;
}

export type GitAnswer =
  | { readonly kind: 'answered'; readonly bytes: Buffer }
  /** `words` are the first line of what it said on stderr, without git's own "fatal:". */
  | { readonly kind: 'refused'; readonly words: string };

/** @throws SemanticError CLI_GIT where there is no git on this machine */
export function askGit({ folder, args, input }: GitQuestion): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: MAX_ANSWER, env: plainEnvironment() } as const;
    const child = execFile('git', ['-C', folder, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'answered', bytes: stdout });
      else if (error.code === 'ENOENT')
        reject(new SemanticError('CLI_GIT', { subject: folder, reason: 'it is not installed' }));
      else resolve({ kind: 'refused', words: firstLine(stderr.toString('utf8')) || error.message });
    });
    // Git may end before it has read everything; what it says of that is told above.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

/**
 * A hook of git's names its own repository, index and quarantine to whatever it starts; which one is meant here,
 * the folder says alone.
 */
function plainEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !LOCAL.test(name));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
}

const LOCAL =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|GRAFT_FILE|SHALLOW_FILE|QUARANTINE_PATH|TRACE.*)$/;

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.replace(/^fatal: /, '').trim();
}
