/** Which buckets are cut by the range, or not over yet. */
import { describe, expect, it } from 'vitest';
import type { Grain } from '../../../src/base/value-type.ts';
import { notePartial } from '../../../src/engine/note-partial.ts';
import { resolveBound } from '../../../src/query/resolve-bound.ts';
import { RETAIL } from '../query/retail-periods.ts';

interface Asked {
  readonly grain: Grain;
  readonly times: readonly (string | null)[];
  readonly zone?: string;
  readonly from?: string;
  readonly to?: string;
  readonly now?: string;
  readonly metrics?: readonly string[];
}

/** `2026-01-01 range`, for one metric called m. */
function check({ grain, times, zone = 'Europe/Berlin', from, to, now, metrics = ['m'] }: Asked): string[] {
  const bound = (value: string | undefined) => (value === undefined ? null : resolveBound(value, zone, '/x'));
  return notePartial({
    grain,
    times,
    metrics,
    context: {
      zone,
      calendar: { weekShift: 0, fiscalShift: 3, own: RETAIL },
      range: { from: bound(from), to: bound(to) },
      limit: 10,
      numbers: 'json',
      currency: null,
    },
    now: new Date(now ?? '2030-01-01T00:00:00Z'),
  }).map(({ time, metric, reason }) => `${time} ${metric} ${reason}`);
}

describe('range', () => {
  it.each<[string, Asked, string[]]>([
    [
      'periods of a calendar, one of which the range cuts, and one that is not over',
      {
        grain: 'retail.period',
        times: ['2026-10-05', '2026-11-02', '2026-12-07'],
        from: '2026-10-06',
        to: '2027-01-04',
        now: '2026-12-31T00:00:00Z',
      },
      ['2026-10-05 m range', '2026-12-07 m unfinished'],
    ],
    [
      'a fiscal year that is not over',
      { grain: 'fiscal_year', times: ['2025-04-01'], now: '2026-03-31T00:00:00Z' },
      ['2025-04-01 m unfinished'],
    ],
    [
      'whole months',
      { grain: 'month', times: ['2026-01-01', '2026-02-01'], from: '2026-01-01', to: '2026-03-01' },
      [],
    ],
    ['no range', { grain: 'month', times: ['2026-01-01'] }, []],
    [
      'cut at the start',
      { grain: 'month', times: ['2026-01-01', '2026-02-01'], from: '2026-01-02', to: '2026-03-01' },
      ['2026-01-01 m range'],
    ],
    [
      'cut at the end',
      { grain: 'month', times: ['2026-01-01', '2026-02-01'], from: '2026-01-01', to: '2026-02-28' },
      ['2026-02-01 m range'],
    ],
    [
      'cut at both ends, told once',
      { grain: 'year', times: ['2026-01-01'], from: '2026-02-01', to: '2026-03-01' },
      ['2026-01-01 m range'],
    ],
    [
      'cut by a microsecond',
      { grain: 'day', times: ['2026-01-01'], from: '2026-01-01T00:00:00.000001' },
      ['2026-01-01 m range'],
    ],
    [
      'a week across the year',
      { grain: 'week', times: ['2025-12-29', '2026-01-05'], from: '2026-01-01', to: '2026-01-12' },
      ['2025-12-29 m range'],
    ],
    [
      'a quarter',
      { grain: 'quarter', times: ['2026-01-01', '2026-04-01'], to: '2026-06-01' },
      ['2026-04-01 m range'],
    ],
    [
      'an instant that is midnight here',
      { grain: 'day', times: ['2026-07-01'], from: '2026-06-30T22:00Z' },
      [],
    ],
    [
      'an instant that is midnight elsewhere',
      { grain: 'day', times: ['2026-07-01'], from: '2026-07-01T00:00Z' },
      ['2026-07-01 m range'],
    ],
    [
      'a day that begins at one',
      {
        grain: 'day',
        times: ['2018-11-04'],
        zone: 'America/Sao_Paulo',
        from: '2018-11-04',
        to: '2018-11-05',
      },
      [],
    ],
    [
      'a day with two midnights, from the first',
      { grain: 'day', times: ['2025-11-02'], zone: 'America/Havana', from: '2025-11-02', to: '2025-11-03' },
      [],
    ],
    [
      'a day with two midnights, from the second',
      { grain: 'day', times: ['2025-11-02'], zone: 'America/Havana', from: '2025-11-02T00:00-05:00' },
      ['2025-11-02 m range'],
    ],
    [
      'a day without time of its own beside one',
      {
        grain: 'day',
        times: ['2011-12-29', '2011-12-31'],
        zone: 'Pacific/Apia',
        from: '2011-12-29',
        to: '2012-01-01',
      },
      [],
    ],
  ])('%s', (_, asked, notes) => {
    expect(check(asked)).toEqual(notes);
  });
});

