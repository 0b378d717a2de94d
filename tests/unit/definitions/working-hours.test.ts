/** Working hours as minutes of each weekday. */
import { describe, expect, it } from 'vitest';
import { parseWorkingHours, type WorkingWeek } from '../../../src/definitions/working-hours.ts';

const NINE_TO_FIVE = [[540, 1020]] as const;

describe('parseWorkingHours', () => {
  it.each<[name: string, hours: Record<string, string[]>, week: WorkingWeek]>([
    ['of one day', { wed: ['09:00-17:00'] }, [[], [], NINE_TO_FIVE, [], [], [], []]],
    [
      'of a range',
      { 'tue-thu': ['09:00-17:00'] },
      [[], NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, [], [], []],
    ],
    [
      'of a range over the end of the week',
      { 'sat-mon': ['09:00-17:00'] },
      [NINE_TO_FIVE, [], [], [], [], NINE_TO_FIVE, NINE_TO_FIVE],
    ],
    ['of a range of one day', { 'sun-sun': ['09:00-17:00'] }, [[], [], [], [], [], [], NINE_TO_FIVE]],
    ['of a whole day', { mon: ['00:00-24:00'] }, [[[0, 1440]], [], [], [], [], [], []]],
    [
      'of a day in two keys, in order of time, one shift ending when the next begins',
      { fri: ['13:00-17:00'], 'fri-fri': ['09:00-13:00'] },
      [
        [],
        [],
        [],
        [],
        [
          [540, 780],
          [780, 1020],
        ],
        [],
        [],
      ],
    ],
  ])('%s', (_, hours, week) => {
    expect(parseWorkingHours(hours)).toEqual({ week, faults: [] });
  });
});
