/** A query that names benchmarks → the query about the asker's own metrics, and what of benchmarks stands beside it. */
import type { Benchmark } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { withoutVersion } from './bind-outputs.ts';
import { OTHERS } from './bound-query.ts';
import type { HavingCondition, MetricItem, MetricQuery } from './metric-query.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';

/** A benchmark that a query names. */
export interface AskedBenchmark {
  /** The name of its column. */
  readonly column: string;
  readonly benchmark: Benchmark;
  /** Where the query names it. */
  readonly path: string;
}

export interface SplitQuery {
  /** Without benchmarks; the query itself where it names none. */
  readonly own: MetricQuery;
  readonly asked: readonly AskedBenchmark[];
}

/**
 * `query` has passed `checkQuery`; `find` knows the benchmarks that whoever asks may see.
 * @throws SemanticError QUERY_BENCHMARK where one is asked for in a way that would make other cells of it
 */
export function splitBenchmarks(
  query: MetricQuery,
  find: (name: string) => Benchmark | undefined,
): SplitQuery {
  const items = (query.metrics ?? []).map((item, index) => ({ item, asked: readItem(item, index, find) }));
  const asked = items.flatMap((item) => item.asked ?? []);
  if (asked.length === 0) return { own: query, asked };
  const metrics = items.filter((item) => item.asked === null).map(({ item }) => item);
  refuseAlone(metrics, asked);
  refuseTwice([...columnsOf(metrics), ...(query.by ?? []), ...RESERVED], asked);
  refuseUse(query, asked);
  return { own: { ...query, metrics }, asked };
}

/** @throws SemanticError QUERY_BENCHMARK */
export function refuseBenchmark(
  { benchmark }: AskedBenchmark,
  problem: string,
  place: { readonly path: string; readonly hint?: string | undefined },
): never {
  throw new SemanticError('QUERY_BENCHMARK', { benchmark: benchmark.name, problem }, place);
}

function readItem(
  item: MetricItem,
  index: number,
  find: (name: string) => Benchmark | undefined,
): AskedBenchmark | null {
  const written = typeof item === 'string' ? { metric: item } : item;
  const benchmark = find(written.metric);
  if (!benchmark) return null;
  const path = `/metrics/${index}`;
  const asked = { column: written.as ?? benchmark.name, benchmark, path };
  if (written.version === undefined) return asked;
  const hint = `It is of ${benchmark.metric}, in its current version.`;
  return refuseBenchmark(asked, 'it has no versions', { path: `${path}/version`, hint });
}

/** Its rows are those of the asker's own metrics: what groups others have is theirs to tell. */
function refuseAlone(metrics: readonly MetricItem[], [first]: readonly AskedBenchmark[]): void {
  if (metrics.length > 0 || !first) return;
  const hint = `Ask for ${first.benchmark.metric} as well.`;
  refuseBenchmark(first, 'it stands beside a metric of your own', { path: first.path, hint });
}

/** Columns that answers have of their own. */
const RESERVED = ['time', OTHERS, TENANT_COLUMN] as const;

function columnsOf(metrics: readonly MetricItem[]): readonly string[] {
  return metrics.map((item) =>
    typeof item === 'string' ? withoutVersion(item) : (item.as ?? withoutVersion(item.metric)),
  );
}

function refuseTwice(columns: readonly string[], asked: readonly AskedBenchmark[]): void {
  const taken = new Set(columns);
  for (const each of asked) {
    if (taken.has(each.column))
      refuseBenchmark(each, `another column is called "${each.column}"`, {
        path: each.path,
        hint: 'Call one of them differently with "as".',
      });
    taken.add(each.column);
  }
}

/** Rows are not chosen or put in order by what others have, nor is that converted: each would tell more of it. */
function refuseUse(query: MetricQuery, asked: readonly AskedBenchmark[]): void {
  const columns = new Map(asked.map((each) => [each.column, each]));
  for (const [index, { by }] of (query.order ?? []).entries()) {
    const found = columns.get(by);
    if (found) refuseBenchmark(found, 'rows are not put in order by it', { path: `/order/${index}/by` });
  }
  for (const [index, condition] of (query.having ?? []).entries()) {
    const found = namedIn(condition).flatMap((name) => columns.get(name) ?? [])[0];
    if (found) refuseBenchmark(found, 'rows are not chosen by it', { path: `/having/${index}` });
  }
  const chooser = query.top && columns.get(query.top.by);
  if (chooser) refuseBenchmark(chooser, 'groups are not chosen by it', { path: '/top/by' });
  const [first] = asked;
  if (query.currency !== undefined && first)
    refuseBenchmark(first, 'it is told in its own currency', { path: '/currency' });
  if (query.definitions !== undefined && first)
    refuseBenchmark(first, 'it is of the current version', { path: '/definitions' });
}

function namedIn(condition: HavingCondition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(namedIn);
  if ('any' in condition) return condition.any.flatMap(namedIn);
  if ('not' in condition) return namedIn(condition.not);
  return 'metric' in condition ? [condition.metric] : [];
}
