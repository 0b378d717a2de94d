/** Ranges in words, worked out with a wall calendar: it is Friday 13 March 2026, shortly after 14:20 in Berlin. */
import { expect, test } from 'vitest';
import { resolveRange } from './time-range.ts';

const NOW = { instant: '2026-03-13T13:20:30.500000Z', zone: 'Europe/Berlin', weekStarts: 'monday' } as const;

test.each([
  ['today', '2026-03-13T00:00', '2026-03-14T00:00'],
  ['yesterday', '2026-03-12T00:00', '2026-03-13T00:00'],
  ['last 1 day', '2026-03-12T00:00', '2026-03-13T00:00'],
  ['last 30 days', '2026-02-11T00:00', '2026-03-13T00:00'],
  ['last 2 weeks', '2026-02-23T00:00', '2026-03-09T00:00'],
  ['last 12 months', '2025-03-01T00:00', '2026-03-01T00:00'],
  ['last 1 quarter', '2025-10-01T00:00', '2026-01-01T00:00'],
  ['last 6 hours', '2026-03-13T08:00', '2026-03-13T14:00'],
  ['last 90 seconds', '2026-03-13T14:19', '2026-03-13T14:20:30'],
  ['this week', '2026-03-09T00:00', '2026-03-16T00:00'],
  ['this month', '2026-03-01T00:00', '2026-04-01T00:00'],
  ['month to date', '2026-03-01T00:00', '2026-03-14T00:00'],
  ['2026', '2026-01-01T00:00', '2027-01-01T00:00'],
  ['2026-Q2', '2026-04-01T00:00', '2026-07-01T00:00'],
  ['2026-05', '2026-05-01T00:00', '2026-06-01T00:00'],
  ['2026-W07', '2026-02-09T00:00', '2026-02-16T00:00'],
  ['2026-W01', '2025-12-29T00:00', '2026-01-05T00:00'],
  ['2026-05-17', '2026-05-17T00:00', '2026-05-18T00:00'],
])('%s is from %s to %s', (text, from, to) => {
  const range = resolveRange(text, NOW);
  expect([range?.from.wall.slice(0, from.length), range?.to.wall.slice(0, to.length)]).toEqual([from, to]);
});

test('weeks start where the project says, apart from those of ISO 8601', () => {
  const sunday = { ...NOW, weekStarts: 'sunday' } as const;
  expect(resolveRange('this week', sunday)?.from.wall).toBe('2026-03-08T00:00:00.000000');
  expect(resolveRange('2026-W07', sunday)?.from.wall).toBe('2026-02-09T00:00:00.000000');
});

test('means nothing else', () => {
  expect(['last 0 days', 'next week', '2026-Q5', ''].map((text) => resolveRange(text, NOW))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
