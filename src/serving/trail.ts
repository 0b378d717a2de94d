/**
 * What is known of one request while it is under way, for its account: who, which metrics, how it went wrong.
 * It never sees a value that was asked for or answered.
 */
import type { RunFacts, TellRun } from '../engine/run-facts.ts';
import type { SemanticError } from '../errors/semantic-error.ts';
import type { AuditedMetric, AuditRecord } from '../store/audit-record.ts';

/** The worst that went wrong; `code` is `null` for a bug. */
interface Failure {
  readonly code: string | null;
  readonly status: number;
}

/** What runs told, together. */
export type TrailSummary = Pick<AuditRecord, 'catalog' | 'metrics' | 'sql' | 'rows'> & {
  /** `null` where no run got as far as its scope. */
  readonly tenants: readonly string[] | null;
};

export class Trail {
  /** By `performance.now()`. */
  readonly beganAt: number;
  readonly #runs: { facts: Partial<RunFacts> }[] = [];
  #failure: Failure | null = null;

  constructor(beganAt: number) {
    this.beganAt = beganAt;
  }

  /** Begins a run: what is told belongs together. */
  run(): TellRun {
    const run: { facts: Partial<RunFacts> } = { facts: {} };
    this.#runs.push(run);
    return (facts) => {
      run.facts = { ...run.facts, ...facts };
    };
  }

  /** Of several failures the worst counts, and of equals the first; `null` is a bug. */
  fail(fault: Pick<SemanticError, 'code' | 'status'> | null): void {
    const failure = { code: fault?.code ?? null, status: fault?.status ?? 500 };
    if (this.#failure === null || failure.status > this.#failure.status) this.#failure = failure;
  }

  /** Whether anything was asked of the warehouse. */
  isQuestion(): boolean {
    return this.#runs.length > 0;
  }

  failure(): Failure | null {
    return this.#failure;
  }

  summary(): TrailSummary {
    const runs = this.#runs.map(({ facts }) => facts);
    const scoped = runs.flatMap(({ tenants }) => tenants ?? []);
    const read = runs.flatMap(({ rows }) => (rows === undefined ? [] : [rows]));
    return {
      catalog: runs.find(({ catalog }) => catalog !== undefined)?.catalog ?? null,
      tenants: runs.some(({ tenants }) => tenants !== undefined) ? [...new Set(scoped)].sort() : null,
      metrics: addUpMetrics(runs),
      sql: [...new Set(runs.flatMap(({ sql }) => sql ?? []))],
      rows: read.length === 0 ? null : read.reduce((sum, rows) => sum + rows, 0),
    };
  }
}

/** A metric of several runs stands once, with the rows of all that came to an end. */
function addUpMetrics(runs: readonly Partial<RunFacts>[]): readonly AuditedMetric[] {
  const metrics = new Map<string, AuditedMetric>();
  for (const { metrics: named = [], rows = null } of runs)
    for (const { metric, version } of named) {
      const name = `${metric}@${version}`;
      const before = metrics.get(name)?.rows ?? null;
      metrics.set(name, { metric, version, rows: rows === null ? before : rows + (before ?? 0) });
    }
  return [...metrics.values()];
}
