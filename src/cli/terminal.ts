/** Where a command writes: results to `out`, everything about them to `err`. */
import type { TextStream } from '../server/progress.ts';

export interface Terminal {
  readonly out: TextStream;
  readonly err: TextStream;
  /** The environment, which holds the settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
