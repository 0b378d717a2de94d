/** Moments as callers write them: a day, which is its first moment in UTC, or a date-time with offset. */
import { Temporal } from 'temporal-polyfill';

const SHAPE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** The years 1 to 9999: databases write others in other ways. */
const COMMON_YEAR = /^(?!0000)\d{4}-/;

/** ISO 8601 in UTC; `null` for what is no such moment. */
export function readInstant(text: string): string | null {
  if (!SHAPE.test(text)) return null;
  try {
    const instant = Temporal.Instant.from(text.includes('T') ? text : `${text}T00:00Z`).toString();
    return COMMON_YEAR.test(instant) ? instant : null;
  } catch {
    return null;
  }
}
