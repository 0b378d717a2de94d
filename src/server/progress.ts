/**
 * Progress of long work, on stderr: nothing for what is done within two seconds; then one line that is
 * rewritten on a terminal, or a new one from time to time elsewhere.
 */
/** Where text is written to: a terminal, a file, or a test. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const QUIET_MS = 2_000;
const LINE_EVERY_MS = { terminal: 100, elsewhere: 5_000 } as const;

export interface Progress {
  /** Tells what is being done now, and how much of it is. */
  report(work: string, done?: number, total?: number): void;
  /** Ends the line. */
  finish(): void;
}

export function startProgress(stream: TextStream, now: () => number = () => performance.now()): Progress {
  const started = now();
  const every = stream.isTTY === true ? LINE_EVERY_MS.terminal : LINE_EVERY_MS.elsewhere;
  let last = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  return {
    report(work, done, total) {
      const moment = now();
      if (moment - started < QUIET_MS || moment - last < every) return;
      last = moment;
      const text = describe(work, done, total);
      isOpen = stream.isTTY === true;
      stream.write(isOpen ? `\r\x1b[2K${text}` : `${text}\n`);
    },
    finish() {
      if (isOpen) stream.write('\r\x1b[2K');
      isOpen = false;
    },
  };
}

function describe(work: string, done: number | undefined, total: number | undefined): string {
  if (done === undefined || total === undefined || total === 0) return `${work} …`;
  return `${work} … ${Math.floor((100 * done) / total)}%`;
}
