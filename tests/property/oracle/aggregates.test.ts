/** The oracle's aggregates against numbers worked out by hand. */
import { expect, test } from 'vitest';
import { type AggregateFunction, aggregate } from './aggregates.ts';
import { Decimal } from './decimal.ts';
import type { Type, Value } from './value.ts';

const of = (name: AggregateFunction, values: readonly Value[], fraction: string | null = null) => {
  const argumentType: Type = values.some((value) => typeof value === 'boolean') ? 'boolean' : 'decimal';
  const result = aggregate({ function: name, fraction, argumentType }, values, false);
  return result instanceof Decimal ? result.toString() : result;
};
const numbers = (...digits: string[]) => digits.map((text) => Decimal.parse(text));

test.each([
  ['sum', null, '20.5'],
  ['avg', null, 4.1],
  ['median', null, 2],
  ['percentile', '0.25', 1],
  // Three quarters of the way from the first to the last of five values is the fourth.
  ['percentile', '0.75', 6],
  // A tenth of four steps: 0.4 of the way from 1 to 1.
  ['percentile', '0.9', 8.7],
  ['percentile_disc', '0.9', '10.5'],
  ['percentile_disc', '0.8', '6'],
  ['percentile_disc', '0', '1'],
  ['count_distinct', null, '4'],
  ['variance', null, 17.05],
  ['min', null, '1'],
] as const)('%s %s of 1, 1, 2, 6, 10.5 and nothing is %s', (name, fraction, expected) => {
  expect(of(name, [...numbers('6', '1', '10.5', '1', '2'), null], fraction)).toBe(expected);
});

test('one value has no spread, and none has no middle', () => {
  expect(of('stddev', numbers('3'))).toBeNull();
  expect(of('variance', numbers('3', '3'))).toBe(0);
  expect(of('stddev', numbers('1', '3'))).toBe(Math.SQRT2);
  expect(of('median', [null])).toBeNull();
  expect(of('percentile', [null], '0.5')).toBeNull();
  expect(of('percentile_disc', [], '0.5')).toBeNull();
});

test('sums of conditions count what is true, averages are its share', () => {
  expect(of('sum', [true, false, null, true])).toBe('2');
  expect(of('avg', [true, false, null, true, false])).toBe(0.5);
});

test('huge numbers keep every digit', () => {
  expect(of('sum', numbers('123456789012345678901234567890.5', '-0.1'))).toBe(
    '123456789012345678901234567890.4',
  );
  expect(of('variance', numbers('99999999999999999.99', '99999999999999998.99'))).toBe(0.5);
});
