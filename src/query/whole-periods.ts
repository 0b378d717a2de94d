/**
 * Dates that stand for a whole period, as plans by the month do: what of a query would cut such a period, and is
 * refused for that. The date itself may be any day of its period.
 */
import { Temporal } from 'temporal-polyfill';
import type { Grain } from '../base/value-type.ts';
import type { Catalog, Member, Period } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference, RowExpression } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { PartOfTime } from '../formula/parts-of-time.ts';
import type { BoundTime } from './bind-time.ts';
import { bucketStart, isBucketStart, moveDay, type ReportingCalendar } from './reporting-calendar.ts';

/** A date that stands for a period, as messages call it. */
export interface PeriodDate {
  /** `plans.month`. */
  readonly member: string;
  readonly period: Period;
  readonly calendar: ReportingCalendar;
}

/** A leg's time. */
interface LegTime {
  readonly root: string;
  readonly time: MemberReference | null;
}

/** What a time of a leg stands for; `null` for moments and days. */
export function findPeriod(leg: LegTime, catalog: Catalog): Period | null {
  return findPeriodMember(leg, catalog)?.period ?? null;
}

/** The member that a time of a leg is. */
export function findPeriodMember({ root, time }: LegTime, { models }: Catalog): Member | undefined {
  const home = time && findJoined(models.get(root), time.path, models);
  return time ? home?.members.get(time.member) : undefined;
}

/** Grains that consist of whole periods, wherever fiscal years begin and whatever a project's own are. */
const WHOLE: Readonly<Record<Period, readonly Grain[]>> = {
  week: ['week'],
  month: ['month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
};

/** The grains that a time may be cut into buckets of: of a period, those that consist of whole ones. */
export function fitsPeriod(grain: Grain, period: Period | null): boolean {
  return period === null || WHOLE[period].includes(grain);
}

/** @throws SemanticError QUERY_GRAIN_TOO_FINE */
export function refuseCutBuckets(
  { member, period }: Pick<PeriodDate, 'member' | 'period'>,
  { grain, path }: { readonly grain: Grain; readonly path: string },
): void {
  if (fitsPeriod(grain, period)) return;
  const params = { member, type: 'date', known: `whole ${period}s`, grain };
  const hint = `Ask for ${WHOLE[period].map((known) => `"${known}"`).join(' or ')}.`;
  throw new SemanticError('QUERY_GRAIN_TOO_FINE', params, { path, hint });
}

/** Parts of a time that all days of a period have in common. */
const COMMON: Readonly<Record<Period, readonly PartOfTime[]>> = {
  week: [],
  month: ['month_of_year', 'quarter_of_year'],
  quarter: ['quarter_of_year'],
  year: [],
};

/** The parts of a time that it may be grouped by: of a period, those of all of its days. */
export function isPartOfPeriod(part: PartOfTime, period: Period | null): boolean {
  return period === null || COMMON[period].includes(part);
}

/** @throws SemanticError QUERY_GRAIN_TOO_FINE */
export function refuseCutParts(
  { member, period }: Pick<PeriodDate, 'member' | 'period'>,
  { part, path }: { readonly part: PartOfTime; readonly path: string },
): void {
  if (isPartOfPeriod(part, period)) return;
  const params = { member, type: 'date', known: `whole ${period}s`, grain: part };
  const known = [...WHOLE[period], ...COMMON[period]].map((name) => `"${name}"`).join(' or ');
  throw new SemanticError('QUERY_GRAIN_TOO_FINE', params, { path, hint: `Ask for ${known}.` });
}

/** @throws SemanticError QUERY_PERIOD_CUT */
export function refuseCutRange(
  date: PeriodDate,
  { range, places }: Pick<BoundTime, 'range' | 'places'>,
): void {
  for (const side of ['from', 'to'] as const) {
    const bound = range[side]?.local;
    if (bound !== undefined)
      refuseCutBound(date, bound, { what: `the bound ${bound.slice(0, 10)}`, path: places[side] });
  }
}

/** `text` begins with a day. @throws SemanticError QUERY_PERIOD_CUT where it is not the first of a period */
export function refuseCutBound(
  { member, period, calendar }: PeriodDate,
  text: string,
  { what, path }: { readonly what: string; readonly path: string },
): void {
  if (startsPeriod(text, { period, calendar })) return;
  const day = Temporal.PlainDate.from(text.slice(0, 10));
  const first = bucketStart(day, period, calendar);
  const hint = `The nearest that do not are ${first.toString()} and ${nextPeriod(day, { period, calendar }).toString()}.`;
  throw new SemanticError('QUERY_PERIOD_CUT', { member, period, what }, { path, hint });
}

/** Whether a local time, or a day, is the very beginning of a period. */
export function startsPeriod(
  text: string,
  { period, calendar }: Pick<PeriodDate, 'period' | 'calendar'>,
): boolean {
  const day = Temporal.PlainDate.from(text.slice(0, 10));
  return isBucketStart(day, period, calendar) && /^(T00:00(:00(\.0+)?)?)?$/.test(text.slice(10));
}

/** The first day behind the period that holds `day`. */
export function nextPeriod(
  day: Temporal.PlainDate,
  { period, calendar }: Pick<PeriodDate, 'period' | 'calendar'>,
): Temporal.PlainDate {
  return moveDay(bucketStart(day, period, calendar), { count: 1, unit: period }, calendar);
}

/** The first day of the period that a date stands for. */
export function periodOf(time: MemberReference, period: Period): RowExpression {
  return { kind: 'operation', operator: `bucket_${period}`, operands: [time], type: 'date' };
}
