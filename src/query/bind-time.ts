/** The `time` of a query → zone, exact range and, for each leg, conditions on its own time dimension. */
import { Temporal } from 'temporal-polyfill';
import { isTimeZone, suggestTimeZone, unambiguousZone } from '../base/time-zone.ts';
import { type Grain, isClockGrain, isOwnGrain, type OwnGrain } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import type { OperatorName } from '../formula/operators.ts';
import type { TimeBound, TimeRange } from './bound-query.ts';
import { limit } from './check-query.ts';
import { CLOCK_UNITS } from './list-buckets.ts';
import type { TimeRequest } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { readGrain } from './read-grain.ts';
import { countPeriods, isBucketStart, type ReportingCalendar } from './reporting-calendar.ts';
import { resolveBound } from './resolve-bound.ts';
import { findRangeGrain, resolveRange } from './resolve-range.ts';

export interface BoundTime {
  readonly zone: string;
  readonly grain: Grain | null;
  readonly range: TimeRange;
  /** The grain of the project's own of which the range is so many whole periods, if it is. */
  readonly unit: OwnGrain | null;
  readonly calendar: ReportingCalendar;
  /** Whether every bucket of the range is wanted. */
  readonly fill: boolean;
  /** Where the query speaks of each bound. */
  readonly places: { readonly from: string; readonly to: string };
}

export interface TimeSetting {
  /** The zone that reports are in unless the query says otherwise. */
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  /** The clock, for ranges relative to it. */
  readonly now: Date | null;
}

/** @throws SemanticError QUERY_UNKNOWN_ZONE, QUERY_BAD_TIME, QUERY_EMPTY_RANGE, QUERY_LIMIT_EXCEEDED, QUERY_INVALID */
export function bindTime(time: TimeRequest | undefined, setting: TimeSetting): BoundTime {
  const zone = bindZone(time?.zone ?? setting.zone);
  const { calendar } = setting;
  const grain = time?.grain === undefined ? null : readGrain(time.grain, calendar, '/time/grain');
  const range = bindRange(time, { ...setting, zone });
  if (time?.fill === true && (grain === null || range.from === null || range.to === null)) {
    const problem = '"fill" needs "grain" and both ends of the range';
    const hint = 'Give "from" and "to", or a "range" such as "last 30 days".';
    throw new SemanticError('QUERY_INVALID', { problem }, { path: '/time/fill', hint });
  }
  if (range.from && range.to) checkRange(range.from, range.to);
  limitBuckets(range, grain, calendar);
  const places =
    time?.range === undefined
      ? { from: '/time/from', to: '/time/to' }
      : { from: '/time/range', to: '/time/range' };
  const asked = time?.range === undefined ? undefined : findRangeGrain(time.range, calendar);
  const unit = findUnit(range, [asked ?? null, grain], calendar);
  return { zone, grain, range, unit, calendar, fill: time?.fill === true, places };
}

/** The first of `grains` that is the project's own and begins where the range does, and where it ends. */
function findUnit(
  { from, to }: TimeRange,
  grains: readonly (Grain | null)[],
  calendar: ReportingCalendar,
): OwnGrain | null {
  if (!from || !to) return null;
  const bounds = [from, to].map(({ local }) => Temporal.PlainDateTime.from(local));
  for (const grain of grains) {
    if (!grain || !isOwnGrain(grain)) continue;
    const isWhole = bounds.every((bound) => {
      const day = bound.toPlainDate();
      return day.toPlainDateTime().equals(bound) && isBucketStart(day, grain, calendar);
    });
    if (isWhole) return grain;
  }
  return null;
}

function bindZone(asked: string): string {
  if (isTimeZone(asked)) return unambiguousZone(asked);
  const hint = suggestTimeZone(asked) ?? 'For example Europe/Moscow or UTC.';
  throw new SemanticError('QUERY_UNKNOWN_ZONE', { zone: asked.slice(0, 60) }, { path: '/time/zone', hint });
}

function bindRange(time: TimeRequest | undefined, setting: TimeSetting): TimeRange {
  if (time?.range === undefined) {
    const bound = (side: 'from' | 'to'): TimeBound | null => {
      const text = time?.[side];
      return text === undefined ? null : resolveBound(text, setting.zone, `/time/${side}`);
    };
    return { from: bound('from'), to: bound('to') };
  }
  const other = (['from', 'to'] as const).find((side) => time[side] !== undefined);
  if (other === undefined) return resolveRange(time.range, { ...setting, pointer: '/time/range' });
  const problem = `"range" takes the place of "from" and "to"; there can be no "${other}" beside it`;
  throw new SemanticError('QUERY_INVALID', { problem }, { path: `/time/${other}` });
}

