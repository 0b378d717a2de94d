/**
 * Ranges in words (`last 30 days`, `month to date`, `2026-Q1`) → their two bounds, in the reporting zone.
 * Those relative to now end at the start of a bucket, never in the middle of one: asked again within the
 * same day, they give the same range.
 */
import { Temporal } from 'temporal-polyfill';
import { findSimilar } from '../base/did-you-mean.ts';
import { invariant } from '../base/invariant.ts';
import { type DayGrain, type Grain, isClockGrain } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { TimeBound } from './bound-query.ts';
import { CLOCK_UNITS } from './list-buckets.ts';
import { findGrain, knownGrains } from './read-grain.ts';
import { bucketStart, moveDay, type ReportingCalendar } from './reporting-calendar.ts';
import { resolveBound } from './resolve-bound.ts';
import { periodAt } from './zone-periods.ts';

export interface RangeContext {
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  /** Needed by ranges relative to it alone. */
  readonly now: Date | null;
  readonly pointer: string;
}

export interface BoundRange {
  readonly from: TimeBound;
  readonly to: TimeBound;
}

/** First day and the day after the last. */
type Days = readonly [from: Temporal.PlainDate, to: Temporal.PlainDate];

const LAST = /^last (?:([1-9]\d{0,4}) )?([a-z][a-z0-9_.]*)$/;
const THIS = /^this ([a-z][a-z0-9_.]*)$/;
const TO_DATE = /^([a-z][a-z0-9_.]*) to date$/;
const EXAMPLES =
  'For example "last 30 days", "this month", "month to date", 2026-Q1, 2026-W07 or 2026-05-17.';

