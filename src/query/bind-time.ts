/** The `time` of a query → zone, exact range and, for each leg, conditions on its own time dimension. */
import { Temporal } from 'temporal-polyfill';
import { isTimeZone, suggestTimeZone, unambiguousZone } from '../base/time-zone.ts';
import type { Grain } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import type { OperatorName } from '../formula/operators.ts';
import type { TimeBound, TimeRange } from './bound-query.ts';
import { limit } from './check-query.ts';
import type { TimeRequest } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { resolveBound } from './resolve-bound.ts';

export interface BoundTime {
  readonly zone: string;
  readonly grain: Grain | null;
  readonly range: TimeRange;
}

const DAYS: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };
const MILLISECONDS_A_DAY = 86_400_000;

/** @throws SemanticError QUERY_UNKNOWN_ZONE, QUERY_BAD_TIME, QUERY_EMPTY_RANGE, QUERY_LIMIT_EXCEEDED */
export function bindTime(time: TimeRequest | undefined, projectZone: string): BoundTime {
  const asked = time?.zone ?? projectZone;
  if (!isTimeZone(asked)) {
    const hint = suggestTimeZone(asked) ?? 'For example Europe/Moscow or UTC.';
    throw new SemanticError('QUERY_UNKNOWN_ZONE', { zone: asked.slice(0, 60) }, { path: '/time/zone', hint });
  }
  const zone = unambiguousZone(asked);
  const from = time?.from === undefined ? null : resolveBound(time.from, zone, '/time/from');
  const to = time?.to === undefined ? null : resolveBound(time.to, zone, '/time/to');
  const grain = time?.grain ?? null;
  if (from && to) checkRange(from, to, grain);
  return { zone, grain, range: { from, to } };
}

function checkRange(from: TimeBound, to: TimeBound, grain: Grain | null): void {
  const [start, end] = [Temporal.Instant.from(from.instant), Temporal.Instant.from(to.instant)];
  if (Temporal.Instant.compare(start, end) >= 0)
    throw new SemanticError(
      'QUERY_EMPTY_RANGE',
      { from: from.instant, to: to.instant },
      { path: '/time/to' },
    );
  const length = end.epochMilliseconds - start.epochMilliseconds;
  if (grain)
    limit(
      'buckets',
      Math.ceil(length / MILLISECONDS_A_DAY / DAYS[grain]),
      QUERY_LIMITS.buckets,
      '/time/grain',
    );
}

/** Range conditions for legs; equal types share their parameters. */
export class RangeBinder {
  private readonly range: TimeRange;
  private readonly parameters: ParameterList;
  private readonly bound = new Map<string, Parameter>();

  constructor(range: TimeRange, parameters: ParameterList) {
    this.range = range;
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
    const parameter = known ?? this.parameters.add(boundText(time, at), time.type);
    this.bound.set(key, parameter);
    return { kind: 'operation', operator, operands: [time, parameter], type: 'boolean' };
  }
}

function boundText(
  time: MemberReference,
  at: { side: 'from' | 'to'; bound: TimeBound; metric: string },
): string {
  if (time.type === 'time') return at.bound.parameter;
  if (time.type === 'local_time') return at.bound.local;
  const [day = '', clock = ''] = at.bound.local.split('T');
  if (/^00:00(:00(\.0+)?)?$/.test(clock)) return day;
  throw new SemanticError(
    'QUERY_INTRADAY_BOUND',
    { metric: at.metric, bound: at.bound.local },
    { path: `/time/${at.side}` },
  );
}
