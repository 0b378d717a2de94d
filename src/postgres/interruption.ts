/** What ends a transaction from outside: its time runs out, or its caller gives up. */
import { invariant } from '../base/invariant.ts';
import { DatabaseError, type TransactionOptions } from './postgres-database.ts';

/** `setTimeout` fires at once beyond this. */
const LONGEST_MS = 2_147_483_647;

/**
 * Calls `interrupt` at most once: after `timeoutMs`, or when `signal` is aborted (at once if it is already).
 * Returns the function that calls it off.
 */
export function onInterruption(
  { timeoutMs, signal }: Pick<TransactionOptions, 'timeoutMs' | 'signal'>,
  interrupt: (error: DatabaseError) => void,
): () => void {
  invariant(timeoutMs >= 1 && timeoutMs <= LONGEST_MS, `a timeout of ${timeoutMs} ms`);
  const callOff = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  const abort = () => {
    callOff();
    interrupt(new DatabaseError('cancelled', signal?.reason));
  };
  const timer = setTimeout(() => {
    callOff();
    interrupt(new DatabaseError('timeout', new Error(`not done within ${timeoutMs} ms`)));
  }, timeoutMs);
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort);
  return callOff;
}
