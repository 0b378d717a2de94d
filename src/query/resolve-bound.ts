/** ISO 8601 texts → bounds of a range: exact, in the reporting zone, right on days when clocks change (S5). */
import { Temporal } from 'temporal-polyfill';
import { SemanticError } from '../errors/semantic-error.ts';
import type { TimeBound } from './bound-query.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** No second 60: the library would read it as 59. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,6})?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
const NANOSECONDS_A_MINUTE = 60_000_000_000;

/**
 * A date means its first moment. A wall clock that does not exist means the next instant, an ambiguous
 * one the earlier; an offset makes it an instant, whatever the zone.
 * @throws SemanticError QUERY_BAD_TIME
 */
export function resolveBound(value: string, zone: string, path: string): TimeBound {
  try {
    if (INSTANT.test(value)) {
      const moment = Temporal.Instant.from(value).toZonedDateTimeISO(zone);
      if (isWritable(moment)) return toBound(moment, moment.toPlainDateTime());
    } else if (DATE.test(value) || DATE_TIME.test(value)) {
      const local = Temporal.PlainDateTime.from(value);
      const moment = momentOf(local, zone);
      if (isWritable(moment) && isWritable(local)) return toBound(moment, local);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const expected = 'a date or date-time of ISO 8601';
  const hint = 'For example 2026-01-31, 2026-01-31T09:30 or 2026-01-31T09:30:00+03:00.';
  throw new SemanticError('QUERY_BAD_TIME', { value: value.slice(0, 40), expected }, { path, hint });
}

/**
 * ISO 8601 with offset, whole seconds unless there are more. Offsets of former times that have seconds
 * cannot be written: those moments are printed in UTC.
 */
export function printInstant(moment: Temporal.ZonedDateTime): string {
  return moment.offsetNanoseconds % NANOSECONDS_A_MINUTE === 0
    ? moment.toString({ timeZoneName: 'never' })
    : moment.toInstant().toString();
}

/** Years that ISO 8601 and databases write alike, with four digits; there is no year 0. */
function isWritable({ year }: { readonly year: number }): boolean {
  return year >= 1 && year <= 9999;
}

/** A wall clock that does not exist means the next instant, an ambiguous one the earlier (S5). */
export function momentOf(local: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime {
  const moment = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (moment.toPlainDateTime().equals(local)) return moment;
  // The clock skipped this time: the library moves on by the gap's length, we stop where the gap ends.
  return moment.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') ?? moment;
}

function toBound(moment: Temporal.ZonedDateTime, local: Temporal.PlainDateTime): TimeBound {
  const parameter = `${moment.toPlainDateTime().toString()}${moment.offset}`;
  return { instant: printInstant(moment), parameter, local: local.toString() };
}
