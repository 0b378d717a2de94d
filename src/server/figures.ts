/**
 * Figures of this process as Prometheus reads them. Labels are words of our own, of which there are few: never a
 * tenant, a principal, or a name that a request brought.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Connections } from '../postgres/postgres-database.ts';
import type { FinishedRequest } from '../serving/plugins/accounts.ts';
import type { AuditCounts } from './audit-writer.ts';

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const WAREHOUSE_SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

/** What is looked up when figures are read. */
export interface FigureSources {
  readonly audit: () => AuditCounts;
  /** By the name of the database; those without a pool have none. */
  readonly connections: () => readonly (readonly [name: string, connections: Connections])[];
}

export class Figures {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #questions: Counter<'outcome'>;
  readonly #plans: Counter<'result'>;
  readonly #warehouse: Histogram<'outcome'>;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'vitrine_http_request_duration_seconds',
      help: 'Requests from their arrival to the end of their answer; status 0 where the caller left before.',
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    });
    this.#questions = new Counter({
      name: 'vitrine_queries_total',
      help: 'Requests that asked for metrics, values or plans, by how they ended.',
      labelNames: ['outcome'],
      registers,
    });
    this.#plans = new Counter({
      name: 'vitrine_plan_cache_total',
      help: 'Plans that were at hand, and plans that had to be made.',
      labelNames: ['result'],
      registers,
    });
    this.#warehouse = new Histogram({
      name: 'vitrine_warehouse_duration_seconds',
      help: 'Runs in the warehouse, the wait for a connection included.',
      labelNames: ['outcome'],
      buckets: WAREHOUSE_SECONDS,
      registers,
    });
  }

  finished({ method, route, status, ms, outcome, isQuestion }: FinishedRequest): void {
    const labels = { method: knownMethod(method), route: route ?? 'none', status: String(status ?? 0) };
    this.#requests.observe(labels, ms / 1000);
    if (isQuestion) this.#questions.inc({ outcome });
  }

  planned(isCached: boolean): void {
    this.#plans.inc({ result: isCached ? 'hit' : 'miss' });
  }

  ranInWarehouse(ms: number, outcome: 'done' | 'failed' | 'cancelled'): void {
    this.#warehouse.observe({ outcome }, ms / 1000);
  }

  /** Begins to show what others know; once. */
  lookUp({ audit, connections }: FigureSources): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'vitrine_audit_backlog',
      help: 'Records that wait to be written.',
      registers,
      collect() {
        this.set(audit().waiting);
      },
    });
    const count = (name: string, help: string, read: () => number) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    count('vitrine_audit_written_total', 'Records written since the start.', () => audit().written);
    count('vitrine_audit_failures_total', 'Batches that the store did not take.', () => audit().failed);
    count('vitrine_audit_lost_total', 'Records lost for good since the start.', () => audit().lost);
    new Gauge({
      name: 'vitrine_database_connections',
      help: 'Connections that are open and idle, and transactions that wait for one.',
      labelNames: ['database', 'state'],
      registers,
      collect() {
        for (const [database, states] of connections())
          for (const [state, count] of Object.entries(states)) this.set({ database, state }, count);
      },
    });
  }

  /** The text that Prometheus reads. */
  async write(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

function knownMethod(method: string): string {
  return METHODS.includes(method) ? method : 'other';
}
