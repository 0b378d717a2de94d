/** Ranges in words, `last 30 days` or `2026-Q1`, resolved by walking from bucket to bucket. */
import {
  addDays,
  BUCKET_GRAINS,
  bucketOf,
  type DayGrain,
  isoWeekday,
  nextBucket,
  SUB_DAY_GRAINS,
  startOfSpan,
} from './calendar.ts';
import { instantAt, type Moment, readMoment, toMicros, type Weekday, wallClock } from './clock.ts';

export interface Now {
  readonly instant: string;
  readonly zone: string;
  readonly weekStarts: Weekday;
}

export interface Range {
  readonly from: Moment;
  readonly to: Moment;
}

/** The half-open range that a text means, or `null` where it means none. */
export function resolveRange(text: string, now: Now): Range | null {
  const today = wallClock(now.instant, now.zone).slice(0, 10);
  const days = resolveDays(text, today, now.weekStarts);
  if (days !== null) return { from: readMoment(days[0], now.zone), to: readMoment(days[1], now.zone) };
  const [, count = '', unit = ''] = /^last ([1-9]\d*) (second|minute|hour)s?$/.exec(text) ?? [];
  const grain = SUB_DAY_GRAINS.find((known) => known === unit);
  if (grain === undefined) return null;
  const end = startOfSpan(now.instant, now.zone, grain);
  // From bucket to bucket, as days are counted: where a clock moves by half an hour, one is shorter than others.
  let start = end;
  for (let step = 0; step < Number(count); step += 1)
    start = startOfSpan(instantAt(toMicros(start) - 1), now.zone, grain);
  const moment = (instant: string) => ({ instant, wall: wallClock(instant, now.zone) });
  return { from: moment(start), to: moment(end) };
}

/** First day and first day after, for ranges of whole days. */
function resolveDays(text: string, today: string, weekStarts: Weekday): readonly [string, string] | null {
  const named = { today: 'this day', yesterday: 'last 1 day' }[text] ?? text;
  const [, current] = /^this (day|week|month|(?:fiscal_)?(?:quarter|year))$/.exec(named) ?? [];
  if (isDayGrain(current)) return bucketAround(today, current, weekStarts);
  const [, elapsed] = /^(week|month|(?:fiscal_)?(?:quarter|year)) to date$/.exec(named) ?? [];
  if (isDayGrain(elapsed)) return [bucketOf(today, elapsed, weekStarts), addDays(today, 1)];
  const [, count = '', unit] =
    /^last ([1-9]\d*) (day|week|month|(?:fiscal_)?(?:quarter|year))s?$/.exec(named) ?? [];
  if (isDayGrain(unit)) {
    const end = bucketOf(today, unit, weekStarts);
    let start = end;
    for (let step = 0; step < Number(count); step += 1)
      start = bucketOf(addDays(start, -1), unit, weekStarts);
    return [start, end];
  }
  return resolvePeriod(named);
}

/** A year, quarter, month, ISO week or day by its name. */
function resolvePeriod(text: string): readonly [string, string] | null {
  if (/^\d{4}$/.test(text)) return bucketAround(`${text}-01-01`, 'year', 'monday');
  if (/^\d{4}-\d\d$/.test(text)) return bucketAround(`${text}-01`, 'month', 'monday');
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return bucketAround(text, 'day', 'monday');
  const [, quarterYear, quarter] = /^(\d{4})-Q([1-4])$/.exec(text) ?? [];
  if (quarter !== undefined) {
    const month = String(Number(quarter) * 3 - 2).padStart(2, '0');
    return bucketAround(`${quarterYear}-${month}-01`, 'quarter', 'monday');
  }
  const [, weekYear, week] = /^(\d{4})-W(\d\d)$/.exec(text) ?? [];
  if (week === undefined) return null;
  // Week 1 of ISO 8601 holds the fourth of January.
  let day = `${weekYear}-01-04`;
  while (isoWeekday(day) !== 1) day = addDays(day, -1);
  return bucketAround(addDays(day, 7 * (Number(week) - 1)), 'week', 'monday');
}

function bucketAround(day: string, grain: DayGrain, weekStarts: Weekday): readonly [string, string] {
  return [bucketOf(day, grain, weekStarts), nextBucket(day, grain, weekStarts)];
}

function isDayGrain(text: string | undefined): text is DayGrain {
  return BUCKET_GRAINS.some((grain) => grain === text);
}
