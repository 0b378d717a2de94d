/** Values of conditions by type: the text that is bound, or the fault. */
import { describe, expect, it } from 'vitest';
import type { ValueType } from '../../../src/base/value-type.ts';
import { valueText } from '../../../src/query/value-text.ts';

type Value = string | number | boolean;
const text = (type: ValueType, value: Value): string | boolean =>
  valueText(value, { member: 'm', type, zone: 'Europe/Berlin', pointer: '/where/0/value' });

describe('valueText', () => {
  it.each<[ValueType, Value, string | boolean]>([
    ['boolean', true, true],
    ['boolean', false, false],
    ['string', '', ''],
    ['string', "'; drop table x; --", "'; drop table x; --"],
    ['string', 'Оплачен 💳\n', 'Оплачен 💳\n'],
    ['key', 'A-17', 'A-17'],
    ['key', 17, '17'],
    ['key', -0, '0'],
    ['integer', 17, '17'],
    ['integer', '-9223372036854775808', '-9223372036854775808'],
    ['integer', '9223372036854775807', '9223372036854775807'],
    ['decimal', 0.1, '0.1'],
    ['decimal', 1e21, '1e+21'],
    ['decimal', '12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['float', -5e-324, '-5e-324'],
    ['float', '1.5', '1.5'],
    ['date', '2028-02-29', '2028-02-29'],
    ['time', '2026-07-01', '2026-07-01T00:00:00+02:00'],
    ['time', '2026-03-29T02:30', '2026-03-29T03:00:00+02:00'],
    ['time', '2026-07-01T12:00Z', '2026-07-01T14:00:00+02:00'],
    ['local_time', '2026-03-29T02:30', '2026-03-29T02:30:00'],
    ['local_time', '2026-03-29', '2026-03-29T00:00:00'],
  ])('%s %j', (type, value, bound) => {
    expect(text(type, value)).toBe(bound);
  });

  it.each<[ValueType, Value]>([
    ['boolean', 'true'],
    ['boolean', 1],
    ['string', 1],
    ['string', true],
    ['string', 'a\u0000b'],
    ['string', '\ud83d'],
    ['key', true],
    ['key', 1.5],
    ['key', 2 ** 53],
    ['key', '\u0000'],
    ['integer', 1.5],
    ['integer', 2 ** 53],
    ['integer', '9223372036854775808'],
    ['integer', '-9223372036854775809'],
    ['integer', '1e3'],
    ['integer', ''],
    ['integer', ' 1'],
    ['integer', true],
    ['decimal', ''],
    ['decimal', '1e3'],
    ['decimal', 'NaN'],
    ['decimal', 'Infinity'],
    ['decimal', '0x10'],
    ['decimal', '1,5'],
    ['decimal', `1${'0'.repeat(40)}`],
    ['float', false],
    ['date', '2026-02-30'],
    ['date', '0000-01-01'],
    ['date', '2026-01-31T00:00'],
    ['date', 20260131],
    ['time', 1767225600],
    ['time', true],
    ['local_time', '2026-01-31T09:30Z'],
    ['local_time', '2026-01-31T09:30+03:00'],
    ['local_time', 5],
  ])('%s does not take %j', (type, value) => {
    expect(() => text(type, value)).toThrow(
      expect.objectContaining({ code: 'QUERY_TYPE_MISMATCH', path: '/where/0/value' }),
    );
  });

  it.each<[ValueType, Value]>([
    ['time', 'yesterday'],
    ['time', '2026-02-30'],
    ['local_time', '25:00'],
  ])('%s: %j is no time', (type, value) => {
    expect(() => text(type, value)).toThrow(
      expect.objectContaining({ code: 'QUERY_BAD_TIME', path: '/where/0/value' }),
    );
  });
});
