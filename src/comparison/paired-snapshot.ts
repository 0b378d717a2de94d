/**
 * Two who ask one warehouse at the same time, and see the same rows: what both wait for runs in one snapshot. A row
 * that is loaded meanwhile is seen by both or by neither.
 */
import { invariant } from '../base/invariant.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import type { RunOptions, Warehouse, WarehouseQuery } from '../warehouse/warehouse.ts';

export const SIDES = ['before', 'after'] as const;

export type Side = (typeof SIDES)[number];

/** What came of one side. */
export type Outcome<Result> =
  | { readonly kind: 'answered'; readonly value: Result }
  | { readonly kind: 'refused'; readonly error: unknown };

export interface Pair<Result> extends Readonly<Record<Side, Outcome<Result>>> {
  /** Whether the last that both read came from one snapshot. */
  readonly together: boolean;
}

interface Waiting {
  readonly side: Side;
  readonly queries: readonly WarehouseQuery[];
  readonly options: RunOptions;
  readonly resolve: (rows: readonly TextRows[]) => void;
  readonly reject: (error: unknown) => void;
}

/** For one pair of questions at a time, each of which asks the warehouse one thing after another. */
export class PairedSnapshot {
  readonly #inner: Warehouse;
  readonly #open = new Set<Side>();
  readonly #waiting = new Map<Side, Waiting>();
  /** The snapshot that each side read last. */
  readonly #last = new Map<Side, symbol>();

  constructor(inner: Warehouse) {
    this.#inner = inner;
  }

  /** The warehouse as one of the two sees it; whoever made the one inside closes it. */
  warehouse(side: Side): Warehouse {
    return {
      run: (queries, options) =>
        new Promise((resolve, reject) => {
          invariant(this.#open.has(side) && !this.#waiting.has(side), 'a side asks one thing at a time');
          this.#waiting.set(side, { side, queries, options, resolve, reject });
          this.#proceed();
        }),
      ping: () => this.#inner.ping(),
      close: async () => {},
    };
  }

  async ask<Result>(work: Readonly<Record<Side, () => Promise<Result>>>): Promise<Pair<Result>> {
    for (const side of SIDES) this.#open.add(side);
    this.#last.clear();
    const [before, after] = await Promise.all([
      this.#settle('before', work.before),
      this.#settle('after', work.after),
    ]);
    return { before, after, together: this.#last.get('before') === this.#last.get('after') };
  }

  async #settle<Result>(side: Side, work: () => Promise<Result>): Promise<Outcome<Result>> {
    try {
      return { kind: 'answered', value: await work() };
    } catch (error) {
      return { kind: 'refused', error };
    } finally {
      this.#open.delete(side);
      this.#proceed();
    }
  }

  /** As soon as nobody is left to wait for. */
  #proceed(): void {
    if (this.#waiting.size === 0 || [...this.#open].some((side) => !this.#waiting.has(side))) return;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    void this.#run(all);
  }

  async #run(all: readonly Waiting[]): Promise<void> {
    const [first, second] = all;
    if (first === undefined) return;
    if (second === undefined || !(await this.#runTogether(first, second)))
      for (const one of all) await this.#runAlone(one);
  }

  /** Whether it could; a fault of one of them is found by each alone. */
  async #runTogether(first: Waiting, second: Waiting): Promise<boolean> {
    const { signal } = first.options;
    const timeoutMs = first.options.timeoutMs + second.options.timeoutMs;
    try {
      const rows = await this.#inner.run([...first.queries, ...second.queries], { timeoutMs, signal });
      const snapshot = Symbol('snapshot');
      for (const { side } of [first, second]) this.#last.set(side, snapshot);
      first.resolve(rows.slice(0, first.queries.length));
      second.resolve(rows.slice(first.queries.length));
      return true;
    } catch {
      return false;
    }
  }

  async #runAlone({ side, queries, options, resolve, reject }: Waiting): Promise<void> {
    this.#last.set(side, Symbol('snapshot'));
    try {
      resolve(await this.#inner.run(queries, options));
    } catch (error) {
      reject(error);
    }
  }
}
