/**
 * What a token for embedding may not reach: times out of its window, by a range or by a window of a metric, and ranges
 * that cut a bucket of its finest grain.
 */
import { Temporal } from 'temporal-polyfill';
import { type CommonGrain, GRAINS, isClockGrain, type ValueType } from '../base/value-type.ts';
import type { Embedding, TimeWindow } from '../tenancy/embedding.ts';
import type { BoundTime } from './bind-time.ts';
import type { TimeBound, TimeRange } from './bound-query.ts';
import { refuseByToken } from './narrow-query.ts';
import { isBucketStart, type ReportingCalendar } from './reporting-calendar.ts';
import { resolveBound } from './resolve-bound.ts';

/** What of a token times are held to. */
export type TimesAllowed = Pick<Embedding, 'window' | 'finestGrain'>;

/** The window as the reporting zone has it. */
export interface Reach extends TimeRange {
  /** For messages. */
  readonly window: TimeWindow;
}

/** `null` where nothing is out of reach. @throws SemanticError QUERY_BAD_TIME */
export function reachOf(allowed: TimesAllowed | undefined, zone: string): Reach | null {
  if (!allowed?.window) return null;
  const { window } = allowed;
  const bound = (side: 'from' | 'to'): TimeBound | null => {
    const text = window[side];
    return text === null ? null : resolveBound(text, zone, `/time/${side}`);
  };
  return { from: bound('from'), to: bound('to'), window };
}

/** Only for queries that look at time. @throws SemanticError TENANT_EMBEDDING */
export function refuseRangeBeyond({ range, places }: BoundTime, reach: Reach | null): void {
  if (reach?.from && (!range.from || isBefore(range.from.instant, reach.from.instant)))
    refuseByToken(`the range begins before the window, ${sayWindow(reach.window)}`, places.from);
  if (reach?.to && (!range.to || isBefore(reach.to.instant, range.to.instant)))
    refuseByToken(`the range ends after the window, ${sayWindow(reach.window)}`, places.to);
}

/**
 * `bounds` are the texts of the windows' starts and ends.
 * @throws SemanticError TENANT_EMBEDDING
 */
export function refuseWindowsBeyond(
  bounds: readonly string[],
  reach: Reach | null,
  { type, metric }: { readonly type: ValueType; readonly metric: string },
): void {
  if (!reach) return;
  const isBeyond = bounds.some((bound) => {
    const [isEarly, isLate] = [isBeforeBound(bound, reach.from, type), isBehindBound(bound, reach.to, type)];
    return isEarly || isLate;
  });
  if (isBeyond)
    refuseByToken(`what "${metric}" looks at reaches out of the window, ${sayWindow(reach.window)}`, '/time');
}

/** Where the window itself cuts a bucket, so may a range. @throws SemanticError TENANT_EMBEDDING */
export function refuseCutBuckets(
  { range, places, calendar }: BoundTime,
  reach: Reach | null,
  finestGrain: string | null,
): void {
  const finest = GRAINS.find((grain) => grain === finestGrain);
  if (!finest) return;
  for (const side of ['from', 'to'] as const) {
    const bound = range[side];
    if (!bound || bound.instant === reach?.[side]?.instant || isStart(bound, finest, calendar)) continue;
    refuseByToken(
      `the range cuts a ${finest} at ${bound.local}, and the finest grain is ${finest}`,
      places[side],
    );
  }
}

function isStart({ local }: TimeBound, grain: CommonGrain, calendar: ReportingCalendar): boolean {
  const moment = Temporal.PlainDateTime.from(local);
  if (isClockGrain(grain)) return moment.round({ smallestUnit: grain, roundingMode: 'floor' }).equals(moment);
  const day = moment.toPlainDate();
  return day.toPlainDateTime().equals(moment) && isBucketStart(day, grain, calendar);
}

function isBeforeBound(text: string, bound: TimeBound | null, type: ValueType): boolean {
  if (!bound) return false;
  if (text === '-infinity') return true;
  return type === 'time' ? isBefore(text, bound.instant) : isEarlier(text, bound.local);
}

function isBehindBound(text: string, bound: TimeBound | null, type: ValueType): boolean {
  if (!bound || text === '-infinity') return false;
  return type === 'time' ? isBefore(bound.instant, text) : isEarlier(bound.local, text);
}

function isBefore(a: string, b: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) < 0;
}

function isEarlier(a: string, b: string): boolean {
  return Temporal.PlainDateTime.compare(Temporal.PlainDateTime.from(a), Temporal.PlainDateTime.from(b)) < 0;
}

function sayWindow({ from, to }: TimeWindow): string {
  if (from === null) return `all before ${to}`;
  return to === null ? `all from ${from} on` : `from ${from} to ${to}`;
}
