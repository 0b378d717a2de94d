/** The oracle's zone arithmetic on the days it is easy to get wrong; offsets from the IANA history. */
import { describe, expect, test } from 'vitest';
import { fromMicros, instantOf, lastInstantOf, readMoment, toMicros, wallClock } from './clock.ts';

describe('the instant of a wall clock', () => {
  test.each([
    // No such hour: the next instant.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000000Z'],
    ['2018-11-04T00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000000Z'],
    ['2026-03-08T00:30', 'America/Havana', '2026-03-08T05:00:00.000000Z'],
    // Twice the same hour: the earlier.
    ['2025-10-26T02:30', 'Europe/Berlin', '2025-10-26T00:30:00.000000Z'],
    ['2025-11-02T00:30', 'America/Havana', '2025-11-02T04:30:00.000000Z'],
    ['2018-02-17T23:30', 'America/Sao_Paulo', '2018-02-18T01:30:00.000000Z'],
    // After both.
    ['2018-02-18T00:00', 'America/Sao_Paulo', '2018-02-18T03:00:00.000000Z'],
    ['2026-04-05T03:00', 'Australia/Sydney', '2026-04-04T17:00:00.000000Z'],
    ['2026-01-01T00:00', 'Asia/Kathmandu', '2025-12-31T18:15:00.000000Z'],
  ])('%s in %s', (wall, zone, instant) => {
    expect(readMoment(wall, zone).instant).toBe(instant);
  });

  test.each([
    // No such hour: as if the clock had gone on.
    ['2026-03-29T02:30:00.000000', 'Europe/Berlin', '2026-03-29T01:30:00.000000Z'],
    ['2026-03-08T00:30:00.000000', 'America/Havana', '2026-03-08T05:30:00.000000Z'],
    // Twice the same hour: the later.
    ['2025-10-26T02:30:00.000000', 'Europe/Berlin', '2025-10-26T01:30:00.000000Z'],
    ['2018-02-17T23:30:00.000001', 'America/Sao_Paulo', '2018-02-18T02:30:00.000001Z'],
    ['2026-07-01T00:00:00.000000', 'Asia/Kathmandu', '2026-06-30T18:15:00.000000Z'],
  ])('of formulas, %s in %s', (wall, zone, instant) => {
    expect(lastInstantOf(wall, zone)).toBe(instant);
  });

  test('is shown again by the clock, to the microsecond', () => {
    const instant = instantOf('2026-03-29T03:00:00.000001', 'Europe/Berlin');
    expect(instant).toBe('2026-03-29T01:00:00.000001Z');
    expect(wallClock(instant, 'Europe/Berlin')).toBe('2026-03-29T03:00:00.000001');
    expect(wallClock('2026-03-29T00:59:59.999999Z', 'Europe/Berlin')).toBe('2026-03-29T01:59:59.999999');
  });
});

test.each([
  ['2026-01-31T10:00:00+03:00', '2026-01-31T07:00:00.000000Z', '2026-01-31T08:00:00.000000'],
  ['2026-01-31T23:30:00.5-03:30', '2026-02-01T03:00:00.500000Z', '2026-02-01T04:00:00.500000'],
  ['2026-07-01T00:00:00Z', '2026-07-01T00:00:00.000000Z', '2026-07-01T02:00:00.000000'],
  ['2026-07-01', '2026-06-30T22:00:00.000000Z', '2026-07-01T00:00:00.000000'],
])('the bound %s in Berlin', (text, instant, wall) => {
  expect(readMoment(text, 'Europe/Berlin')).toEqual({ instant, wall });
});

test('microseconds before 1970 come back as they were', () => {
  expect(fromMicros(toMicros('1969-12-31T23:59:59.999999'))).toBe('1969-12-31T23:59:59.999999');
});
