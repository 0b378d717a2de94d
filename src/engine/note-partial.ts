/** Which buckets of an answer are not whole, and why. */
import { Temporal } from 'temporal-polyfill';
import type { Cell } from '../base/exact-number.ts';
import type { Grain } from '../base/value-type.ts';
import type { QueryContext } from '../query/bound-query.ts';
import type { PartialNote } from './answer.ts';

interface Buckets {
  readonly grain: Grain;
  /** First days of the buckets in the answer, with repetitions. */
  readonly times: readonly Cell[];
  readonly metrics: readonly string[];
  readonly context: QueryContext;
  readonly now: Date;
}

const LENGTHS: Readonly<Record<Grain, Temporal.DurationLike>> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

/** One note for each bucket, metric and reason, in the order of time. */
export function notePartial({ grain, times, metrics, context, now }: Buckets): readonly PartialNote[] {
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const { from, to } = context.range;
  const lower = from && Temporal.Instant.from(from.instant);
  const upper = to && Temporal.Instant.from(to.instant);
  const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;
  // Instants, not wall clocks: where a midnight occurs twice, the bucket begins with the first.
  const startOf = (day: Temporal.PlainDate): Temporal.Instant =>
    day.toZonedDateTime(context.zone).toInstant();
  const notes: PartialNote[] = [];
  const days = new Set(times.filter((time) => typeof time === 'string'));
  for (const time of [...days].sort(byCodeUnit)) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(time)) continue;
    const day = Temporal.PlainDate.from(time);
    const [start, end] = [startOf(day), startOf(day.add(LENGTHS[grain]))];
    const cut = (lower !== null && isBefore(start, lower)) || (upper !== null && isBefore(upper, end));
    if (cut) notes.push(...metrics.map((metric) => ({ time, metric, reason: 'range' as const })));
    if (isBefore(moment, end))
      notes.push(...metrics.map((metric) => ({ time, metric, reason: 'unfinished' as const })));
  }
  return notes;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
