/**
 * Brings records of the audit into the store, in batches and out of the way of answers. While the store fails they
 * are kept up to a bound and tried again; what is lost is counted and told. It knows no HTTP.
 */
import { SemanticError } from '../errors/semantic-error.ts';
import { DatabaseError } from '../postgres/postgres-database.ts';
import type { AuditRecord } from '../store/audit-record.ts';
import type { Store } from '../store/store.ts';
import { within } from './within.ts';

export interface AuditWriterOptions {
  readonly store: Pick<Store, 'writeAudit'>;
  /** Told of what went wrong, for the log. */
  readonly warn: (fault: AuditFault) => void;
  /** Most records that wait; 10,000 unless given. */
  readonly bound?: number;
  /** Most records of one batch; 500 unless given. */
  readonly batch?: number;
  /** How long records wait for others to join them; a second unless given. */
  readonly delayMs?: number;
  /** The longest pause between two attempts while the store fails; 30 s unless given. */
  readonly longestPauseMs?: number;
}

export interface AuditFault {
  /** What is lost for good since the last word. */
  readonly lost: number;
  readonly waiting: number;
  readonly cause: unknown;
}

/** Counts since the start. */
export interface AuditCounts {
  readonly waiting: number;
  readonly written: number;
  readonly lost: number;
  /** Attempts that failed. */
  readonly failed: number;
}

/** For at most this long the end of the server waits for a store that fails. */
const CLOSE_MS = 5_000;
const RETRY_MS = 200;

export class AuditWriter {
  readonly #options: Required<AuditWriterOptions>;
  #waiting: AuditRecord[] = [];
  #written = 0;
  #lost = 0;
  #toldLost = 0;
  #failed = 0;
  /** Since the last batch that was written. */
  #failures = 0;
  /** Smaller after each failure, so that one record that cannot be written does not hold up all others. */
  #batch: number;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: AuditWriterOptions) {
    this.#options = { bound: 10_000, batch: 500, delayMs: 1_000, longestPauseMs: 30_000, ...options };
    this.#batch = this.#options.batch;
  }

  /** Never waits and never throws. */
  add(record: AuditRecord): void {
    const { bound, batch } = this.#options;
    // Whoever has no key must not push out the records of those who have one.
    const most = record.principal === null ? bound / 2 : bound;
    if (this.#isClosed || this.#waiting.length >= most) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push(record);
    const isFull = this.#waiting.length >= batch && this.#failures === 0;
    this.#schedule(isFull ? 0 : this.#options.delayMs);
  }

  counts(): AuditCounts {
    return {
      waiting: this.#waiting.length,
      written: this.#written,
      lost: this.#lost,
      failed: this.#failed,
    };
  }

  /** Writes what waits, or as much of it as the store takes. */
  async flush(): Promise<void> {
    this.#callOff();
    while (this.#waiting.length > 0) {
      const before = this.#failures;
      await this.#writeOnce();
      if (this.#failures > before) return;
    }
  }

  /** Tries for a while to write what waits; the rest is lost, and told so. */
  async close(patienceMs: number = CLOSE_MS): Promise<void> {
    this.#isClosed = true;
    const deadline = performance.now() + patienceMs;
    const left = () => deadline - performance.now();
    while (this.#waiting.length > 0 && left() > 0) {
      await within(this.flush(), left());
      if (this.#waiting.length > 0 && left() > 0) await pause(Math.min(RETRY_MS, left()));
    }
    this.#callOff();
    this.#lost += this.#waiting.length;
    this.#waiting = [];
    this.#tell(null);
  }

  #schedule(afterMs: number): void {
    if (this.#timer !== null && afterMs > 0) return;
    this.#callOff();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#writeOnce().then(() => this.#goOn());
    }, afterMs);
    // Closing writes what waits: no process stays alive for it.
    this.#timer.unref();
  }

  #goOn(): void {
    if (this.#waiting.length === 0 || this.#isClosed) return;
    const { delayMs, batch, longestPauseMs } = this.#options;
    if (this.#failures > 0) this.#schedule(Math.min(longestPauseMs, delayMs * 2 ** this.#failures));
    else this.#schedule(this.#waiting.length >= batch ? 0 : delayMs);
  }

  #callOff(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** One batch at a time, whoever asks. */
  #writeOnce(): Promise<void> {
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<void> {
    const records = this.#waiting.slice(0, this.#batch);
    if (records.length === 0) return;
    try {
      await this.#options.store.writeAudit(records);
      this.#drop(records.length);
      this.#written += records.length;
      this.#failures = 0;
      this.#batch = Math.min(this.#options.batch, this.#batch * 2);
      this.#tell(null);
    } catch (error) {
      this.#failures += 1;
      this.#failed += 1;
      if (records.length === 1 && isRefusal(error)) {
        this.#drop(1);
        this.#lost += 1;
      }
      this.#batch = Math.max(1, Math.floor(records.length / 2));
      this.#tell(error);
    }
  }

  #drop(count: number): void {
    this.#waiting = this.#waiting.slice(count);
  }

  /** Every fault, and every loss once. */
  #tell(cause: unknown): void {
    const lost = this.#lost - this.#toldLost;
    if (cause === null && lost === 0) return;
    this.#toldLost = this.#lost;
    this.#options.warn({ lost, waiting: this.#waiting.length, cause });
  }
}

/** Whether the store is there and does not take what it is given. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof SemanticError) return false;
  return !(error instanceof DatabaseError) || error.fault === 'rejected';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