/** @throws SemanticError QUERY_BAD_TIME */
export function resolveRange(text: string, context: RangeContext): BoundRange {
  try {
    const clock = lastOfClock(text, context);
    const days = clock ? undefined : (relativeDays(text, context) ?? namedDays(text, context));
    const texts = clock ?? days?.map((day) => day.toString());
    // Years that are not written with four digits are none of ours.
    if (texts?.every((bound) => /^(?!0000)\d{4}-/.test(bound))) {
      const [from = '', to = ''] = texts;
      const bound = (value: string): TimeBound => resolveBound(value, context.zone, context.pointer);
      return { from: bound(from), to: bound(to) };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const params = { value: text.slice(0, 40), expected: 'a range' };
  throw new SemanticError('QUERY_BAD_TIME', params, { path: context.pointer, hint: hintFor(text, context) });
}

/** `last 6 hours`: whole ones, up to the start of the one that runs. */
function lastOfClock(text: string, { zone, now, calendar }: RangeContext): readonly string[] | undefined {
  const [, count = '1', word] = LAST.exec(text) ?? [];
  const grain = wordGrain(word && singular(word, calendar), calendar);
  if (grain === undefined || !isClockGrain(grain)) return undefined;
  const moment = momentOf(now);
  const unit = CLOCK_UNITS[grain];
  const { start, offset } = periodAt(moment.epochMilliseconds, zone);
  const end = Math.max(start, Math.floor((moment.epochMilliseconds + offset) / unit) * unit - offset);
  return [stepBack(end, Number(count), { unit, zone }), end].map((bound) =>
    Temporal.Instant.fromEpochMilliseconds(bound).toString(),
  );
}

/** The start of the bucket so many before the one that starts at `end`; some are shorter than others. */
function stepBack(end: number, count: number, { unit, zone }: { unit: number; zone: string }): number {
  let at = end;
  for (let left = count; ; ) {
    const { start, offset } = periodAt(at - 1, zone);
    const last = Math.ceil((at + offset) / unit);
    const here = last - Math.floor((start + offset) / unit);
    if (left <= here) return Math.max(start, (last - left) * unit - offset);
    left -= here;
    at = start;
  }
}

function relativeDays(text: string, { zone, now, calendar }: RangeContext): Days | undefined {
  if (!isRelativeRange(text)) return undefined;
  const today = momentOf(now).toZonedDateTimeISO(zone).toPlainDate();
  const current = (grain: DayGrain): Days => unitFrom(bucketStart(today, grain, calendar), grain, calendar);
  if (text === 'today') return current('day');
  if (text === 'yesterday') return [today.subtract({ days: 1 }), today];
  const whole = dayGrain(THIS.exec(text)?.[1], calendar);
  if (whole) return current(whole);
  const begun = dayGrain(TO_DATE.exec(text)?.[1], calendar);
  if (begun && begun !== 'day') return [current(begun)[0], today.add({ days: 1 })];
  const [, count = '1', word] = LAST.exec(text) ?? [];
  const past = dayGrain(word && singular(word, calendar), calendar);
  if (!past) return undefined;
  const end = bucketStart(today, past, calendar);
  return [moveDay(end, { count: -Number(count), unit: past }, calendar), end];
}

/** Whether the words mean other days from day to day. */
export function isRelativeRange(text: string): boolean {
  return /^(today|yesterday|this .*|last .*|.* to date)$/.test(text);
}

/** The grain that a range in words is so many of. */
export function findRangeGrain(text: string, calendar: ReportingCalendar): Grain | undefined {
  const word = THIS.exec(text)?.[1] ?? LAST.exec(text)?.[2];
  return word === undefined ? undefined : wordGrain(singular(word, calendar), calendar);
}

/** A year, quarter, month, ISO week or day by its name; weeks of that name start on Monday in every project. */
function namedDays(text: string, { calendar }: Pick<RangeContext, 'calendar'>): Days | undefined {
  const unit = (day: string, grain: DayGrain): Days =>
    unitFrom(Temporal.PlainDate.from(day), grain, calendar);
  const [, year = '', rest = ''] = /^(\d{4})(?:-(Q[1-4]|W\d{2}|\d{2}|\d{2}-\d{2}))?$/.exec(text) ?? [];
  if (year === '') return undefined;
  if (rest === '') return unit(`${year}-01-01`, 'year');
  if (rest.startsWith('Q')) {
    const month = String(Number(rest.slice(1)) * 3 - 2).padStart(2, '0');
    return unit(`${year}-${month}-01`, 'quarter');
  }
  if (rest.startsWith('W')) return isoWeek(Number(year), Number(rest.slice(1)));
  if (rest.length === 2) return unit(`${year}-${rest}-01`, 'month');
  return unit(`${year}-${rest}`, 'day');
}

/** The week that holds 4 January is the first. */
function isoWeek(year: number, week: number): Days | undefined {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const monday = fourth.add({ days: 7 * (week - 1) - (fourth.dayOfWeek - 1) });
  const isThere = monday.yearOfWeek === year && monday.weekOfYear === week;
  return isThere ? [monday, monday.add({ days: 7 })] : undefined;
}

function momentOf(now: Date | null): Temporal.Instant {
  invariant(now, 'a range relative to now needs the clock');
  return Temporal.Instant.fromEpochMilliseconds(now.getTime());
}

function unitFrom(start: Temporal.PlainDate, unit: DayGrain, calendar: ReportingCalendar): Days {
  return [start, moveDay(start, { count: 1, unit }, calendar)];
}

function wordGrain(word: string | undefined, calendar: ReportingCalendar): Grain | undefined {
  return word === undefined ? undefined : findGrain(word, calendar);
}

function dayGrain(word: string | undefined, calendar: ReportingCalendar): DayGrain | undefined {
  const grain = wordGrain(word, calendar);
  return grain === undefined || isClockGrain(grain) ? undefined : grain;
}

/** `days` → `day`; a grain that is called so already stays. */
function singular(word: string, calendar: ReportingCalendar): string {
  return findGrain(word, calendar) ? word : word.replace(/s$/, '');
}

/** The nearest thing that would have been understood, with the number that was written. */
function hintFor(text: string, { calendar }: RangeContext): string {
  const written = text.slice(0, 40).trim();
  const count = /[1-9]\d{0,4}/.exec(written)?.[0] ?? '30';
  const words = (grain: Grain): string[] => [
    `last ${count} ${grain}s`,
    `last ${grain}`,
    ...(isClockGrain(grain) ? [] : [`this ${grain}`]),
    ...(isClockGrain(grain) || grain === 'day' ? [] : [`${grain} to date`]),
  ];
  const known = ['today', 'yesterday', ...knownGrains(calendar).flatMap(words)];
  if (known.includes(written)) return EXAMPLES;
  const [nearest] = [
    ...[written.toUpperCase()].filter((upper) => upper !== written && namedDaysOrNone(upper, calendar)),
    ...findSimilar(written, known),
  ];
  return nearest === undefined ? EXAMPLES : `Did you mean "${nearest}"?`;
}

function namedDaysOrNone(text: string, calendar: ReportingCalendar): Days | undefined {
  try {
    return namedDays(text, { calendar });
  } catch {
    return undefined;
  }
}
