/**
 * What is asked over all tenants for a benchmark beside a query: always whole sets of cells, cut by its own grain and
 * dimensions, whatever the query is about. From them it takes its own, so that no two queries differ by somebody's rows.
 */
import { Temporal } from 'temporal-polyfill';
import type { BenchmarkGrain } from '../catalog/catalog.ts';
import type { BoundQuery, TimeBound } from './bound-query.ts';
import type { Condition, DimensionCondition, MetricQuery } from './metric-query.ts';
import { namedDimensions } from './named-dimensions.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { bucketStart, moveDay, type ReportingCalendar } from './reporting-calendar.ts';
import { type AskedBenchmark, refuseBenchmark } from './split-benchmarks.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';

export interface BenchmarkQuestion {
  /** Of the two metrics of the benchmark, over all tenants. */
  readonly query: MetricQuery;
  /** The dimensions of its cells, in order of its columns behind the bucket. */
  readonly by: readonly string[];
  /** Values of those that the asker's query is not grouped by, but filters to. */
  readonly fixed: ReadonlyMap<string, string>;
  /** The bucket whose cells are meant, where the asker's query is of one and not cut by time. */
  readonly bucket: string | null;
}

export interface BenchmarkSetting {
  /** The asker's query, and what has become of it. */
  readonly query: MetricQuery;
  readonly bound: Pick<BoundQuery, 'context' | 'extent'>;
  /** The project's zone, in which cells are cut. */
  readonly zone: string;
  /** The clock. */
  readonly now: Date;
}

/**
 * `null` where no bucket of it has ended yet.
 * @throws SemanticError QUERY_BENCHMARK
 */
export function askBenchmark(asked: AskedBenchmark, setting: BenchmarkSetting): BenchmarkQuestion | null {
  const { query } = setting;
  const groups = (query.by ?? []).filter((name) => name !== TENANT_COLUMN);
  const where = (query.where ?? []).filter((condition) => !isOnTenant(condition));
  refuseFurther(asked, [...groups, ...namedDimensions({ where })]);
  const fixed = readFixed(asked, groups, where);
  // In the policy's order, whatever the query's: what is withheld must not depend on how it is asked.
  const by = asked.benchmark.by.filter((name) => groups.includes(name) || fixed.has(name));
  const time = readTime(asked, setting);
  if (time === null) return null;
  const { bucket, ...range } = time;
  const { name, grain } = asked.benchmark;
  return {
    query: {
      metrics: [
        { metric: `${name} value`, as: 'value' },
        { metric: `${name} tenants`, as: 'tenants' },
      ],
      by,
      time: { grain, zone: setting.zone, ...range },
      tenants: 'all',
      limit: QUERY_LIMITS.rows,
    },
    by,
    fixed,
    bucket,
  };
}

/** The same for the total of a query; `null` where nothing is told of that. */
export function askBenchmarkTotal(
  asked: AskedBenchmark,
  setting: BenchmarkSetting,
): BenchmarkQuestion | null {
  const { query, bound } = setting;
  const { grain: _grain, ...time } = query.time ?? {};
  const { from, to } = bound.context.range;
  const { calendar } = bound.context;
  const values = new Map<string, string>();
  for (const condition of query.where ?? []) {
    if (isOnTenant(condition)) continue;
    const value = 'dimension' in condition ? onlyValue(condition) : undefined;
    if (value === undefined || !('dimension' in condition) || values.has(condition.dimension)) return null;
    values.set(condition.dimension, value);
  }
  if (!from || !to || !isOneBucket([from, to], asked.benchmark.grain, calendar)) return null;
  return askBenchmark(asked, { ...setting, query: { ...query, by: [], time } });
}

function isOnTenant(condition: Condition): boolean {
  return 'dimension' in condition && condition.dimension === TENANT_COLUMN;
}

function refuseFurther(asked: AskedBenchmark, named: readonly string[]): void {
  const { by } = asked.benchmark;
  const other = named.find((name) => !by.includes(name));
  if (other === undefined) return;
  const hint = by.length === 0 ? 'It has no dimensions.' : `Its dimensions: ${by.join(', ')}.`;
  refuseBenchmark(asked, `it is not told by "${other.slice(0, 100)}"`, { path: asked.path, hint });
}

