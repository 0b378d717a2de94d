/** Moments in parameters: what is one, and what no database could be asked about. */
import { expect, it } from 'vitest';
import { readInstant } from '../../../src/serving/read-instant.ts';

it.each<[string, string | null]>([
  ['2026-01-31', '2026-01-31T00:00:00Z'],
  ['2026-01-31T10:00+03:00', '2026-01-31T07:00:00Z'],
  ['0001-01-01', '0001-01-01T00:00:00Z'],
  ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ['0000-12-31', null],
  ['0001-01-01T00:00:00+01:00', null],
  ['9999-12-31T23:00:00-02:00', null],
  ['2026-02-30', null],
  ['2026-01-31T10:00', null],
  ['yesterday', null],
  ['', null],
])('reads %j', (text, instant) => {
  expect(readInstant(text)).toBe(instant);
});
