/** The oracle's decimals against sums worked out by hand. */
import { expect, test } from 'vitest';
import { Decimal } from './decimal.ts';

const decimal = (digits: string) => Decimal.parse(digits);

test.each([
  ['0.10', '+', '0.20', '0.3'],
  ['99999999999999999.99', '+', '0.01', '100000000000000000'],
  ['-5.5', '+', '5.50', '0'],
  ['0.1', '*', '-0.02', '-0.002'],
  ['9007199254740993', '*', '3', '27021597764222979'],
] as const)('%s %s %s is %s', (left, operator, right, result) => {
  const value = operator === '+' ? decimal(left).plus(decimal(right)) : decimal(left).times(decimal(right));
  expect(value.toString()).toBe(result);
});

test.each([
  ['1.0', '1', 0],
  ['-0.3', '-0.30', 0],
  ['0.1', '0.09', 1],
  ['-2', '1', -1],
] as const)('%s compared with %s', (left, right, order) => {
  expect(decimal(left).compare(decimal(right))).toBe(order);
});

test('reads and prints digits beyond doubles', () => {
  expect(decimal('-000.50').toString()).toBe('-0.5');
  expect(decimal('123456789012345678901234567890.10').toString()).toBe('123456789012345678901234567890.1');
  expect(decimal('0.1').negated().toNumber()).toBe(-0.1);
  expect(() => decimal('1e3')).toThrow(RangeError);
});
