/** S5 against clocks worked out by hand: what each bound is as an instant and as a wall clock. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { resolveBound } from '../../../src/query/resolve-bound.ts';

function check(value: string, zone: string, instant: string, local: string): void {
  const bound = resolveBound(value, zone, '/x');
  expect(bound).toMatchObject({ instant, local });
  // What databases get is the same moment, to the microsecond.
  expect(Temporal.Instant.from(bound.parameter).equals(Temporal.Instant.from(instant))).toBe(true);
}

describe('ordinary bounds', () => {
  it.each([
    ['2026-01-31', 'UTC', '2026-01-31T00:00:00+00:00', '2026-01-31T00:00:00'],
    ['2026-01-31', 'Europe/Moscow', '2026-01-31T00:00:00+03:00', '2026-01-31T00:00:00'],
    ['2026-01-31T09:30', 'Asia/Kathmandu', '2026-01-31T09:30:00+05:45', '2026-01-31T09:30:00'],
    ['2026-01-31T09:30:15.5', 'UTC', '2026-01-31T09:30:15.5+00:00', '2026-01-31T09:30:15.5'],
    ['2026-01-31T09:30:15.000001', 'UTC', '2026-01-31T09:30:15.000001+00:00', '2026-01-31T09:30:15.000001'],
    ['2026-01-31T00:00:00Z', 'America/New_York', '2026-01-30T19:00:00-05:00', '2026-01-30T19:00:00'],
    ['2026-07-01T00:00+05:45', 'Europe/Berlin', '2026-06-30T20:15:00+02:00', '2026-06-30T20:15:00'],
    ['2028-02-29', 'UTC', '2028-02-29T00:00:00+00:00', '2028-02-29T00:00:00'],
    ['0001-01-01', 'UTC', '0001-01-01T00:00:00+00:00', '0001-01-01T00:00:00'],
    ['9999-12-31T23:59:59.999999', 'UTC', '9999-12-31T23:59:59.999999+00:00', '9999-12-31T23:59:59.999999'],
  ])('%s in %s', check);
});

describe('days on which clocks change', () => {
  it.each([
    // Berlin springs from 02:00+01 to 03:00+02 on 2026-03-29 and falls from 03:00+02 to 02:00+01 on 2026-10-25.
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T00:00:00+01:00', '2026-03-29T00:00:00'],
    ['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T01:59:59+01:00', '2026-03-29T01:59:59'],
    ['2026-03-29T02:00', 'Europe/Berlin', '2026-03-29T03:00:00+02:00', '2026-03-29T02:00:00'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T03:00:00+02:00', '2026-03-29T02:30:00'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T03:00:00+02:00', '2026-03-29T03:00:00'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00'],
    ['2026-10-25T02:30+01:00', 'Europe/Berlin', '2026-10-25T02:30:00+01:00', '2026-10-25T02:30:00'],
    ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T03:00:00+01:00', '2026-10-25T03:00:00'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-26T00:00:00+01:00', '2026-10-26T00:00:00'],
    // São Paulo sprang from 00:00-03 to 01:00-02 on 2018-11-04 and fell from 00:00-02 to 23:00-03 on 2018-02-18.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T01:00:00-02:00', '2018-11-04T00:00:00'],
    [
      '2018-11-04T00:59:59.999999',
      'America/Sao_Paulo',
      '2018-11-04T01:00:00-02:00',
      '2018-11-04T00:59:59.999999',
    ],
    ['2018-11-05', 'America/Sao_Paulo', '2018-11-05T00:00:00-02:00', '2018-11-05T00:00:00'],
    ['2018-02-17T23:30', 'America/Sao_Paulo', '2018-02-17T23:30:00-02:00', '2018-02-17T23:30:00'],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T00:00:00-03:00', '2018-02-18T00:00:00'],
    // Havana fell from 01:00-04 to 00:00-05 on 2025-11-02: that midnight occurs twice.
    ['2025-11-02', 'America/Havana', '2025-11-02T00:00:00-04:00', '2025-11-02T00:00:00'],
    ['2025-11-02T00:30', 'America/Havana', '2025-11-02T00:30:00-04:00', '2025-11-02T00:30:00'],
    ['2025-11-02T01:00', 'America/Havana', '2025-11-02T01:00:00-05:00', '2025-11-02T01:00:00'],
    // It sprang from 00:00-05 to 01:00-04 on 2025-03-09.
    ['2025-03-09', 'America/Havana', '2025-03-09T01:00:00-04:00', '2025-03-09T00:00:00'],
    // Lord Howe shifts by half an hour: 02:00+10:30 to 02:30+11 on 2025-10-05, back from 02:00+11 on 2026-04-05.
    ['2025-10-05T02:15', 'Australia/Lord_Howe', '2025-10-05T02:30:00+11:00', '2025-10-05T02:15:00'],
    ['2025-10-05T02:30', 'Australia/Lord_Howe', '2025-10-05T02:30:00+11:00', '2025-10-05T02:30:00'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-05T01:45:00+11:00', '2026-04-05T01:45:00'],
    ['2026-04-05T02:00', 'Australia/Lord_Howe', '2026-04-05T02:00:00+10:30', '2026-04-05T02:00:00'],
    // Kathmandu went from +05:30 to +05:45 at midnight on 1986-01-01.
    ['1986-01-01', 'Asia/Kathmandu', '1986-01-01T00:15:00+05:45', '1986-01-01T00:00:00'],
    ['1985-12-31', 'Asia/Kathmandu', '1985-12-31T00:00:00+05:30', '1985-12-31T00:00:00'],
    // Apia skipped 2011-12-30 altogether, from -10 to +14.
    ['2011-12-30', 'Pacific/Apia', '2011-12-31T00:00:00+14:00', '2011-12-30T00:00:00'],
    ['2011-12-30T15:45', 'Pacific/Apia', '2011-12-31T00:00:00+14:00', '2011-12-30T15:45:00'],
    ['2011-12-29T23:59:59', 'Pacific/Apia', '2011-12-29T23:59:59-10:00', '2011-12-29T23:59:59'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-31T00:00:00+14:00', '2011-12-31T00:00:00'],
  ])('%s in %s', check);

  it('an offset with seconds cannot be written with the moment, which is then given in UTC', () => {
    // Monrovia was 44 minutes and 30 seconds behind until 1972.
    expect(resolveBound('1970-01-01', 'Africa/Monrovia', '/x').instant).toBe('1970-01-01T00:44:30Z');
  });
});

describe('what is no bound', () => {
  it.each([
    '',
    'today',
    '2026',
    '2026-01',
    '2026-1-1',
    '2026-02-30',
    '2026-13-01',
    '2025-02-29',
    '26-01-01',
    '2026-01-31 09:30',
    '2026-01-31T',
    '2026-01-31T24:00',
    '2026-01-31T09',
    '2026-01-31T09:60',
    '2026-01-31T09:30:60',
    '2026-01-31T09:30:15.1234567',
    '2026-01-31T09:30z',
    '2026-01-31T09:30+3',
    '2026-01-31T09:30+99:00',
    '2026-01-31T09:30:00[UTC]',
    '2026-01-31Z',
    '+002026-01-31',
    '-2026-01-31',
    '0000-01-01',
    '0000-12-31T23:59:59',
    '0001-01-01T00:00+01:00',
    '9999-12-31T23:59-01:00',
    "2026-01-31'; drop table x",
    '２０２６-01-31',
    '2026-01-31\u0000',
    '2026-01-31\n',
    ' 2026-01-31',
  ])('%j', (value) => {
    const resolve = () => resolveBound(value, 'UTC', '/time/from');
    expect(resolve).toThrow(SemanticError);
    expect(resolve).toThrow(expect.objectContaining({ code: 'QUERY_BAD_TIME', path: '/time/from' }));
  });
});
