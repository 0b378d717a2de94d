/**
 * What is asked over all tenants for a benchmark beside a query: always whole sets of cells, cut by its own grain and
 * dimensions, whatever the query is about. From them it takes its own, so that no two queries differ by somebody's rows.
 */
import { Temporal } from 'temporal-polyfill';
import type { BenchmarkGrain } from '../catalog/catalog.ts';
import type { QueryContext, TimeBound } from './bound-query.ts';
import { limit } from './check-query.ts';
import type { Condition, MetricQuery } from './metric-query.ts';
import { namedDimensions } from './named-dimensions.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { bucketStart, moveDay, type ReportingCalendar } from './reporting-calendar.ts';
import { type AskedBenchmark, refuseBenchmark } from './split-benchmarks.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';

export interface BenchmarkQuestion {
  /** The one dimension of its cells, as the policy names it; `null` for whole buckets. */
  readonly dimension: string | null;
  /** The buckets that are meant, by their first days; all have ended. */
  readonly buckets: readonly string[];
  /** The bucket that every row is of, where the asker's query is of one and not cut by time. */
  readonly bucket: string | null;
}

export interface BenchmarkSetting {
  /** The asker's query, and what has become of it. */
  readonly query: MetricQuery;
  readonly context: QueryContext;
  /** The project's zone, in which cells are cut. */
  readonly zone: string;
  /** The clock. */
  readonly now: Date;
}

/** @throws SemanticError QUERY_BENCHMARK, QUERY_LIMIT_EXCEEDED */
export function askBenchmark(asked: AskedBenchmark, setting: BenchmarkSetting): BenchmarkQuestion {
  const dimension = readDimension(asked, setting.query);
  return { dimension, ...readTime(asked, setting) };
}

/** The same for the total of a query; `null` where nothing is told of that. */
export function askBenchmarkTotal(
  asked: AskedBenchmark,
  { query, ...setting }: BenchmarkSetting,
): BenchmarkQuestion | null {
  const { from, to } = setting.context.range;
  const isFiltered = (query.where ?? []).some((condition) => !isOnTenant(condition));
  if (isFiltered || !from || !to) return null;
  if (!isOneBucket([from, to], asked.benchmark.grain, setting.context.calendar)) return null;
  const { grain: _grain, ...time } = query.time ?? {};
  return askBenchmark(asked, { ...setting, query: { ...query, by: [], time } });
}

function isOnTenant(condition: Condition): boolean {
  return 'dimension' in condition && condition.dimension === TENANT_COLUMN;
}

/** By two dimensions at once, cells would be parts of each other in more ways than one. */
function readDimension(asked: AskedBenchmark, { by = [], where = [] }: MetricQuery): string | null {
  const { by: offered } = asked.benchmark;
  const groups = by.filter((name) => name !== TENANT_COLUMN);
  const [dimension = null, second] = groups;
  const refuse = (problem: string, hint: string): never =>
    refuseBenchmark(asked, problem, { path: asked.path, hint });
  const other = groups.find((name) => !offered.includes(name));
  if (other !== undefined)
    refuse(
      `it is not told by "${other.slice(0, 100)}"`,
      offered.length === 0 ? 'It has no dimensions.' : `Its dimensions: ${offered.join(', ')}.`,
    );
  if (second !== undefined)
    refuse('it is told by one dimension at a time', 'Ask for the others in a query of their own.');
  const filtered = namedDimensions({ where: where.filter((condition) => !isOnTenant(condition)) });
  const further = filtered.find((name) => name !== dimension);
  if (further !== undefined)
    refuse(
      `it is not told of rows that "${further.slice(0, 100)}" is filtered by`,
      offered.includes(further) ? `Group by ${further} as well.` : 'Leave the filter out.',
    );
  return dimension;
}

type BenchmarkTime = Omit<BenchmarkQuestion, 'dimension'>;

/** Of buckets that the query cuts into, or that have not ended, nothing is told. */
function readTime(asked: AskedBenchmark, { query, context, zone, now }: BenchmarkSetting): BenchmarkTime {
  const { grain } = asked.benchmark;
  const { range, zone: own, calendar } = context;
  const { zone: askedZone, grain: askedGrain } = query.time ?? {};
  if (askedZone !== undefined && own !== zone)
    refuseBenchmark(asked, `its days are those of ${zone}`, { path: '/time/zone' });
  if (askedGrain !== undefined && askedGrain !== grain) {
    const hint = `Ask for "grain": "${grain}".`;
    refuseBenchmark(asked, `it is told by the ${grain}`, { path: '/time/grain', hint });
  }
  const { from, to } = range;
  const isOne = from && to && isOneBucket([from, to], grain, calendar);
  if (askedGrain === undefined && !isOne) {
    const hint = `Ask for "grain": "${grain}", or for a range that is one.`;
    refuseBenchmark(asked, `it is told for one ${grain} at a time`, { path: '/time', hint });
  }
  if (!from) {
    const hint = 'Give "from", or a "range".';
    return refuseBenchmark(asked, 'it is told for a range that begins', { path: '/time', hint });
  }
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const ended = bucketStart(moment.toZonedDateTimeISO(zone).toPlainDate(), grain, calendar);
  const last = to ? lastStart(to, grain, calendar) : ended;
  const end = Temporal.PlainDate.compare(last, ended) < 0 ? last : ended;
  const start = nextStart(from, grain, calendar);
  const buckets = listStarts(start, end, { grain, calendar });
  return { buckets, bucket: askedGrain === undefined ? start.toString() : null };
}

/** @throws SemanticError QUERY_LIMIT_EXCEEDED */
function listStarts(
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  { grain, calendar }: { readonly grain: BenchmarkGrain; readonly calendar: ReportingCalendar },
): readonly string[] {
  const starts: string[] = [];
  for (let day = start; Temporal.PlainDate.compare(day, end) < 0; ) {
    starts.push(day.toString());
    limit('buckets', starts.length, QUERY_LIMITS.buckets, '/time');
    day = moveDay(day, { count: 1, unit: grain }, calendar);
  }
  return starts;
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

/** The day after a bucket, which begins with a day of its own. */
export function endOfBucket(bucket: string, grain: BenchmarkGrain): string {
  // As long as its calendar says: where years and weeks begin, the first day says.
  const length = { count: 1, unit: grain };
  return moveDay(Temporal.PlainDate.from(bucket), length, NO_CALENDAR).toString();
}

/** Grains of benchmarks are those that every project has. */
const NO_CALENDAR: ReportingCalendar = { weekShift: 0, fiscalShift: 0, own: new Map() };