function checkRange(from: TimeBound, to: TimeBound): void {
  if (Temporal.Instant.compare(Temporal.Instant.from(from.instant), Temporal.Instant.from(to.instant)) < 0)
    return;
  const hint = 'A range ends before its "to": that of one day is the next day.';
  throw new SemanticError(
    'QUERY_EMPTY_RANGE',
    { from: from.instant, to: to.instant },
    { path: '/time/to', hint },
  );
}

/** @throws SemanticError QUERY_LIMIT_EXCEEDED */
export function limitBuckets(
  { from, to }: TimeRange,
  grain: Grain | null,
  calendar: ReportingCalendar,
): void {
  if (from && to && grain)
    limit('buckets', countBuckets([from, to], grain, calendar), QUERY_LIMITS.buckets, '/time/grain');
}

/** How many buckets there can be; bounds within one count as two, and clocks that change add some. */
export function countBuckets(
  [from, to]: readonly [TimeBound, TimeBound],
  grain: Grain,
  calendar: ReportingCalendar,
): number {
  if (isClockGrain(grain)) {
    const [start, end] = [Temporal.Instant.from(from.instant), Temporal.Instant.from(to.instant)];
    return Math.ceil((end.epochMilliseconds - start.epochMilliseconds) / CLOCK_UNITS[grain]);
  }
  const [first, last] = [Temporal.PlainDateTime.from(from.local), Temporal.PlainDateTime.from(to.local)];
  if (isOwnGrain(grain)) return countPeriods([first.toPlainDate(), last.toPlainDate()], grain, calendar);
  return Math.ceil(first.until(last).total({ unit: UNITS[grain].unit, relativeTo: first }) / UNITS[grain].of);
}

const UNITS = {
  day: { unit: 'day', of: 1 },
  week: { unit: 'day', of: 7 },
  month: { unit: 'month', of: 1 },
  quarter: { unit: 'month', of: 3 },
  fiscal_quarter: { unit: 'month', of: 3 },
  year: { unit: 'year', of: 1 },
  fiscal_year: { unit: 'year', of: 1 },
} as const;

/** Range conditions for legs; equal types share their parameters. */
export class RangeBinder {
  private readonly range: TimeRange;
  private readonly places: BoundTime['places'];
  private readonly parameters: ParameterList;
  private readonly bound = new Map<string, Parameter>();

  constructor({ range, places }: Pick<BoundTime, 'range' | 'places'>, parameters: ParameterList) {
    this.range = range;
    this.places = places;
    this.parameters = parameters;
  }

  /** `metric` is named when a bound lies within a day of a leg that knows days only. */
  conditions(time: MemberReference, metric: string): readonly RowExpression[] {
    const conditions: RowExpression[] = [];
    if (this.range.from)
      conditions.push(
        this.compare('greater_or_equal', time, { side: 'from', bound: this.range.from, metric }),
      );
    if (this.range.to)
      conditions.push(this.compare('less', time, { side: 'to', bound: this.range.to, metric }));
    return conditions;
  }

  private compare(
    operator: OperatorName,
    time: MemberReference,
    at: { side: 'from' | 'to'; bound: TimeBound; metric: string },
  ): RowExpression {
    const key = `${at.side} ${time.type}`;
    const known = this.bound.get(key);
    const parameter = known ?? this.parameters.add(boundText(time, at, this.places), time.type);
    this.bound.set(key, parameter);
    return { kind: 'operation', operator, operands: [time, parameter], type: 'boolean' };
  }
}

function boundText(
  time: MemberReference,
  at: { side: 'from' | 'to'; bound: TimeBound; metric: string },
  places: BoundTime['places'],
): string {
  if (time.type === 'time') return at.bound.parameter;
  if (time.type === 'local_time') return at.bound.local;
  const [day = '', clock = ''] = at.bound.local.split('T');
  if (/^00:00(:00(\.0+)?)?$/.test(clock)) return day;
  throw new SemanticError(
    'QUERY_INTRADAY_BOUND',
    { metric: at.metric, bound: at.bound.local },
    { path: places[at.side], hint: `Give a day: ${day}, or ask for the others in a query of their own.` },
  );
}
