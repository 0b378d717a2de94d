/** Removes records of the audit that are old enough, in small batches, so that nothing else waits for it. */
import type { Store } from '../store/store.ts';

const BATCH = 1_000;
const PAUSE_MS = 200;
const EVERY_MS = 3_600_000;
const FIRST_MS = 60_000;
const DAY_MS = 86_400_000;

export interface RetentionOptions {
  readonly store: Pick<Store, 'forgetAudit'>;
  /** Whole days for which records stay. */
  readonly days: number;
  readonly now: () => Date;
  readonly warn: (fault: unknown) => void;
}

export interface AuditRetention {
  /** Removes what is too old now; returns how many records that were. */
  sweep(): Promise<number>;
  /** Waits for the batch that is under way. */
  stop(): Promise<void>;
}

/** Sweeps a minute after the start, and then every hour. */
export function startRetention({ store, days, now, warn }: RetentionOptions): AuditRetention {
  let isStopped = false;
  let current: Promise<unknown> = Promise.resolve();
  const sweep = async (): Promise<number> => {
    const before = new Date(now().getTime() - days * DAY_MS);
    let total = 0;
    for (let gone = BATCH; gone === BATCH && !isStopped; ) {
      gone = await store.forgetAudit(before, BATCH);
      total += gone;
      if (gone === BATCH) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return total;
  };
  const sweepQuietly = () => {
    current = sweep().catch(warn);
  };
  const first = setTimeout(sweepQuietly, FIRST_MS).unref();
  const timer = setInterval(sweepQuietly, EVERY_MS).unref();
  return {
    sweep,
    stop: async () => {
      isStopped = true;
      clearTimeout(first);
      clearInterval(timer);
      await current;
    },
  };
}
