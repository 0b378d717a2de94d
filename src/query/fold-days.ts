/** The days of a calendar → its periods: a run of days for each value of a grain, one after the other. */
import { Temporal } from 'temporal-polyfill';
import { SemanticError } from '../errors/semantic-error.ts';
import type { KnownPeriods } from './reporting-calendar.ts';

/** A row of the table: its day, as ISO 8601, and the text of a grain's value. */
export interface CalendarDay {
  readonly day: string | null;
  readonly period: string | null;
}

/** @throws SemanticError QUERY_CALENDAR_BROKEN at the first day that does not go with those before it */
export function foldDays(calendar: string, rows: readonly CalendarDay[]): KnownPeriods {
  const broken = (problem: string): SemanticError => {
    const hint = 'Correct its table: one row for each day without gaps, and the days of a period in one run.';
    return new SemanticError('QUERY_CALENDAR_BROKEN', { calendar, problem }, { path: '/time', hint });
  };
  const days = rows.map(({ day, period }) => {
    if (day === null || !DAY.test(day)) throw broken(`there is a row without a day`);
    if (period === null) throw broken(`${day} has no period`);
    return { day, period };
  });
  days.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const starts: string[] = [];
  const ended = new Set<string>();
  let last: { day: string; next: string; period: string } | null = null;
  for (const { day, period } of days) {
    if (last && last.day === day && last.period === period) continue;
    if (last && last.day === day) throw broken(`${day} is in it twice, in different periods`);
    if (last && last.next !== day) throw broken(`${last.next} is missing`);
    if (!last || last.period !== period) {
      if (ended.has(period)) throw broken(`on ${day} a period goes on that had ended before`);
      if (last) ended.add(last.period);
      starts.push(day);
    }
    last = { day, next: Temporal.PlainDate.from(day).add({ days: 1 }).toString(), period };
  }
  return { kind: 'known', starts, end: last?.next ?? '' };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
