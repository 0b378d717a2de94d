/** Differences of exact numbers, against whole numbers of the same digits. */
import { describe, expect, it } from 'vitest';
import { subtractDigits } from '../../../src/base/subtract-digits.ts';

describe('subtractDigits', () => {
  it.each([
    ['3', '1', '2'],
    ['1', '3', '-2'],
    ['0', '0', '0'],
    ['-0.5', '-0.5', '0.0'],
    ['10.50', '3.2', '7.30'],
    ['3.2', '10.50', '-7.30'],
    ['0.1', '0.3', '-0.2'],
    ['-1.05', '2', '-3.05'],
    ['1', '0.999999999999999999999', '0.000000000000000000001'],
    ['9007199254740993.01', '0.02', '9007199254740992.99'],
    ['123456789012345678901234567890', '-1', '123456789012345678901234567891'],
  ])('%s − %s = %s', (a, b, difference) => {
    expect(subtractDigits(a, b)).toBe(difference);
  });
});
