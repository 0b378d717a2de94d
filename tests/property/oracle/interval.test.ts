/** What windows hold, against intervals read off a calendar. */
import { describe, expect, test } from 'vitest';
import { applyWindows, type Interval, type Setting, wholeBucket } from './interval.ts';
import type { Window } from './window.ts';

const NOW = '2026-06-15T10:00:00.000000Z';
const berlin: Setting = {
  type: 'time',
  zone: 'Europe/Berlin',
  weekStarts: 'monday',
  grain: 'month',
  now: NOW,
};
const days: Setting = { ...berlin, type: 'date' };
const walls: Setting = { ...berlin, type: 'local_time', grain: 'hour' };

const shift = (count: number, unit: 'hour' | 'day' | 'week' | 'month' | 'year'): Window => ({
  kind: 'shift',
  count,
  unit,
});
const trailing = (count: number, unit: 'hour' | 'day' | 'month' | 'bucket'): Window => ({
  kind: 'trailing',
  count,
  unit,
});

/** Of a range or a cut bucket, which has no length to keep. */
function part(start: string | null, end: string): Interval {
  return { start, end, length: null };
}

function held(interval: Interval, windows: readonly Window[], setting: Setting): readonly (string | null)[] {
  const { start, end } = applyWindows(interval, windows, setting);
  return [start, end];
}

describe('buckets of days', () => {
  const month = (start: string) => wholeBucket(start, days, 'month');
  const day = (start: string) => wholeBucket(start, { ...days, grain: 'day' }, 'day');
  test.each<[Interval, Window[], [string | null, string]]>([
    [month('2026-03-01'), [shift(1, 'month')], ['2026-02-01', '2026-03-01']],
    [month('2028-02-01'), [shift(1, 'year')], ['2027-02-01', '2027-03-01']],
    [month('2026-03-01'), [shift(15, 'day')], ['2026-02-14', '2026-03-14']],
    [day('2026-03-31'), [shift(1, 'month')], ['2026-02-28', '2026-03-01']],
    [day('2028-02-29'), [shift(1, 'year')], ['2027-02-28', '2027-03-01']],
    [part('2026-03-10', '2026-03-31'), [shift(1, 'month')], ['2026-02-10', '2026-03-01']],
    [part('2026-04-02', '2026-05-01'), [shift(1, 'month')], ['2026-03-02', '2026-04-01']],
    [part('2026-03-02', '2026-03-31'), [shift(2, 'week')], ['2026-02-16', '2026-03-17']],
    [month('2026-03-01'), [trailing(1, 'day')], ['2026-03-31', '2026-04-01']],
    [month('2026-03-01'), [trailing(2, 'bucket')], ['2026-02-01', '2026-04-01']],
    [part('2026-03-01', '2026-03-10'), [trailing(2, 'bucket')], ['2026-02-01', '2026-03-10']],
    [month('2026-03-01'), [{ kind: 'to_date', period: 'quarter' }], ['2026-01-01', '2026-04-01']],
    [month('2026-03-01'), [{ kind: 'to_date', period: 'week' }], ['2026-03-30', '2026-04-01']],
    [month('2026-03-01'), [{ kind: 'running' }], [null, '2026-04-01']],
    [month('2026-05-01'), [{ kind: 'shift_to', period: 'year' }], ['2026-01-01', '2026-02-01']],
    [month('2026-03-01'), [trailing(3, 'day'), shift(1, 'month')], ['2026-02-28', '2026-03-03']],
    [month('2026-03-01'), [shift(1, 'month'), trailing(3, 'day')], ['2026-02-26', '2026-03-01']],
    [month('2026-03-01'), [{ kind: 'running' }, shift(1, 'month')], [null, '2026-03-01']],
  ])('%j in %j', (interval, windows, expected) => {
    expect(held(interval, windows, days)).toEqual(expected);
  });

  test('what is not over ends with today', () => {
    expect(held(month('2026-06-01'), [shift(1, 'month')], days)).toEqual(['2026-05-01', '2026-05-16']);
    expect(held(month('2026-07-01'), [shift(1, 'month')], days)).toEqual(['2026-06-01', '2026-07-01']);
    const last = { ...days, now: '2026-06-30T10:00:00.000000Z' };
    expect(held(month('2026-06-01'), [shift(1, 'month')], last)).toEqual(['2026-05-01', '2026-06-01']);
  });
});

describe('instants', () => {
  const day = (start: string) => wholeBucket(start, berlin, 'day');
  const [start29, start30] = ['2026-03-28T23:00:00.000000Z', '2026-03-29T22:00:00.000000Z'];
  test('days have as many hours as the clock says', () => {
    expect(held(day(start30), [trailing(24, 'hour')], berlin)[0]).toBe(start30);
    expect(held(day(start29), [trailing(24, 'hour')], berlin)[0]).toBe('2026-03-28T22:00:00.000000Z');
    expect(held(day(start30), [shift(1, 'day')], berlin)).toEqual([start29, start30]);
    expect(held(part(start29, start30), [shift(1, 'hour')], berlin)).toEqual([
      '2026-03-28T22:00:00.000000Z',
      '2026-03-29T21:00:00.000000Z',
    ]);
  });

  test('what is not over ends now', () => {
    const june = wholeBucket('2026-05-31T22:00:00.000000Z', berlin, 'month');
    expect(held(june, [shift(1, 'month')], berlin)).toEqual([
      '2026-04-30T22:00:00.000000Z',
      '2026-05-15T10:00:00.000000Z',
    ]);
  });
});

test('wall clocks run on through the nights in which others change', () => {
  const hour = wholeBucket('2026-03-29T02:00:00.000000', walls, 'hour');
  expect(held(hour, [trailing(2, 'bucket')], walls)).toEqual([
    '2026-03-29T01:00:00.000000',
    '2026-03-29T03:00:00.000000',
  ]);
  expect(held(hour, [shift(1, 'day')], walls)).toEqual([
    '2026-03-28T02:00:00.000000',
    '2026-03-28T03:00:00.000000',
  ]);
});
