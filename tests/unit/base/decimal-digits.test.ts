import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDigits, digitsOf, subtractDigits } from '../../../src/base/decimal-digits.ts';

describe('subtractDigits', () => {
  it.each([
    ['10.50', '0.5', '10.00'],
    ['0.1', '0.3', '-0.2'],
    ['5', '7', '-2'],
    ['-1.005', '-1.005', '0.000'],
    ['-0.01', '0', '-0.01'],
    ['99999999999999999999.01', '0.02', '99999999999999999998.99'],
  ])('%s less %s is %s', (a, b, difference) => {
    expect(subtractDigits(a, b)).toBe(difference);
  });

  it('is what whole numbers of the last decimal give', () => {
    const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const print = (value: bigint): string => {
          const digits = String(value < 0n ? -value : value).padStart(3, '0');
          return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        };
        expect(subtractDigits(print(a), print(b))).toBe(print(a - b));
      }),
    );
  });
});

it('orders numbers by their value', () => {
  expect(compareDigits('1.0', '1.00')).toBe(0);
  expect(compareDigits('-2', '-1.5')).toBe(-1);
  expect(compareDigits('10', '9.99')).toBe(1);
});

describe('digitsOf', () => {
  it.each([
    [1e-7, '0.0000001'],
    [-1.5e-9, '-0.0000000015'],
    [1e21, '1000000000000000000000'],
    [-1.25e22, '-12500000000000000000000'],
    [0.1, '0.1'],
    [-3, '-3'],
    [-0, '0'],
  ])('of %d are %s', (number, digits) => {
    expect(digitsOf(number)).toBe(digits);
  });

  it('are those of the same number', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (number) => {
        const digits = digitsOf(number);
        expect(Number(digits)).toBe(number === 0 ? 0 : number);
        expect(digits).not.toContain('e');
      }),
    );
  });
});
