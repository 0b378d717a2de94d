/** How a zone's clock runs: periods of one offset, and the transitions that start a bucket of the clock. */
import { Temporal } from 'temporal-polyfill';
import { invariant } from '../base/invariant.ts';

/** A stretch of time in which the clock of a zone runs evenly. */
export interface ZonePeriod {
  /** Milliseconds since 1970: where it starts, and the first moment after it; both may lie beyond what was asked. */
  readonly start: number;
  readonly end: number;
  /** Local time less UTC, in milliseconds; a whole number of seconds. */
  readonly offset: number;
}

const MILLISECONDS_AN_HOUR = 3_600_000;
/** Before standard time, and as far ahead as any rule for clocks is worth. */
const [FIRST, LAST] = [
  Temporal.Instant.from('1800-01-01T00:00Z'),
  Temporal.Instant.from('2100-01-01T00:00Z'),
];

/** A few hundred zones at most, since names are checked before. */
const known = new Map<string, readonly string[]>();

/**
 * The transitions from 1800 to 2100 after which the clock stands within an hour, in UTC and ascending: only
 * there does a bucket of an hour or minute start when its clock does not say so. Most zones have one, the end
 * of local mean time; Lord Howe's clocks change by half an hour, twice a year.
 */
export function clockCuts(zone: string): readonly string[] {
  const found = known.get(zone);
  if (found) return found;
  const cuts: string[] = [];
  for (const { start, offset } of zonePeriods(FIRST, LAST, zone)) {
    if (Number.isFinite(start) && (start + offset) % MILLISECONDS_AN_HOUR !== 0)
      cuts.push(Temporal.Instant.fromEpochMilliseconds(start).toString());
  }
  known.set(zone, cuts);
  return cuts;
}

/** The periods that overlap with `[from, to)`, in order. */
export function* zonePeriods(
  from: Temporal.Instant,
  to: Temporal.Instant,
  zone: string,
): Generator<ZonePeriod> {
  let at = from.toZonedDateTimeISO(zone);
  const before = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  let start = before?.epochMilliseconds ?? -Infinity;
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    const end = next?.epochMilliseconds ?? Infinity;
    yield { start, end, offset: at.offsetNanoseconds / 1_000_000 };
    if (!next || Temporal.Instant.compare(next.toInstant(), to) >= 0) return;
    at = next;
    start = end;
  }
}

/** The one found last of each zone: moments are asked for in the order of time, hundreds of them in one period. */
const foundLast = new Map<string, ZonePeriod>();

/** The period that holds a moment, in milliseconds since 1970. */
export function periodAt(moment: number, zone: string): ZonePeriod {
  const last = foundLast.get(zone);
  if (last && last.start <= moment && moment < last.end) return last;
  const at = Temporal.Instant.fromEpochMilliseconds(moment);
  const [period] = zonePeriods(at, at, zone);
  invariant(period, 'every moment is in some period');
  foundLast.set(zone, period);
  return period;
}
