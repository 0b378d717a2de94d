/** The command line as a process of its own, as a user starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface SpawnedCli {
  readonly process: ChildProcess;
  /** Fulfils when stdout matches; rejects when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  readonly finished: Promise<Finished>;
}

const running = new Set<ChildProcess>();

/** Ends what a failed test left running. */
export function killSpawned(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Runs in the checkout unless `cwd` says otherwise. */
export function spawnCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string = ROOT,
): SpawnedCli {
  const child = spawn(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let err = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const watch of watchers) watch();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const finished = new Promise<Finished>((fulfil) => {
    child.once('close', (status) => {
      running.delete(child);
      fulfil({ status, out, err });
    });
  });
  return {
    process: child,
    finished,
    waitFor: (pattern) =>
      new Promise((fulfil, reject) => {
        const watch = () => {
          const match = pattern.exec(out);
          if (match !== null) fulfil(match);
        };
        watchers.add(watch);
        void finished.then((end) => reject(new Error(`it ended with ${end.status}: ${end.err}`)));
        watch();
      }),
  };
}
