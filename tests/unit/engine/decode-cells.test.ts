/** The warehouse's text by type → cells. */
import { describe, expect, it } from 'vitest';
import { type Cell, ExactNumber } from '../../../src/base/exact-number.ts';
import type { ValueType } from '../../../src/base/value-type.ts';
import { decodeCell } from '../../../src/engine/decode-cells.ts';

const exact = (digits: string): ExactNumber => new ExactNumber(digits);

describe('decodeCell', () => {
  it.each<[ValueType, string | null, Cell]>([
    ['string', 'a', 'a'],
    ['string', '', ''],
    ['string', null, null],
    ['string', 'NaN', 'NaN'],
    ['key', '0017', '0017'],
    ['boolean', 't', true],
    ['boolean', 'f', false],
    ['boolean', null, null],
    ['integer', '9223372036854775808', exact('9223372036854775808')],
    ['integer', '-5', exact('-5')],
    ['decimal', '0.10', exact('0.10')],
    [
      'decimal',
      '-123456789012345678901234567890.000000001',
      exact('-123456789012345678901234567890.000000001'),
    ],
    ['decimal', 'NaN', null],
    ['decimal', 'Infinity', null],
    ['decimal', '-Infinity', null],
    ['float', '1.5', 1.5],
    ['float', '1e-07', 1e-7],
    ['float', '-1.79769313486e+308', -1.79769313486e308],
    ['float', '-0', 0],
    ['float', 'NaN', null],
    ['float', 'Infinity', null],
    ['float', '-Infinity', null],
    ['date', '2026-01-31', '2026-01-31'],
    ['date', '0044-03-15 BC', '0044-03-15 BC'],
    ['date', 'infinity', 'infinity'],
    ['local_time', '2026-03-29 02:30:00', '2026-03-29T02:30:00'],
    ['local_time', '2026-03-29 02:30:00.000001', '2026-03-29T02:30:00.000001'],
    ['time', '2026-01-31 21:00:00+00', '2026-01-31T22:00:00+01:00'],
    ['time', '2026-07-31 21:00:00.5+00', '2026-07-31T23:00:00.5+02:00'],
    ['time', '2026-07-31 21:00:00.000001+00', '2026-07-31T23:00:00.000001+02:00'],
    ['time', '2026-10-25 00:30:00+00', '2026-10-25T02:30:00+02:00'],
    ['time', '2026-10-25 01:30:00+00', '2026-10-25T02:30:00+01:00'],
    // Berlin was 53 minutes and 28 seconds ahead until April 1893: that offset cannot be written.
    ['time', '1890-01-01 00:00:00+00', '1890-01-01T00:00:00Z'],
    ['time', '0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
    ['time', '12026-01-01 00:00:00+00', '12026-01-01 00:00:00+00'],
    ['time', 'infinity', 'infinity'],
    ['time', null, null],
  ])('%s %j', (type, text, cell) => {
    expect(decodeCell(text, type, 'Europe/Berlin')).toStrictEqual(cell);
  });
});
