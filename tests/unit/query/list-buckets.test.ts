/** The buckets of a range, worked out by hand; `tests/property/clock-buckets.test.ts` has those of many clocks. */
import { describe, expect, it } from 'vitest';
import type { Grain, ValueType } from '../../../src/base/value-type.ts';
import { listBuckets } from '../../../src/query/list-buckets.ts';
import { resolveBound } from '../../../src/query/resolve-bound.ts';
import { clockCuts } from '../../../src/query/zone-periods.ts';
import { RETAIL } from './retail-periods.ts';

interface Asked {
  readonly grain: Grain;
  readonly from: string;
  readonly to: string;
  readonly zone?: string;
  readonly weekShift?: number;
  readonly types?: readonly ValueType[];
}

function list({ from, to, grain, zone = 'UTC', weekShift = 0, types = ['time'] }: Asked): readonly string[] {
  const [lower, upper] = [resolveBound(from, zone, ''), resolveBound(to, zone, '')];
  const calendar = { weekShift, fiscalShift: 3, own: RETAIL };
  return listBuckets({ from: lower, to: upper, grain, zone, calendar }, new Set(types));
}

describe('calendar buckets', () => {
  it.each<[string, Asked, string[]]>([
    [
      'days',
      { grain: 'day', from: '2028-02-28', to: '2028-03-02' },
      ['2028-02-28', '2028-02-29', '2028-03-01'],
    ],
    [
      'weeks from Monday',
      { grain: 'week', from: '2026-01-01', to: '2026-01-06' },
      ['2025-12-29', '2026-01-05'],
    ],
    [
      'fiscal quarters from April',
      { grain: 'fiscal_quarter', from: '2026-03-31', to: '2026-07-02' },
      ['2026-01-01', '2026-04-01', '2026-07-01'],
    ],
    [
      'periods of a calendar',
      { grain: 'retail.period', from: '2026-11-01', to: '2026-12-07' },
      ['2026-10-05', '2026-11-02'],
    ],
    [
      'weeks from Sunday',
      { grain: 'week', weekShift: 1, from: '2026-01-01', to: '2026-01-05' },
      ['2025-12-28', '2026-01-04'],
    ],
    [
      'months cut at both ends',
      { grain: 'month', from: '2025-12-31', to: '2026-01-02' },
      ['2025-12-01', '2026-01-01'],
    ],
    ['quarters', { grain: 'quarter', from: '2026-03-31', to: '2026-07-01' }, ['2026-01-01', '2026-04-01']],
    ['years', { grain: 'year', from: '9998-06-01', to: '9999-12-31' }, ['9998-01-01', '9999-01-01']],
    ['part of a day', { grain: 'day', from: '2026-01-01T10:00', to: '2026-01-01T10:00:01' }, ['2026-01-01']],
    [
      'a day that was left out',
      { grain: 'day', zone: 'Pacific/Apia', from: '2011-12-29', to: '2012-01-01' },
      ['2011-12-29', '2011-12-31'],
    ],
    [
      'that day where some leg counts days',
      { grain: 'day', zone: 'Pacific/Apia', from: '2011-12-29', to: '2012-01-01', types: ['time', 'date'] },
      ['2011-12-29', '2011-12-30', '2011-12-31'],
    ],
    [
      'a day that comes back after midnight',
      { grain: 'day', zone: 'America/St_Johns', from: '2010-11-07', to: '2010-11-08' },
      ['2010-11-06', '2010-11-07'],
    ],
    [
      'a month that comes back after midnight',
      { grain: 'month', zone: 'America/St_Johns', from: '2009-11-01', to: '2010-01-01' },
      ['2009-10-01', '2009-11-01', '2009-12-01'],
    ],
  ])('%s', (_, asked, buckets) => {
    expect(list(asked)).toEqual(buckets);
  });

  it('are as many as the days of the years between', () => {
    const asked = { grain: 'day', zone: 'America/Sao_Paulo', from: '1999-01-01', to: '2026-01-01' } as const;
    expect(list(asked)).toHaveLength(27 * 365 + 7);
    expect(list({ ...asked, grain: 'month' })).toHaveLength(27 * 12);
  });
});

describe('buckets of the clock', () => {
  it.each<[string, Asked, string[]]>([
    [
      'hours of a zone that is ahead by part of one',
      { grain: 'hour', zone: 'Asia/Kathmandu', from: '2026-01-01T00:30', to: '2026-01-01T02:00' },
      ['2026-01-01T00:00:00+05:45:00', '2026-01-01T01:00:00+05:45:00'],
    ],
    [
      'an hour that is left out',
      { grain: 'hour', zone: 'Europe/Berlin', from: '2026-03-29T01:00', to: '2026-03-29T04:00' },
      ['2026-03-29T01:00:00+01:00:00', '2026-03-29T03:00:00+02:00:00'],
    ],
    [
      'an hour of which half comes twice',
      { grain: 'hour', zone: 'Australia/Lord_Howe', from: '2026-04-05T01:00', to: '2026-04-05T03:00' },
      ['2026-04-05T01:00:00+11:00:00', '2026-04-05T01:30:00+10:30:00', '2026-04-05T02:00:00+10:30:00'],
    ],
    [
      'from within the half that comes again',
      { grain: 'hour', zone: 'Australia/Lord_Howe', from: '2026-04-04T15:20Z', to: '2026-04-04T15:31Z' },
      ['2026-04-05T01:30:00+10:30:00', '2026-04-05T02:00:00+10:30:00'],
    ],
    [
      'minutes in a time whose offset has seconds',
      { grain: 'minute', zone: 'Africa/Monrovia', from: '1972-01-07T00:43:40Z', to: '1972-01-07T00:45:10Z' },
      ['1972-01-06T23:59:00-00:44:30', '1972-01-07T00:44:30+00:00:00', '1972-01-07T00:45:00+00:00:00'],
    ],
    [
      'seconds that a range of less than a millisecond touches',
      { grain: 'second', from: '2026-01-01T00:00:00.999999', to: '2026-01-01T00:00:01.000001' },
      ['2026-01-01T00:00:00+00:00:00', '2026-01-01T00:00:01+00:00:00'],
    ],
    [
      'the first hours that there are',
      { grain: 'hour', zone: 'Europe/Berlin', from: '0001-01-01', to: '0001-01-01T01:00' },
      ['0001-01-01T00:00:00+00:53:28'],
    ],
    [
      'wall clocks',
      {
        grain: 'hour',
        zone: 'Europe/Berlin',
        from: '2026-03-29T01:30',
        to: '2026-03-29T03:00',
        types: ['local_time'],
      },
      ['2026-03-29T01:00:00', '2026-03-29T02:00:00'],
    ],
  ])('%s', (_, asked, buckets) => {
    expect(list(asked)).toEqual(buckets);
  });
});

describe('cuts of the clock', () => {
  it('are changes after which the clock stands within an hour', () => {
    expect(clockCuts('UTC')).toEqual([]);
    expect(clockCuts('Europe/Berlin').filter((cut) => cut > '1900')).toEqual([]);
    expect(clockCuts('Asia/Kathmandu')).toContain('1985-12-31T18:30:00Z');
    const lordHowe = clockCuts('Australia/Lord_Howe').filter((cut) => cut.startsWith('2026'));
    expect(lordHowe).toEqual(['2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z']);
  });

  it('ascend', () => {
    const cuts = clockCuts('America/St_Johns');
    expect(cuts).toEqual([...cuts].sort());
  });
});
