/** The warehouse's text → cells, by the type of their column. Exact numbers keep their digits (S13). */
import { Temporal } from 'temporal-polyfill';
import { assertNever } from '../base/assert-never.ts';
import { type Cell, ExactNumber } from '../base/exact-number.ts';
import type { ValueType } from '../base/value-type.ts';
import { printInstant } from '../query/resolve-bound.ts';

/** Instants are printed in `zone`. What is no number in JSON (NaN, infinity) is null. */
export function decodeCell(text: string | null, type: ValueType, zone: string): Cell {
  if (text === null) return null;
  switch (type) {
    case 'string':
    case 'key':
    case 'date':
      return text;
    case 'boolean':
      return text === 't';
    case 'integer':
    case 'decimal':
      return /^-?\d/.test(text) ? new ExactNumber(text) : null;
    case 'float':
      return finite(Number(text));
    case 'local_time':
      return text.replace(' ', 'T');
    case 'time':
      return decodeInstant(text, zone);
    default:
      return assertNever(type);
  }
}

/** -0 and 0 are one number. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

/** The session's zone is UTC: `2026-01-31 21:00:00.5+00`. Moments beyond ISO's years stay as they are. */
function decodeInstant(text: string, zone: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)\+00$/.exec(text);
  if (!match) return text;
  return printInstant(Temporal.Instant.from(`${match[1]}T${match[2]}Z`).toZonedDateTimeISO(zone));
}
