/** Ranges in words, against calendars: now is Sunday 22 November 2026, 12:34:56 UTC, unless said otherwise. */
import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { resolveRange } from '../../../src/query/resolve-range.ts';
import { RETAIL } from './retail-periods.ts';

const NOW = '2026-11-22T12:34:56.789Z';

interface Place {
  readonly zone?: string;
  readonly weekShift?: number;
  readonly now?: string | null;
}

function resolve(text: string, { zone = 'UTC', weekShift = 0, now = NOW }: Place = {}): string[] {
  const clock = now === null ? null : new Date(now);
  const calendar = { weekShift, fiscalShift: 3, own: RETAIL };
  const { from, to } = resolveRange(text, { zone, calendar, now: clock, pointer: '/time/range' });
  return [from.instant, to.instant].map((bound) => bound.replace('T00:00:00+00:00', ''));
}

describe('relative to now', () => {
  it.each([
    ['today', '2026-11-22', '2026-11-23'],
    ['yesterday', '2026-11-21', '2026-11-22'],
    ['last day', '2026-11-21', '2026-11-22'],
    ['last 1 day', '2026-11-21', '2026-11-22'],
    ['last 30 days', '2026-10-23', '2026-11-22'],
    ['last 365 days', '2025-11-22', '2026-11-22'],
    ['last week', '2026-11-09', '2026-11-16'],
    ['last 2 weeks', '2026-11-02', '2026-11-16'],
    ['last month', '2026-10-01', '2026-11-01'],
    ['last 12 months', '2025-11-01', '2026-11-01'],
    ['last quarter', '2026-07-01', '2026-10-01'],
    ['last 5 quarters', '2025-07-01', '2026-10-01'],
    ['last 2 years', '2024-01-01', '2026-01-01'],
    ['this day', '2026-11-22', '2026-11-23'],
    ['this week', '2026-11-16', '2026-11-23'],
    ['this fiscal_year', '2026-04-01', '2027-04-01'],
    ['last fiscal_quarter', '2026-07-01', '2026-10-01'],
    ['last 2 fiscal_years', '2024-04-01', '2026-04-01'],
    ['fiscal_year to date', '2026-04-01', '2026-11-23'],
    ['fiscal_quarter to date', '2026-10-01', '2026-11-23'],
    ['this retail.period', '2026-11-02', '2026-12-07'],
    ['last retail.period', '2026-10-05', '2026-11-02'],
    ['last 1 retail.periods', '2026-10-05', '2026-11-02'],
    ['retail.period to date', '2026-11-02', '2026-11-23'],
    ['this month', '2026-11-01', '2026-12-01'],
    ['this quarter', '2026-10-01', '2027-01-01'],
    ['this year', '2026-01-01', '2027-01-01'],
    ['week to date', '2026-11-16', '2026-11-23'],
    ['month to date', '2026-11-01', '2026-11-23'],
    ['quarter to date', '2026-10-01', '2026-11-23'],
    ['year to date', '2026-01-01', '2026-11-23'],
  ])('%s', (text, from, to) => {
    expect(resolve(text)).toEqual([from, to]);
  });

  it.each([
    ['last 6 hours', '2026-11-22T06:00:00+00:00', '2026-11-22T12:00:00+00:00'],
    ['last hour', '2026-11-22T11:00:00+00:00', '2026-11-22T12:00:00+00:00'],
    ['last 90 minutes', '2026-11-22T11:04:00+00:00', '2026-11-22T12:34:00+00:00'],
    ['last 10 seconds', '2026-11-22T12:34:46+00:00', '2026-11-22T12:34:56+00:00'],
  ])('%s, whole ones', (text, from, to) => {
    expect(resolve(text)).toEqual([from, to]);
  });

  it('a day is that of the zone', () => {
    const now = '2026-11-22T11:00:00Z';
    expect(resolve('today', { now, zone: 'Pacific/Auckland' })).toEqual([
      '2026-11-23T00:00:00+13:00',
      '2026-11-24T00:00:00+13:00',
    ]);
    expect(resolve('today', { now, zone: 'Pacific/Pago_Pago' })).toEqual([
      '2026-11-22T00:00:00-11:00',
      '2026-11-23T00:00:00-11:00',
    ]);
  });

  it('a day of 23 hours and its hours', () => {
    const berlin = { zone: 'Europe/Berlin', now: '2026-03-29T10:30:00Z' };
    expect(resolve('today', berlin)).toEqual(['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00']);
    expect(resolve('last 12 hours', berlin)).toEqual([
      '2026-03-28T23:00:00+01:00',
      '2026-03-29T12:00:00+02:00',
    ]);
  });

  it('hours of a zone whose clock stands within one, and of one that changed within this one', () => {
    expect(resolve('last hour', { zone: 'Asia/Kathmandu' })).toEqual([
      '2026-11-22T17:00:00+05:45',
      '2026-11-22T18:00:00+05:45',
    ]);
    // At 02:00+11 clocks went back to 01:30+10:30; it is 01:40 for the second time.
    expect(resolve('last hour', { zone: 'Australia/Lord_Howe', now: '2026-04-04T15:10:00Z' })).toEqual([
      '2026-04-05T01:00:00+11:00',
      '2026-04-05T01:30:00+10:30',
    ]);
  });

  it('the halves of an hour that clocks cut count as one each', () => {
    // 12:00, 11:00, … 02:00+10:30, 01:30+10:30, 01:00+11, 00:00+11.
    const lordHowe = { zone: 'Australia/Lord_Howe', now: '2026-04-05T01:40:00Z' };
    expect(resolve('last 10 hours', lordHowe)[0]).toBe('2026-04-05T02:00:00+10:30');
    expect(resolve('last 11 hours', lordHowe)[0]).toBe('2026-04-05T01:30:00+10:30');
    expect(resolve('last 12 hours', lordHowe)[0]).toBe('2026-04-05T01:00:00+11:00');
    expect(resolve('last 13 hours', lordHowe)[0]).toBe('2026-04-05T00:00:00+11:00');
  });

  it.each([
    [0, '2026-11-16', '2026-11-09'],
    [1, '2026-11-22', '2026-11-15'],
    [2, '2026-11-21', '2026-11-14'],
    [6, '2026-11-17', '2026-11-10'],
  ])('weeks that start %i days before Monday', (weekShift, start, before) => {
    expect(resolve('this week', { weekShift })[0]).toBe(start);
    expect(resolve('last week', { weekShift })).toEqual([before, start]);
    expect(resolve('week to date', { weekShift })).toEqual([start, '2026-11-23']);
  });

  it('months have the days they have', () => {
    expect(resolve('last month', { now: '2028-03-31T00:00:00Z' })).toEqual(['2028-02-01', '2028-03-01']);
    expect(resolve('last 3 days', { now: '2028-03-01T00:00:00Z' })).toEqual(['2028-02-27', '2028-03-01']);
  });
});

