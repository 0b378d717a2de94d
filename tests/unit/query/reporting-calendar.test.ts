import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { DayGrain } from '../../../src/base/value-type.ts';
import {
  bucketStart,
  countPeriods,
  isBucketStart,
  moveDay,
  type ReportingCalendar,
} from '../../../src/query/reporting-calendar.ts';
import { RETAIL } from './retail-periods.ts';

const CALENDAR: ReportingCalendar = { weekShift: 0, fiscalShift: 3, own: RETAIL };
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

describe('the start of a bucket', () => {
  it.each<[string, DayGrain, string]>([
    ['2026-03-31', 'fiscal_year', '2025-04-01'],
    ['2026-04-01', 'fiscal_year', '2026-04-01'],
    ['2026-05-31', 'fiscal_quarter', '2026-04-01'],
    ['2026-07-31', 'fiscal_quarter', '2026-07-01'],
    ['2026-01-01', 'fiscal_quarter', '2026-01-01'],
    ['2026-05-31', 'year', '2026-01-01'],
    ['2026-05-31', 'quarter', '2026-04-01'],
    ['2026-11-01', 'retail.period', '2026-10-05'],
    ['2026-11-02', 'retail.period', '2026-11-02'],
    ['2027-01-03', 'retail.period', '2026-12-07'],
    ['2027-01-04', 'retail.period', '2027-01-04'],
  ])('%s %s', (text, grain, start) => {
    expect(bucketStart(day(text), grain, CALENDAR).toString()).toBe(start);
    expect(isBucketStart(day(text), grain, CALENDAR)).toBe(text === start);
  });

  it.each(['2026-10-04', '2027-01-05'])('%s is in no period', (text) => {
    expect(() => bucketStart(day(text), 'retail.period', CALENDAR)).toThrow('2026-10-05 to 2027-01-03');
    expect(isBucketStart(day(text), 'retail.period', CALENDAR)).toBe(false);
  });
});

describe('moving', () => {
  it.each<[string, number, DayGrain, string]>([
    ['2026-11-02', -1, 'retail.period', '2026-10-05'],
    ['2026-11-02', 1, 'retail.period', '2026-12-07'],
    ['2026-12-07', 1, 'retail.period', '2027-01-04'],
    ['2027-01-04', -3, 'retail.period', '2026-10-05'],
    ['2026-11-10', -1, 'retail.period', '2026-10-13'],
    // The fifth week of a period that the others do not have.
    ['2026-12-06', -1, 'retail.period', '2026-11-01'],
    ['2026-12-06', 1, 'retail.period', '2027-01-03'],
    ['2026-05-31', 1, 'fiscal_quarter', '2026-08-31'],
    ['2024-02-29', 1, 'fiscal_year', '2025-02-28'],
  ])('%s by %d %s', (text, count, unit, moved) => {
    expect(moveDay(day(text), { count, unit }, CALENDAR).toString()).toBe(moved);
  });

  it.each<[string, number, string]>([
    ['2026-11-01', -1, 'before'],
    ['2026-12-08', 1, 'after'],
    ['2027-01-04', 1, 'after'],
  ])('%s by %d is beyond what is known', (text, count, side) => {
    const move = (): unknown => moveDay(day(text), { count, unit: 'retail.period' }, CALENDAR);
    expect(move).toThrow(`days ${side} those`);
  });
});

it('counts the periods that days lie in', () => {
  const count = (from: string, to: string): number =>
    countPeriods([day(from), day(to)], 'retail.period', CALENDAR);
  expect(count('2026-10-05', '2026-11-02')).toBe(1);
  expect(count('2026-10-31', '2026-11-03')).toBe(2);
  expect(count('2026-10-05', '2027-01-04')).toBe(3);
});

describe('periods that nobody read', () => {
  const own = (kind: 'stand_in' | 'unread'): ReportingCalendar => ({
    ...CALENDAR,
    own: new Map([['retail.period', { kind }]]),
  });

  it('are months where a query is explained', () => {
    expect(bucketStart(day('2026-11-22'), 'retail.period', own('stand_in')).toString()).toBe('2026-11-01');
    const move = { count: -2, unit: 'retail.period' } as const;
    expect(moveDay(day('2026-11-22'), move, own('stand_in')).toString()).toBe('2026-09-22');
  });

  it('are a mistake of ours where one is run', () => {
    expect(() => bucketStart(day('2026-11-22'), 'retail.period', own('unread'))).toThrow('were not read');
  });
});
