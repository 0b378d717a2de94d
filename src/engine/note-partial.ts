/** Which buckets of an answer are not whole, and why. */
import { Temporal } from 'temporal-polyfill';
import type { Cell } from '../base/exact-number.ts';
import { type CommonGrain, type Grain, isOwnGrain } from '../base/value-type.ts';
import type { QueryContext, TimeRange } from '../query/bound-query.ts';
import { type BucketExtent, extentOf } from '../query/bucket-extent.ts';
import type { PartialNote } from './answer.ts';

interface Buckets {
  readonly grain: Grain;
  /** Names of the buckets in the answer, with repetitions. */
  readonly times: readonly Cell[];
  readonly metrics: readonly string[];
  readonly context: QueryContext;
  readonly now: Date;
}

const MILLISECONDS_A_DAY = 86_400_000;
/** How long a bucket is at most, in days; of periods of the project's own nobody knows. */
const DAYS: Readonly<Record<CommonGrain, number>> = {
  second: 1,
  minute: 1,
  hour: 1,
  day: 1,
  week: 7,
  month: 31,
  quarter: 92,
  fiscal_quarter: 92,
  year: 366,
  fiscal_year: 366,
};
/** By no more do a zone's clock and UTC differ, and one half of a change of clocks and the other. */
const MARGIN = 2 * MILLISECONDS_A_DAY;

/** One note for each bucket, metric and reason, in the order of time. */
export function notePartial({ grain, times, metrics, context, now }: Buckets): readonly PartialNote[] {
  const { range, zone, calendar } = context;
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const instants = bounds(range, ({ instant }) => Temporal.Instant.from(instant), moment);
  const local = moment.toZonedDateTimeISO(zone).toPlainDateTime();
  const locals = bounds(range, (bound) => Temporal.PlainDateTime.from(bound.local), local);
  const isWhole = wholeBuckets(instants, isOwnGrain(grain) ? Infinity : DAYS[grain]);
  const names = new Set(times.filter((time) => typeof time === 'string'));
  const notes: (PartialNote & { readonly at: number })[] = [];
  for (const time of names) {
    if (isWhole(time)) continue;
    const extent = extentOf(time, grain, { zone, calendar });
    if (extent === null) continue;
    const at = extent.kind === 'instants' ? extent.start.epochMilliseconds : Date.parse(`${time}Z`);
    const reasons = reasonsFor(extent, { instants, locals });
    for (const reason of reasons) notes.push(...metrics.map((metric) => ({ at, time, metric, reason })));
  }
  return notes.sort((a, b) => a.at - b.at).map(({ at: _at, ...note }) => note);
}

interface Bounds<Moment> {
  readonly lower: Moment | null;
  readonly upper: Moment | null;
  readonly now: Moment;
}

function bounds<Moment>(
  { from, to }: TimeRange,
  read: (bound: NonNullable<TimeRange['from']>) => Moment,
  now: Moment,
): Bounds<Moment> {
  return { lower: from && read(from), upper: to && read(to), now };
}

function reasonsFor(
  extent: BucketExtent,
  { instants, locals }: { instants: Bounds<Temporal.Instant>; locals: Bounds<Temporal.PlainDateTime> },
): readonly PartialNote['reason'][] {
  return extent.kind === 'instants'
    ? reasons(extent, instants, (a, b) => Temporal.Instant.compare(a, b))
    : reasons(extent, locals, (a, b) => Temporal.PlainDateTime.compare(a, b));
}

function reasons<Moment>(
  { start, end }: { readonly start: Moment; readonly end: Moment },
  { lower, upper, now }: Bounds<Moment>,
  compare: (a: Moment, b: Moment) => number,
): readonly PartialNote['reason'][] {
  const cut = (lower !== null && compare(start, lower) < 0) || (upper !== null && compare(upper, end) < 0);
  return [...(cut ? (['range'] as const) : []), ...(compare(now, end) < 0 ? (['unfinished'] as const) : [])];
}

/** Tells at little cost of most buckets that neither bound nor the present is anywhere near. */
function wholeBuckets(
  { lower, upper, now }: Bounds<Temporal.Instant>,
  days: number,
): (name: string) => boolean {
  const first = (lower?.epochMilliseconds ?? -Infinity) + MARGIN;
  const last = Math.min(upper?.epochMilliseconds ?? Infinity, now.epochMilliseconds) - MARGIN;
  return (name) => {
    const start = Date.parse(name.length > 10 && !/(Z|[+-]\d{2}:\d{2})$/.test(name) ? `${name}Z` : name);
    return start >= first && start + days * MILLISECONDS_A_DAY <= last;
  };
}
