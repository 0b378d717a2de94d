/** What every command is given. */
import { type Config, readConfig } from '../config.ts';
import { type Progress, startProgress } from '../server/progress.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

export interface CommandContext {
  readonly terminal: Terminal;
  /** Read when a command needs it, so that `--help` works whatever the environment says. */
  readonly config: () => Config;
  readonly progress: () => Progress;
  /** Ends with this status although nothing was thrown. */
  readonly fail: (status: ExitStatus) => void;
  /** How it ended. */
  readonly status: () => ExitStatus;
}

export function createContext(terminal: Terminal): CommandContext {
  let status: ExitStatus = 0;
  return {
    terminal,
    config: () => readConfig(terminal.env),
    progress: () => startProgress(terminal.err),
    fail: (next) => {
      status = next;
    },
    status: () => status,
  };
}
