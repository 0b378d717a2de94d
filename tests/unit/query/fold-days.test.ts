import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { type CalendarDay, foldDays } from '../../../src/query/fold-days.ts';

/** `2026-01-01 p1`, as rows. */
function days(...written: string[]): CalendarDay[] {
  return written.map((text) => {
    const [day = '', period = ''] = text.split(' ');
    return { day: day === '-' ? null : day, period: period === '-' ? null : period };
  });
}

describe('days', () => {
  it.each<[string, CalendarDay[], readonly string[], string]>([
    ['none', [], [], ''],
    ['one', days('2026-12-31 x'), ['2026-12-31'], '2027-01-01'],
    [
      'in any order, two of them told twice alike',
      days('2026-03-01 b', '2026-02-27 a', '2026-02-28 a', '2026-02-27 a', '2026-03-02 b'),
      ['2026-02-27', '2026-03-01'],
      '2026-03-03',
    ],
  ])('%s', (_name, rows, starts, end) => {
    expect(foldDays('retail', rows)).toEqual({ kind: 'known', starts, end });
  });
});

describe('days that contradict each other', () => {
  it.each<[string, CalendarDay[]]>([
    ['there is a row without a day', days('2026-01-01 a', '- a')],
    ['there is a row without a day', days('infinity a')],
    ['2026-01-02 has no period', days('2026-01-01 a', '2026-01-02 -')],
    ['2026-01-02 is in it twice, in different periods', days('2026-01-01 a', '2026-01-02 a', '2026-01-02 b')],
    ['2026-01-02 is missing', days('2026-01-01 a', '2026-01-04 a')],
    [
      'on 2026-01-03 a period goes on that had ended before',
      days('2026-01-01 a', '2026-01-02 b', '2026-01-03 a'),
    ],
  ])('%s', (problem, rows) => {
    const fold = (): unknown => foldDays('retail', rows);
    expect(fold).toThrow(SemanticError);
    expect(fold).toThrow(`The days of the calendar "retail" contradict each other: ${problem}.`);
  });
});
