/** Work that Ctrl-C ends in good order: what is under way is called off, and what was opened is closed. */
import type { CommandContext } from './command-context.ts';

/** Gives `null`, and fails the command, where it was ended. A second Ctrl-C does not wait. */
export async function untilInterrupted<Result>(
  { terminal, fail }: CommandContext,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | null> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    terminal.err.write('Stopped.\n');
    fail(2);
    return null;
  } finally {
    process.off('SIGINT', onSignal);
  }
}
