import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/exact-number.ts';

describe('ExactNumber', () => {
  it.each(['0', '-1', '12.50', '123456789012345678901234567890.000000000000000001'])('%s', (digits) => {
    const number = new ExactNumber(digits);
    expect(number.digits).toBe(digits);
    expect(JSON.stringify({ number })).toBe(`{"number":"${digits}"}`);
  });

  it.each(['', '-', '1.', '.5', '+1', '1e5', 'NaN', 'Infinity', '1,5', ' 1', '1\n', '0x10'])(
    'refuses %j, which could not be written into JSON as it is',
    (digits) => {
      expect(() => new ExactNumber(digits)).toThrow(RangeError);
    },
  );
});
