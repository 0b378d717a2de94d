/**
 * The cells of benchmarks, read over all tenants. It is the one reader of other tenants' rows that answers queries: its
 * questions are made of the catalog and never of what whoever asks may see, and nothing leaves it but what is told.
 */
import { LRUCache } from 'lru-cache';
import { type Cell, ExactNumber } from '../base/exact-number.ts';
import { hashOf } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Benchmark, Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { BenchmarkQuestion } from '../query/benchmark-question.ts';
import { bindQuery } from '../query/bind-query.ts';
import type { TenantId } from '../tenancy/principal.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { PlanCache } from './prepare-query.ts';
import { type RunContext, runQuery } from './run-query.ts';
import { type BenchmarkCell, type ToldCells, tellCells } from './told-cells.ts';

/** Scope over all tenants that the project lists, `null` for none; only who opened the databases can make it. */
export type EveryTenant = (catalog: Catalog, signal?: AbortSignal) => Promise<Scope | null>;

interface BenchmarkParts extends Pick<RunContext, 'warehouse' | 'timeoutMs'> {
  readonly catalog: Catalog;
  readonly plans: PlanCache;
  readonly everyTenant: EveryTenant;
  readonly now: () => Date;
}

/** Who asks. */
interface Asking {
  /** Whose turn is taken. */
  readonly turnOf: readonly TenantId[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Milliseconds for which cells are told again as they were: everybody is told the same, and nobody sees them move with
 * the rows that come in.
 */
const REMEMBER_MS = 3_600_000;
const REMEMBERED = 1_000;

export class BenchmarkBook {
  private readonly parts: BenchmarkParts;
  private readonly whole: Catalog;
  private readonly known = new LRUCache<string, ToldCells>({ max: REMEMBERED, ttl: REMEMBER_MS });

  constructor(parts: BenchmarkParts) {
    this.parts = parts;
    this.whole = withBenchmarkMetrics(parts.catalog);
  }

  /** @throws SemanticError QUERY_LIMIT_EXCEEDED where there are more cells than a page has, and those of the warehouse */
  async read(benchmark: Benchmark, { query }: BenchmarkQuestion, asking: Asking): Promise<ToldCells> {
    const key = hashOf({ benchmark: benchmark.name, query });
    const known = this.known.get(key);
    if (known) return known;
    const told = tellCells(await this.readCells(query, asking), benchmark.minTenants);
    this.known.set(key, told);
    return told;
  }

  private async readCells(
    query: BenchmarkQuestion['query'],
    { turnOf, signal }: Asking,
  ): Promise<readonly BenchmarkCell[]> {
    const { catalog, plans, warehouse, timeoutMs, everyTenant } = this.parts;
    const now = this.parts.now();
    const scope = await everyTenant(catalog, signal);
    if (!scope) return [];
    const bound = bindQuery(query, this.whole, { now, periods: new Map() });
    const prepared = plans.prepare(bound.shape, this.whole);
    const context = { catalog: this.whole, warehouse, scope, timeoutMs, now, signal, currency: null, turnOf };
    const { rows, page } = await runQuery(prepared, bound, { ...context, cursorAfter: () => '' });
    if (page.more) {
      const params = { what: 'cells of a benchmark', actual: `more than ${page.limit}`, limit: page.limit };
      const hint = 'Ask for a shorter range, or for fewer dimensions.';
      throw new SemanticError('QUERY_LIMIT_EXCEEDED', params, { path: '/time', hint });
    }
    return rows.map(readCell);
  }
}

/** The two last columns are the value and the number of tenants. */
function readCell(row: readonly Cell[]): BenchmarkCell {
  const [value = null, tenants] = row.slice(-2);
  invariant(value === null || typeof value === 'number', 'percentiles are doubles');
  invariant(tenants instanceof ExactNumber, 'a count is exact');
  return { keys: row.slice(0, -2), tenants: Number(tenants.digits), value };
}

function withBenchmarkMetrics(catalog: Catalog): Catalog {
  const own = [...catalog.benchmarks.values()].flatMap(({ value, tenants }) => [value, tenants]);
  return {
    ...catalog,
    metrics: new Map([...catalog.metrics, ...own.map((metric) => [metric.name, metric] as const)]),
  };
}
