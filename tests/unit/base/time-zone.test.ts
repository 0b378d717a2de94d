import { describe, expect, it } from 'vitest';
import { isTimeZone, suggestTimeZone } from '../../../src/base/time-zone.ts';

describe('isTimeZone', () => {
  it.each([
    'UTC',
    'GMT',
    'Europe/Moscow',
    'Europe/Kyiv',
    'Europe/Kiev',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'America/North_Dakota/Center',
    'America/Port-au-Prince',
    'Antarctica/DumontDUrville',
    'US/Pacific',
    'Etc/GMT+3',
    'EST',
    'EST5EDT',
    'CET',
    'Pacific/Apia',
    'Australia/Lord_Howe',
  ])('takes %s', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '+03:00',
    '-05',
    '+0300',
    'UTC+3',
    'GMT+3',
    'Z',
    'MSK',
    'PST',
    'IST',
    'SystemV/AST4',
    'europe/moscow',
    'Europe/moscow',
    'utc',
    'Europe/Moskow',
    'Europe/Moscow ',
    'Etc/Unknown',
    'localtime',
    "Europe/Moscow'; select 1",
    `Europe/${'x'.repeat(10_000)}`,
  ])('refuses %j', (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  });

  it('takes every zone that the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isTimeZone(zone))).toEqual([]);
  });
});

describe('suggestTimeZone', () => {
  it.each([
    ['Europe/Moskow', 'Did you mean "Europe/Moscow"?'],
    ['europe/moscow', 'Did you mean "Europe/Moscow"?'],
    ['utc', 'Did you mean "UTC"?'],
    ['+03:00', 'An offset knows nothing of clock changes'],
    ['UTC+3', 'An offset knows nothing of clock changes'],
  ])('helps with %s', (zone, hint) => {
    expect(suggestTimeZone(zone)).toContain(hint);
  });

  it('has nothing to say of what is like no zone', () => {
    expect(suggestTimeZone('x'.repeat(200))).toBeUndefined();
  });
});