describe('range within a day', () => {
  it.each<[string, Asked, string[]]>([
    [
      'hours about a change of clocks',
      {
        grain: 'hour',
        times: ['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00'],
        from: '2026-10-25T02:00',
        to: '2026-10-25T03:00',
      },
      [],
    ],
    [
      'an hour cut at its start, one at its end',
      {
        grain: 'hour',
        times: ['2026-10-25T02:00:00+01:00', '2026-10-25T02:00:00+02:00'],
        from: '2026-10-25T02:00:00.000001+02:00',
        to: '2026-10-25T02:59:59.999999+01:00',
      },
      ['2026-10-25T02:00:00+02:00 m range', '2026-10-25T02:00:00+01:00 m range'],
    ],
    [
      'half an hour that the clock itself cuts',
      {
        grain: 'hour',
        zone: 'Australia/Lord_Howe',
        times: ['2026-04-05T01:00:00+11:00', '2026-04-05T01:30:00+10:30'],
        to: '2026-04-05T02:00:00+10:30',
      },
      [],
    ],
    [
      'an hour that ends with a change of clocks',
      {
        grain: 'hour',
        zone: 'America/St_Johns',
        times: ['2010-11-07T00:00:00-02:30'],
        to: '2010-11-07T02:31Z',
      },
      [],
    ],
    [
      'a minute and a second',
      { grain: 'minute', times: ['2026-01-01T10:00:00+01:00'], to: '2026-01-01T10:00:30' },
      ['2026-01-01T10:00:00+01:00 m range'],
    ],
    ['a second', { grain: 'second', times: ['2026-01-01T10:00:00+01:00'], to: '2026-01-01T10:00:01' }, []],
    [
      'an hour of wall clocks that no clock of the zone showed',
      { grain: 'hour', times: ['2026-03-29T02:00:00'], from: '2026-03-29T02:00', to: '2026-03-29T02:30' },
      ['2026-03-29T02:00:00 m range'],
    ],
    [
      'a moment told in UTC',
      {
        grain: 'minute',
        zone: 'Africa/Monrovia',
        times: ['1970-01-01T00:44:30Z'],
        from: '1970-01-01T00:44:30Z',
      },
      [],
    ],
    [
      'a day of which an hour comes after midnight',
      {
        grain: 'day',
        zone: 'America/St_Johns',
        times: ['2010-11-06', '2010-11-07'],
        from: '2010-11-06',
        to: '2010-11-08',
      },
      [],
    ],
    [
      'that day without its hour after midnight',
      { grain: 'day', zone: 'America/St_Johns', times: ['2010-11-06'], from: '2010-11-06', to: '2010-11-07' },
      ['2010-11-06 m range'],
    ],
  ])('%s', (_, asked, notes) => {
    expect(check(asked)).toEqual(notes);
  });
});

describe('unfinished', () => {
  it.each<[string, Asked, string[]]>([
    [
      'a month that runs',
      { grain: 'month', times: ['2026-10-01', '2026-11-01'], now: '2026-11-22T12:00:00Z' },
      ['2026-11-01 m unfinished'],
    ],
    ['a month that ends now', { grain: 'month', times: ['2026-11-01'], now: '2026-11-30T23:00:00Z' }, []],
    [
      'a month that ends in a millisecond',
      { grain: 'month', times: ['2026-11-01'], now: '2026-11-30T22:59:59.999Z' },
      ['2026-11-01 m unfinished'],
    ],
    [
      'the same moment in UTC',
      { grain: 'month', zone: 'UTC', times: ['2026-11-01'], now: '2026-11-30T23:00:00Z' },
      ['2026-11-01 m unfinished'],
    ],
    [
      'a day to come',
      { grain: 'day', times: ['2026-11-23'], now: '2026-11-22T12:00:00Z' },
      ['2026-11-23 m unfinished'],
    ],
    [
      'a day of 25 hours, in its last',
      { grain: 'day', times: ['2026-10-25'], now: '2026-10-25T22:30:00Z' },
      ['2026-10-25 m unfinished'],
    ],
    ['a day of 25 hours, over', { grain: 'day', times: ['2026-10-25'], now: '2026-10-25T23:00:00Z' }, []],
    [
      'an hour of wall clocks, by the clock of the zone',
      { grain: 'hour', times: ['2026-11-22T12:00:00', '2026-11-22T13:00:00'], now: '2026-11-22T12:00:00Z' },
      ['2026-11-22T13:00:00 m unfinished'],
    ],
    [
      'hours, the one that runs',
      {
        grain: 'hour',
        times: ['2026-11-22T12:00:00+01:00', '2026-11-22T13:00:00+01:00'],
        now: '2026-11-22T12:00:00Z',
      },
      ['2026-11-22T13:00:00+01:00 m unfinished'],
    ],
    [
      'cut and running',
      { grain: 'month', times: ['2026-11-01'], from: '2026-11-05', now: '2026-11-22T12:00:00Z' },
      ['2026-11-01 m range', '2026-11-01 m unfinished'],
    ],
  ])('%s', (_, asked, notes) => {
    expect(check(asked)).toEqual(notes);
  });
});

describe('notes', () => {
  it('are one for each bucket and metric, in the order of time, whatever the order of rows', () => {
    const times = ['2026-12-01', '2026-11-01', '2026-12-01', '2026-11-01', null];
    expect(check({ grain: 'month', times, now: '2026-11-22T12:00:00Z', metrics: ['a', 'b'] })).toEqual([
      '2026-11-01 a unfinished',
      '2026-11-01 b unfinished',
      '2026-12-01 a unfinished',
      '2026-12-01 b unfinished',
    ]);
  });

  it('pass over days that no calendar of ours has', () => {
    expect(check({ grain: 'day', times: ['0044-03-15 BC', 'infinity', '12026-01-01'] })).toEqual([]);
    const hours = ['0044-03-15 12:00:00+00 BC', 'infinity', '12026-01-01 00:00:00+00'];
    expect(check({ grain: 'hour', times: hours, from: '2026-01-01' })).toEqual([]);
  });
});
