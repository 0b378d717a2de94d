/** The oracle's buckets on days of 23, 24½ and 25 hours; offsets from the IANA history. */
import { describe, expect, test } from 'vitest';
import { bucketOf, daysBetween, nextBucket, spansBetween, startOfSpan, wallsBetween } from './calendar.ts';
import { readMoment } from './clock.ts';

test.each([
  ['2026-01-01', 'week', 'monday', '2025-12-29', '2026-01-05'],
  ['2026-01-04', 'week', 'sunday', '2026-01-04', '2026-01-11'],
  ['2026-01-02', 'week', 'saturday', '2025-12-27', '2026-01-03'],
  ['2026-12-31', 'quarter', 'monday', '2026-10-01', '2027-01-01'],
  ['2026-03-01', 'quarter', 'monday', '2026-01-01', '2026-04-01'],
  ['2024-02-29', 'month', 'monday', '2024-02-01', '2024-03-01'],
  ['2024-02-29', 'year', 'monday', '2024-01-01', '2025-01-01'],
  ['2024-02-29', 'day', 'monday', '2024-02-29', '2024-03-01'],
] as const)('%s lies in the %s, weeks from %s, of %s', (day, grain, weekStarts, bucket, next) => {
  expect(bucketOf(day, grain, weekStarts)).toBe(bucket);
  expect(nextBucket(day, grain, weekStarts)).toBe(next);
});

describe('the span of an instant', () => {
  test.each([
    ['2026-03-29T00:59:59.999999Z', 'Europe/Berlin', 'hour', '2026-03-29T00:00:00.000000Z'],
    ['2026-03-29T01:00:00.000000Z', 'Europe/Berlin', 'hour', '2026-03-29T01:00:00.000000Z'],
    // Two o'clock twice: at +02:00, then at +01:00.
    ['2025-10-26T00:30:00.000000Z', 'Europe/Berlin', 'hour', '2025-10-26T00:00:00.000000Z'],
    ['2025-10-26T01:30:00.000000Z', 'Europe/Berlin', 'hour', '2025-10-26T01:00:00.000000Z'],
    // Half an hour back at 02:00+11:00: half past one comes again, as a span of half an hour.
    ['2026-04-04T14:59:59.000000Z', 'Australia/Lord_Howe', 'hour', '2026-04-04T14:00:00.000000Z'],
    ['2026-04-04T15:10:00.000000Z', 'Australia/Lord_Howe', 'hour', '2026-04-04T15:00:00.000000Z'],
    ['2026-04-04T15:40:00.000000Z', 'Australia/Lord_Howe', 'hour', '2026-04-04T15:30:00.000000Z'],
    ['2025-12-31T18:44:59.000000Z', 'Asia/Kathmandu', 'hour', '2025-12-31T18:15:00.000000Z'],
    ['2026-04-04T15:10:20.500000Z', 'Australia/Lord_Howe', 'minute', '2026-04-04T15:10:00.000000Z'],
    ['2026-04-04T15:10:20.500000Z', 'Australia/Lord_Howe', 'second', '2026-04-04T15:10:20.000000Z'],
  ] as const)('%s in %s, by %s', (instant, zone, grain, start) => {
    expect(startOfSpan(instant, zone, grain)).toBe(start);
  });

  test('is one of as many as the day has hours', () => {
    const hours = (day: string, next: string, zone: string) =>
      spansBetween(readMoment(day, zone).instant, readMoment(next, zone).instant, { zone, grain: 'hour' });
    expect(hours('2026-03-29', '2026-03-30', 'Europe/Berlin')).toHaveLength(23);
    expect(hours('2025-10-26', '2025-10-27', 'Europe/Berlin')).toHaveLength(25);
    expect(hours('2026-04-05', '2026-04-06', 'Australia/Lord_Howe')).toHaveLength(25);
    expect(hours('2026-04-05', '2026-04-06', 'Australia/Lord_Howe').slice(1, 4)).toEqual([
      '2026-04-04T14:00:00.000000Z',
      '2026-04-04T15:00:00.000000Z',
      '2026-04-04T15:30:00.000000Z',
    ]);
  });
});

describe('the buckets of a range', () => {
  const berlin = (text: string) => readMoment(text, 'Europe/Berlin');

  test('hold those that it cuts, and end before its end', () => {
    const at = { zone: 'Europe/Berlin', weekStarts: 'monday' } as const;
    const from = berlin('2026-03-28T23:30');
    expect(daysBetween(from, berlin('2026-03-30'), { ...at, grain: 'day' })).toEqual([
      '2026-03-28',
      '2026-03-29',
    ]);
    expect(daysBetween(from, berlin('2026-03-30T00:00:01'), { ...at, grain: 'week' })).toEqual([
      '2026-03-23',
      '2026-03-30',
    ]);
    expect(daysBetween(from, berlin('2026-04-01'), { ...at, grain: 'month' })).toEqual(['2026-03-01']);
  });

  test('are whole seconds too, and hours of wall clocks', () => {
    const [from, to] = [berlin('2026-03-29T01:59:58.5'), berlin('2026-03-29T03:00:00.5')];
    expect(spansBetween(from.instant, to.instant, { zone: 'Europe/Berlin', grain: 'second' })).toEqual([
      '2026-03-29T00:59:58.000000Z',
      '2026-03-29T00:59:59.000000Z',
      '2026-03-29T01:00:00.000000Z',
    ]);
    expect(wallsBetween(from.wall, to.wall, 'hour')).toEqual([
      '2026-03-29T01:00:00.000000',
      '2026-03-29T02:00:00.000000',
      '2026-03-29T03:00:00.000000',
    ]);
  });
});
