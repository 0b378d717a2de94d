/**
 * The local clock second by second, read off `Intl.DateTimeFormat` and nothing else: what the buckets of
 * every moment are, found by looking where runs of equal clock readings start.
 */

/** One second of a zone's clock. */
interface Reading {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `2026-03-29T03:00:00`. */
  readonly local: string;
  /** Local time less UTC, in seconds. */
  readonly offset: number;
}

/** How much of `2026-03-29T03:00:00` names the bucket. */
const LENGTHS = { second: 19, minute: 16, hour: 13 } as const;

export type ClockGrain = keyof typeof LENGTHS;

/** Reads the clock of `zone` at every whole second of `[from, to)`. */
export function readClock(zone: string, from: number, to: number): readonly Reading[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const readings: Reading[] = [];
  for (let at = from; at < to; at += 1_000) {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
    const year = part('year').padStart(4, '0');
    const local = `${year}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
    readings.push({ at, local, offset: (Date.parse(`${local}Z`) - at) / 1_000 });
  }
  return readings;
}

/**
 * The name of the bucket of each moment: the first moment of the run of seconds that share the unit of the
 * clock and its offset. The first run may be cut off by the start of `readings`.
 */
export function clockBuckets(readings: readonly Reading[], grain: ClockGrain): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let run = '';
  let name = '';
  for (const reading of readings) {
    const key = `${reading.local.slice(0, LENGTHS[grain])} ${reading.offset}`;
    if (key !== run) name = printReading(reading);
    run = key;
    names.set(reading.at, name);
  }
  return names;
}

/** The local day of each moment. */
export function localDays(readings: readonly Reading[]): ReadonlyMap<number, string> {
  return new Map(readings.map(({ at, local }) => [at, local.slice(0, 10)]));
}

/** With its offset, or in UTC where that has seconds, which ISO 8601 cannot write. */
function printReading({ at, local, offset }: Reading): string {
  if (offset % 60 !== 0) return new Date(at).toISOString().replace('.000Z', 'Z');
  const minutes = Math.abs(offset) / 60;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
