/** For each bucket of a range, the stretch of time that a leg with windows aggregates. */
import { labelsBetween, startOfLabel, valueOf } from './buckets.ts';
import type { ClosedRange } from './closed-range.ts';
import { applyWindows, type Interval, type Setting, wholeBucket } from './interval.ts';
import type { Leg } from './request.ts';

export interface BucketWindow {
  /** `null` without a grain. */
  readonly label: string | null;
  readonly interval: Interval;
}

export function windowsOfBuckets(
  leg: Leg,
  setting: Setting & { readonly range: ClosedRange },
): readonly BucketWindow[] {
  const { grain, range, type } = setting;
  const { from, to } = range;
  const [first, last] = [from, to].map((moment) => (moment === null ? null : valueOf(moment, type)));
  if (grain === null) {
    const whole = { start: first ?? null, end: last ?? null, length: null };
    return [{ label: null, interval: applyWindows(whole, leg.windows, setting) }];
  }
  if (from === null || to === null) return [];
  return labelsBetween({ from, to }, setting, grain).map((label) => {
    const bucket = wholeBucket(startOfLabel(label, setting, grain), setting, grain);
    const cut = cutBy(bucket, first ?? null, last ?? null);
    return { label, interval: applyWindows(cut, leg.windows, setting) };
  });
}

/** A bucket without what is before and after the range. */
function cutBy({ start, end, length }: Interval, first: string | null, last: string | null): Interval {
  const later = first !== null && start !== null && start < first;
  const earlier = last !== null && end !== null && last < end;
  if (!later && !earlier) return { start, end, length };
  return { start: later ? first : start, end: earlier ? last : end, length: null };
}
