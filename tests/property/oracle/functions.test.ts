/** Functions on values and on times, against results worked out by hand. */
import { describe, expect, test } from 'vitest';
import type { Grain } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { callFunction, type FunctionName } from './functions.ts';
import { like, literal, type RowFormula, type RowView } from './row-formula.ts';
import { need } from './schema.ts';
import {
  type DatePart,
  dateDiff,
  datePart,
  elapsed,
  localTimeLiteral,
  shifted,
  timeLiteral,
} from './time-functions.ts';
import type { Value } from './value.ts';
import { businessMinutes, type OpenCalendar } from './working-time.ts';

const CALENDARS = new Map<string, OpenCalendar>([
  [
    'desk',
    {
      zone: 'Europe/Berlin',
      hours: new Map([
        ['mon-fri', ['09:00-13:00', '14:00-18:00']],
        ['sat-sun', ['01:30-04:00']],
      ]),
      holidays: new Set(['2026-04-03', '2026-04-06']),
    },
  ],
]);
const plain = (value: Value) => (value instanceof Decimal ? value.toString() : value);
const decimal = (digits: string) => Decimal.parse(digits);

test.each([
  ['round', [decimal('2.5')], '3'],
  ['round', [decimal('-2.5')], '-3'],
  ['round', [decimal('1.005'), decimal('2')], '1.01'],
  ['round', [0.125, decimal('2')], 0.13],
  ['floor', [decimal('-0.1')], '-1'],
  ['ceil', [decimal('-0.9')], '0'],
  ['floor', [-1.25], -2],
  ['greatest', [null, decimal('1'), decimal('3')], '3'],
  ['least', [null, 'b', 'B'], 'B'],
  ['greatest', [null, null], null],
  ['length', ['a😀é'], '3'],
  ['upper', ['\uFB00aé'], '\uFB00AÉ'],
  ['trim', ['  a b '], 'a b'],
  ['concat', ['a', null], null],
  ['concat', ['a', 'b'], 'ab'],
  ['substring', ['abc', decimal('2')], 'bc'],
  ['substring', ['a😀c', decimal('2'), decimal('1')], '😀'],
  ['substring', ['abc', decimal('5')], ''],
  ['nullif', ['a', null], 'a'],
] satisfies [FunctionName, Value[], unknown][])('%s of %j is %s', (name, operands, expected) => {
  expect(plain(callFunction(name, operands))).toBe(expected);
});

test.each([
  ['abc', 'a%', true],
  ['abc', '_b_', true],
  ['abc', 'b', false],
  ['', '%', true],
  ['', '_', false],
  ['a%', 'a%', true],
  ['aXb', 'a_%b', true],
  ['ab', 'a_%b', false],
])('%s like %s: %s', (text, pattern, expected) => {
  expect(like(literal(text), pattern).evaluate(viewIn('UTC'))).toBe(expected);
});

function viewIn(zone: string): RowView {
  return { zone, weekStarts: 'monday', look: () => null, calendar: (name) => need(CALENDARS, name) };
}

describe('times in Berlin', () => {
  const berlin = viewIn('Europe/Berlin');
  const value = (formula: RowFormula) => plain(formula.evaluate(berlin));
  // Sunday, an hour after the clocks went from two to three.
  const sunday = timeLiteral('2026-03-29T02:30:00.000000Z');

  test.each([
    ['hour', '4'],
    ['day_of_week', '7'],
    ['day_of_month', '29'],
    ['day_of_year', '88'],
    ['iso_week', '13'],
    ['month', '3'],
    ['quarter', '1'],
    ['year', '2026'],
  ] satisfies [DatePart, string][])('%s', (part, expected) => {
    expect(value(datePart(part, sunday))).toBe(expected);
  });

  test('ISO weeks belong to the year of their Thursday', () => {
    const week = (wall: string) => value(datePart('iso_week', localTimeLiteral(`${wall}T00:00:00.000000`)));
    expect(['2026-01-01', '2024-12-30', '2027-01-01', '2021-01-03'].map(week)).toEqual([
      '1',
      '1',
      '53',
      '53',
    ]);
  });

  test('differences count the starts of units that lie between', () => {
    const night = timeLiteral('2026-03-31T22:30:00.000000Z');
    const between = (unit: 'day' | 'week' | 'month' | 'quarter' | 'year') =>
      value(dateDiff(unit, sunday, night));
    expect((['day', 'week', 'month', 'quarter', 'year'] as const).map(between)).toEqual([
      '3',
      '1',
      '1',
      '1',
      '0',
    ]);
    expect(value(dateDiff('day', night, sunday))).toBe('-3');
    expect(value(elapsed(sunday, night))).toBe('244800');
  });

  test.each([
    [1, 'hour', '2026-03-29T03:30:00.000000Z'],
    // The wall shows 04:30 on the day before, when it was an hour behind.
    [-1, 'day', '2026-03-28T03:30:00.000000Z'],
    [-1, 'month', '2026-02-28T03:30:00.000000Z'],
    [1, 'year', '2027-03-29T02:30:00.000000Z'],
    [2, 'week', '2026-04-12T02:30:00.000000Z'],
  ] satisfies [number, Grain, string][])('moved by %i %s', (count, unit, expected) => {
    expect(value(shifted(sunday, count, unit))).toBe(expected);
  });

  test.each([
    // From Thursday's evening over Good Friday and Easter Monday to Tuesday's forenoon.
    ['2026-04-02T17:59:30.000000', '2026-04-07T09:30:00.000000', 330.5],
    ['2026-04-07T09:30:00.000000', '2026-04-02T17:59:30.000000', -330.5],
    ['2026-04-03T10:00:00.000000', '2026-04-03T15:00:00.000000', 0],
    ['2026-04-08T12:30:00.000000', '2026-04-08T14:30:00.000000', 60],
  ])('minutes of work from %s to %s', (from, to, minutes) => {
    const [start, end] = [localTimeLiteral(from), localTimeLiteral(to)];
    expect(value(businessMinutes(start, end, 'desk'))).toBe(minutes);
  });

  test('the hour that clocks leave out is work as it is written', () => {
    const [start, end] = ['2026-03-29T00:30:00.000000Z', '2026-03-29T01:30:00.000000Z'].map(timeLiteral);
    expect(start && end && value(businessMinutes(start, end, 'desk'))).toBe(120);
  });

  test('a clock that never shows the time goes on with its change', () => {
    const before = timeLiteral('2026-03-28T01:30:00.000000Z');
    expect(value(shifted(before, 1, 'day'))).toBe('2026-03-29T01:30:00.000000Z');
  });
});
