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
import { type BenchmarkQuestion, endOfBucket } from '../query/benchmark-question.ts';
import { bindQuery } from '../query/bind-query.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { QUERY_LIMITS } from '../query/query-limits.ts';
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
const REMEMBERED = 50_000;

export class BenchmarkBook {
  private readonly parts: BenchmarkParts;
  private readonly whole: Catalog;
  /** By benchmark, dimension and bucket. */
  private readonly known = new LRUCache<string, ToldCells>({ max: REMEMBERED, ttl: REMEMBER_MS });

  constructor(parts: BenchmarkParts) {
    this.parts = parts;
    this.whole = withBenchmarkMetrics(parts.catalog);
  }

  /**
   * By bucket. What is remembered of some buckets stays, whichever are read beside them.
   * @throws SemanticError QUERY_LIMIT_EXCEEDED where there are more cells than a page has, and those of the warehouse
   */
  async read(
    benchmark: Benchmark,
    { dimension, buckets }: BenchmarkQuestion,
    asking: Asking,
  ): Promise<ReadonlyMap<string, ToldCells>> {
    const keyOf = (bucket: string): string => hashOf([benchmark.name, dimension, bucket]);
    const missing = buckets.filter((bucket) => !this.known.has(keyOf(bucket)));
    const [first, last] = [missing[0], missing.at(-1)];
    const read = new Map<string, BenchmarkCell[]>();
    const scope =
      first === undefined ? null : await this.parts.everyTenant(this.parts.catalog, asking.signal);
    if (scope && first !== undefined && last !== undefined) {
      const cells = await this.readCells(questionOf(benchmark, dimension, [first, last]), scope, asking);
      for (const cell of cells) read.set(cell.bucket, [...(read.get(cell.bucket) ?? []), cell]);
      for (const bucket of missing) {
        const told = tellCells(read.get(bucket) ?? [], benchmark.minTenants);
        // Somebody else may have been told in the meantime: all are told the same.
        if (!this.known.has(keyOf(bucket))) this.known.set(keyOf(bucket), told);
      }
    }
    return new Map(buckets.map((bucket) => [bucket, this.known.get(keyOf(bucket)) ?? new Map()]));
  }

  private async readCells(
    query: MetricQuery,
    scope: Scope,
    { turnOf, signal }: Asking,
  ): Promise<readonly BenchmarkCell[]> {
    const { plans, warehouse, timeoutMs } = this.parts;
    const now = this.parts.now();
    const bound = bindQuery(query, this.whole, { now, periods: new Map() });
    const prepared = plans.prepare(bound.shape, this.whole);
    const context = { catalog: this.whole, warehouse, scope, timeoutMs, now, signal, currency: null, turnOf };
    const { rows, page } = await runQuery(prepared, bound, { ...context, cursorAfter: () => '' });
    if (page.more) {
      const params = { what: 'cells of a benchmark', actual: `more than ${page.limit}`, limit: page.limit };
      const hint = 'Ask for a shorter range.';
      throw new SemanticError('QUERY_LIMIT_EXCEEDED', params, { path: '/time', hint });
    }
    return rows.map(readCell);
  }
}

/** Of the two metrics of the benchmark, over all tenants, from the first bucket to the end of the last. */
function questionOf(
  { name, grain }: Benchmark,
  dimension: string | null,
  [first, last]: readonly [string, string],
): MetricQuery {
  return {
    metrics: [
      { metric: `${name} value`, as: 'value' },
      { metric: `${name} tenants`, as: 'tenants' },
    ],
    by: dimension === null ? [] : [dimension],
    time: { grain, from: first, to: endOfBucket(last, grain) },
    tenants: 'all',
    limit: QUERY_LIMITS.rows,
  };
}

/** The bucket comes first; the two last columns are the value and the number of tenants. */
function readCell(row: readonly Cell[]): BenchmarkCell {
  const [bucket, ...rest] = row;
  const [value = null, tenants] = rest.slice(-2);
  invariant(typeof bucket === 'string', 'a row with a time has a bucket');
  invariant(value === null || typeof value === 'number', 'percentiles are doubles');
  invariant(tenants instanceof ExactNumber, 'a count is exact');
  const [group = null] = rest.slice(0, -2);
  return { bucket, group, tenants: Number(tenants.digits), value };
}

function withBenchmarkMetrics(catalog: Catalog): Catalog {
  const own = [...catalog.benchmarks.values()].flatMap(({ value, tenants }) => [value, tenants]);
  return {
    ...catalog,
    metrics: new Map([...catalog.metrics, ...own.map((metric) => [metric.name, metric] as const)]),
  };
}
