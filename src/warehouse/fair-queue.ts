/**
 * Whose turn it is: tenants that wait are let in one after another, each at the head of its own line. It does
 * not know what is done with a turn. A line is there while somebody of it runs or waits, and no longer.
 */
import { invariant } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { TenantId } from '../tenancy/principal.ts';

export interface FairLimits {
  /** Turns at one time, of all tenants. */
  readonly running: number;
  /** Turns at one time in one line. */
  readonly runningPerTenant: number;
  /** How many may wait in one line. */
  readonly waitingPerTenant: number;
  /** Milliseconds after which whoever waits is sent away. */
  readonly longestWaitMs: number;
}

/** Leave to go on; it has to be given back, once, whatever came of it. */
export interface Turn {
  end(): void;
}

interface Line {
  readonly tenant: TenantId;
  running: number;
  /** In the order of their coming. */
  readonly waiting: Set<Waiter>;
}

interface Waiter {
  readonly begin: (turn: Turn) => void;
}

export class FairQueue {
  readonly #limits: FairLimits;
  readonly #lines = new Map<TenantId, Line>();
  /** The lines in which somebody waits, in the order of their turns. */
  readonly #turns = new Set<Line>();
  #running = 0;

  constructor(limits: FairLimits) {
    const { running, runningPerTenant, waitingPerTenant } = limits;
    invariant(running >= 1 && runningPerTenant >= 1 && waitingPerTenant >= 0, 'somebody must get a turn');
    this.#limits = limits;
  }

  /** How many have a turn, wait, and in how many lines. */
  load(): { readonly running: number; readonly waiting: number; readonly lines: number } {
    const waiting = [...this.#turns].reduce((sum, line) => sum + line.waiting.size, 0);
    return { running: this.#running, waiting, lines: this.#lines.size };
  }

  /**
   * A turn for one of `tenants`, at once or when it comes. An aborted waiter leaves with the signal's reason.
   * @throws SemanticError WAREHOUSE_TENANT_BUSY
   */
  enter(tenants: readonly TenantId[], signal?: AbortSignal): Promise<Turn> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const line = this.#chooseLine(tenants);
    // Nobody overtakes: behind others of its line, even a free slot is theirs.
    if (line.waiting.size === 0 && this.#isFree(line)) return Promise.resolve(this.#begin(line));
    if (line.waiting.size >= this.#limits.waitingPerTenant) {
      this.#forgetIdle(line);
      return Promise.reject(new SemanticError('WAREHOUSE_TENANT_BUSY', {}));
    }
    return this.#wait(line, signal);
  }

  /**
   * Who asks for several tenants stands in the shortest of their lines. A line for each set of tenants would
   * give a key that is bound to many as many lines as they have subsets; a place in every line would let a
   * tenant that is busy hold up the others.
   */
  #chooseLine(tenants: readonly TenantId[]): Line {
    let chosen: Line | null = null;
    for (const tenant of tenants) {
      const line = this.#lines.get(tenant) ?? { tenant, running: 0, waiting: new Set<Waiter>() };
      if (chosen === null || lengthOf(line) < lengthOf(chosen)) chosen = line;
    }
    invariant(chosen !== null, 'a scope has a tenant');
    this.#lines.set(chosen.tenant, chosen);
    return chosen;
  }

  #wait(line: Line, signal: AbortSignal | undefined): Promise<Turn> {
    return new Promise((fulfil, reject) => {
      const leave = (reason: unknown) => {
        callOff();
        line.waiting.delete(waiter);
        if (line.waiting.size === 0) this.#turns.delete(line);
        this.#forgetIdle(line);
        reject(reason);
      };
      const abort = () => leave(signal?.reason);
      const timer = setTimeout(
        () => leave(new SemanticError('WAREHOUSE_TENANT_BUSY', {})),
        this.#limits.longestWaitMs,
      );
      const callOff = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const waiter: Waiter = {
        begin: (turn) => {
          callOff();
          fulfil(turn);
        },
      };
      signal?.addEventListener('abort', abort);
      line.waiting.add(waiter);
      this.#turns.add(line);
    });
  }

  #isFree(line: Line): boolean {
    return this.#running < this.#limits.running && line.running < this.#limits.runningPerTenant;
  }

  #begin(line: Line): Turn {
    this.#running += 1;
    line.running += 1;
    let hasEnded = false;
    return {
      end: () => {
        if (hasEnded) return;
        hasEnded = true;
        this.#running -= 1;
        line.running -= 1;
        this.#letIn();
        this.#forgetIdle(line);
      },
    };
  }

  /** One slot is free, so one is let in: the first of the first line that may. Lines that may not are few: they run. */
  #letIn(): void {
    for (const line of this.#turns) {
      const [first] = line.waiting;
      if (!this.#isFree(line) || first === undefined) continue;
      line.waiting.delete(first);
      // To the end of the turns, where others of it wait.
      this.#turns.delete(line);
      if (line.waiting.size > 0) this.#turns.add(line);
      first.begin(this.#begin(line));
      return;
    }
  }

  #forgetIdle(line: Line): void {
    if (line.running === 0 && line.waiting.size === 0) this.#lines.delete(line.tenant);
  }
}

function lengthOf({ running, waiting }: Line): number {
  return running + waiting.size;
}