describe('by name', () => {
  it.each([
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026-05', '2026-05-01', '2026-06-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W07', '2026-02-09', '2026-02-16'],
    ['2026-W53', '2026-12-28', '2027-01-04'],
    ['2027-W01', '2027-01-04', '2027-01-11'],
    ['2026-05-17', '2026-05-17', '2026-05-18'],
    ['2028-02-29', '2028-02-29', '2028-03-01'],
    ['0001', '0001-01-01', '0002-01-01'],
  ])('%s needs no clock', (text, from, to) => {
    expect(resolve(text, { now: null })).toEqual([from, to]);
  });

  it('an ISO week starts on Monday wherever weeks start', () => {
    expect(resolve('2026-W07', { weekShift: 1 })).toEqual(['2026-02-09', '2026-02-16']);
  });
});

describe('what is none', () => {
  it.each([
    ['last 30 dasy', '"last 30 days"'],
    ['lst 7 days', '"last 7 days"'],
    ['Last 7 days', '"last 7 days"'],
    ['last 7  days', '"last 7 days"'],
    ['last 0 days', 'Did you mean'],
    ['yeasterday', '"yesterday"'],
    ['month todate', '"month to date"'],
    ['this mnth', '"this month"'],
    ['2026-q1', '"2026-Q1"'],
    ['2026-w07', '"2026-W07"'],
    ['2025-W53', 'For example'],
    ['2026-W00', 'For example'],
    ['2026-13', 'For example'],
    ['2026-02-30', 'For example'],
    ['2026-Q5', 'For example'],
    ['9999', 'For example'],
    ['0000', 'For example'],
    ['last 99999 years', 'For example'],
    ['last 999999 days', 'Did you mean'],
    ['next month', 'Did you mean'],
    ['the fiscal year of the moon', 'For example'],
    ["'; drop table orders; --", 'For example'],
    ['', 'For example'],
  ])('%j', (text, hint) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code: 'QUERY_BAD_TIME', path: '/time/range' });
    expect(fault?.hint).toContain(hint);
  });
});

function faultOf(text: string): SemanticError | undefined {
  try {
    resolve(text);
    return undefined;
  } catch (error) {
    if (error instanceof SemanticError) return error;
    throw error;
  }
}
