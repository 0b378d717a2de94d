/** From when to when buckets of days are, beside the clock's own rules: with and without a change near them. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { extentOf } from '../../../src/query/bucket-extent.ts';

const PLAIN = { weekShift: 0, fiscalShift: 0, own: new Map() };

/** None of them goes back over midnight in these years. */
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];

function everyDay(from: string, to: string): readonly Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(from);
  const { days } = first.until(to, { largestUnit: 'day' });
  return Array.from({ length: days }, (_, index) => first.add({ days: index }));
}

describe('the extent of a day', () => {
  it.each(ZONES)('in %s goes from midnight to midnight', (zone) => {
    for (const day of [...everyDay('1985-12-25', '1986-01-10'), ...everyDay('2025-01-01', '2026-01-05')]) {
      const midnights = [day, day.add({ days: 1 })].map((each) =>
        each.toZonedDateTime(zone).toInstant().toString(),
      );
      const extent = extentOf(day.toString(), 'day', { zone, calendar: PLAIN });
      expect([extent?.start.toString(), extent?.end.toString()], day.toString()).toEqual(midnights);
    }
  });

  it('is shorter where a day begins late, and ends where its clock shows it for the last time', () => {
    const extent = (day: string, zone: string) => {
      const found = extentOf(day, 'day', { zone, calendar: PLAIN });
      return [found?.start.toString(), found?.end.toString()];
    };
    // Midnight did not come: the clock went from 23:59:59 to 01:00.
    expect(extent('2018-11-04', 'America/Sao_Paulo')).toEqual([
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
    ]);
    // Midnight was taken back to 23:00, so the last hour of the 17th came twice.
    expect(extent('2018-02-17', 'America/Sao_Paulo')).toEqual([
      '2018-02-17T02:00:00Z',
      '2018-02-18T03:00:00Z',
    ]);
  });
});
