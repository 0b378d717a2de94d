/** For each bucket of a range, the stretch of time that a leg with windows aggregates. */
import { labelsBetween, startOfLabel, valueOf } from './buckets.ts';
import type { Grain } from './calendar.ts';
import { type ClosedRange, momentOf } from './closed-range.ts';
import { comparePart, compareWhole, type Ends, earlierRange } from './compared-range.ts';
import { applyWindows, type Interval, type Setting, wholeBucket } from './interval.ts';
import type { Leg } from './request.ts';

export interface BucketWindow {
  /** `null` without a grain. */
  readonly label: string | null;
  readonly interval: Interval;
}

export function windowsOfBuckets(
  { windows }: Pick<Leg, 'windows'>,
  setting: Setting & { readonly range: ClosedRange },
): readonly BucketWindow[] {
  const { grain, range, type } = setting;
  const { from, to } = range;
  const ends = { first: from && valueOf(from, type), last: to && valueOf(to, type) };
  const [first] = windows;
  const compared = first?.kind === 'compared' ? first : null;
  if (grain === null) {
    const whole = { start: ends.first, end: ends.last, length: null };
    const base = compared === null ? whole : compareWhole(ends, compared.by, setting);
    return [{ label: null, interval: applyWindows(base, windows, setting) }];
  }
  const buckets = bucketsOf(ends, setting, grain);
  const partners = compared && bucketsOf(earlierRange(ends, compared.by, setting), setting, grain);
  return buckets.flatMap(({ label, interval }, place) => {
    const partner = partners?.[place];
    if (partners !== null && partner === undefined) return [];
    const base = partner === undefined ? interval : comparePart(interval, partner.interval, setting);
    return [{ label, interval: applyWindows(base, windows, setting) }];
  });
}

/** The buckets of a range, those that it cuts as far as they are in it. */
function bucketsOf(
  { first, last }: Ends,
  setting: Setting,
  grain: Grain,
): readonly { readonly label: string; readonly interval: Interval }[] {
  if (first === null || last === null) return [];
  const range = { from: momentOf(first, setting), to: momentOf(last, setting) };
  return labelsBetween(range, setting, grain).map((label) => {
    const bucket = wholeBucket(startOfLabel(label, setting, grain), setting, grain);
    return { label, interval: cutBy(bucket, first, last) };
  });
}

/** A bucket without what is before and after the range. */
function cutBy({ start, end, length }: Interval, first: string, last: string): Interval {
  const later = start !== null && start < first;
  const earlier = end !== null && last < end;
  if (!later && !earlier) return { start, end, length };
  return { start: later ? first : start, end: earlier ? last : end, length: null };
}