/** What the query is grouped by, it takes rows of; of anything else it must be about one value. */
function readFixed(
  asked: AskedBenchmark,
  groups: readonly string[],
  where: NonNullable<MetricQuery['where']>,
): ReadonlyMap<string, string> {
  const fixed = new Map<string, string>();
  for (const condition of where) {
    const further = namedDimensions({ where: [condition] }).filter((name) => !groups.includes(name));
    if (further.length === 0) continue;
    const value = 'dimension' in condition ? onlyValue(condition) : undefined;
    const [name = ''] = further;
    const known = fixed.get(name);
    if (value === undefined || (known !== undefined && known !== value)) {
      const hint = `Group by ${name}, or filter to one value of it with "eq".`;
      return refuseBenchmark(asked, `it is not told for some values of "${name}" together`, {
        path: asked.path,
        hint,
      });
    }
    fixed.set(name, value);
  }
  return fixed;
}

function onlyValue({ op, value }: DimensionCondition): string | undefined {
  return op === 'eq' && value !== undefined ? String(value) : undefined;
}

interface BenchmarkRange {
  readonly from?: string;
  readonly to: string;
  readonly bucket: string | null;
}

/** Of buckets that the query cuts into, or that have not ended, nothing is told. */
function readTime(
  asked: AskedBenchmark,
  { query, bound, zone, now }: BenchmarkSetting,
): BenchmarkRange | null {
  const { grain } = asked.benchmark;
  const { range, zone: own, calendar } = bound.context;
  const { zone: askedZone, grain: askedGrain } = query.time ?? {};
  if (askedZone !== undefined && own !== zone)
    refuseBenchmark(asked, `its days are those of ${zone}`, { path: '/time/zone' });
  if (askedGrain !== undefined && askedGrain !== grain) {
    const hint = `Ask for "grain": "${grain}".`;
    refuseBenchmark(asked, `it is told by the ${grain}`, { path: '/time/grain', hint });
  }
  if (bound.extent) {
    const hint = 'Give "from" and "to", or a "range".';
    refuseBenchmark(asked, 'windows need a range beside it', { path: '/time', hint });
  }
  const from = range.from && nextStart(range.from, grain, calendar);
  const to = range.to && lastStart(range.to, grain, calendar);
  const isOne = range.from && range.to && isOneBucket([range.from, range.to], grain, calendar);
  if (askedGrain === undefined && !isOne) {
    const hint = `Ask for "grain": "${grain}", or for a range that is one.`;
    refuseBenchmark(asked, `it is told for one ${grain} at a time`, { path: '/time', hint });
  }
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const ended = bucketStart(moment.toZonedDateTimeISO(zone).toPlainDate(), grain, calendar);
  const end = to && Temporal.PlainDate.compare(to, ended) < 0 ? to : ended;
  if (from && Temporal.PlainDate.compare(from, end) >= 0) return null;
  const bucket = askedGrain === undefined && from ? from.toString() : null;
  return { ...(from ? { from: from.toString() } : {}), to: end.toString(), bucket };
}

/** The first bucket that begins at or after the bound. */
function nextStart(bound: TimeBound, grain: BenchmarkGrain, calendar: ReportingCalendar): Temporal.PlainDate {
  const start = lastStart(bound, grain, calendar);
  const isHere = start.toPlainDateTime().equals(Temporal.PlainDateTime.from(bound.local));
  return isHere ? start : moveDay(start, { count: 1, unit: grain }, calendar);
}

function lastStart(bound: TimeBound, grain: BenchmarkGrain, calendar: ReportingCalendar): Temporal.PlainDate {
  return bucketStart(Temporal.PlainDateTime.from(bound.local).toPlainDate(), grain, calendar);
}

function isOneBucket(
  [from, to]: readonly [TimeBound, TimeBound],
  grain: BenchmarkGrain,
  calendar: ReportingCalendar,
): boolean {
  const start = lastStart(from, grain, calendar);
  const next = moveDay(start, { count: 1, unit: grain }, calendar);
  const [first, last] = [from, to].map(({ local }) => Temporal.PlainDateTime.from(local));
  return first?.equals(start.toPlainDateTime()) === true && last?.equals(next.toPlainDateTime()) === true;
}
