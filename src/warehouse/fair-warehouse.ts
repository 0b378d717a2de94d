/**
 * A warehouse in which no tenant keeps the others waiting: each run takes a turn of its tenants before it is
 * handed on. It knows nothing of SQL, and leaves the operator's own inspections alone.
 */
import { invariant } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import type { InspectionStatement } from '../sql/inspection-statement.ts';
import type { TenantId } from '../tenancy/principal.ts';
import type { Scope } from '../tenancy/scope.ts';
import { type FairLimits, FairQueue, type Turn } from './fair-queue.ts';
import type { InspectableWarehouse, RunOptions, WarehouseQuery } from './warehouse.ts';

/** A warehouse that lets its callers in by turns; closing it closes the one inside. */
export class FairWarehouse implements InspectableWarehouse {
  readonly #inner: InspectableWarehouse;
  readonly #limits: FairLimits;
  readonly #queue: FairQueue;

  constructor(inner: InspectableWarehouse, limits: FairLimits) {
    this.#inner = inner;
    this.#limits = limits;
    this.#queue = new FairQueue(limits);
  }

  async run(queries: readonly WarehouseQuery[], options: RunOptions): Promise<readonly TextRows[]> {
    const [first, ...others] = queries;
    if (first === undefined) return await this.#inner.run(queries, options);
    const { scope } = first;
    invariant(
      others.every((query) => isSameScope(query.scope, scope)),
      'queries that run together are of one scope',
    );
    const started = performance.now();
    const { turnOf = scope.tenants, ...rest } = options;
    const turn = await this.#enter(turnOf, options);
    try {
      const remainingMs = options.timeoutMs - (performance.now() - started);
      if (remainingMs < 1) throw timedOut(options);
      return await this.#inner.run(queries, { ...rest, timeoutMs: remainingMs });
    } catch (error) {
      throw isTimeout(error) ? withCause(timedOut(options), error) : error;
    } finally {
      turn.end();
    }
  }

  /** How many run, wait, and in how many lines. */
  load(): ReturnType<FairQueue['load']> {
    return this.#queue.load();
  }

  inspect(statement: InspectionStatement, options: RunOptions): Promise<TextRows> {
    return this.#inner.inspect(statement, options);
  }

  ping(): Promise<boolean> {
    return this.#inner.ping();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** A query whose own time is shorter than the longest wait runs out of it here. */
  async #enter(tenants: readonly TenantId[], { timeoutMs, signal }: RunOptions): Promise<Turn> {
    if (timeoutMs > this.#limits.longestWaitMs) return await this.#queue.enter(tenants, signal);
    const overdue = new AbortController();
    const timer = setTimeout(() => overdue.abort(timedOut({ timeoutMs })), timeoutMs);
    try {
      const either = signal ? AbortSignal.any([signal, overdue.signal]) : overdue.signal;
      return await this.#queue.enter(tenants, either);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isSameScope(one: Scope, other: Scope): boolean {
  if (one === other) return true;
  const isSame = one.tenants.every((tenant, index) => tenant === other.tenants[index]);
  return isSame && one.tenants.length === other.tenants.length;
}

/** Tells the whole of the time that was given, the wait included. */
function timedOut({ timeoutMs }: Pick<RunOptions, 'timeoutMs'>): SemanticError {
  return new SemanticError('WAREHOUSE_TIMEOUT', { seconds: timeoutMs / 1000 });
}

function isTimeout(error: unknown): error is SemanticError {
  return error instanceof SemanticError && error.code === 'WAREHOUSE_TIMEOUT';
}

function withCause(error: SemanticError, { cause }: SemanticError): SemanticError {
  error.cause = cause;
  return error;
}
