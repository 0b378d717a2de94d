/**
 * Zone arithmetic by trying: what a wall clock shows comes from `Intl.DateTimeFormat`, and the instant of
 * a wall clock is found by walking through the hours around it.
 */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

const QUARTER_HOUR = 15 * 60 * 1_000_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** Trying takes a hundred looks at a clock, and the same few moments are asked for again and again. */
const foundInstants = new Map<string, string>();

/** Microseconds since 1970 of `2026-01-31T10:00:00.000000`, read as if it were UTC. */
export function toMicros(wall: string): number {
  return Date.parse(`${wall.slice(0, 19)}Z`) * 1000 + Number(wall.slice(20, 26));
}

/** The opposite of {@link toMicros}. */
export function fromMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}`;
}

/** The instant at so many microseconds since 1970. */
export function instantAt(micros: number): string {
  return `${fromMicros(micros)}Z`;
}

/** What a clock in `zone` shows at an instant. */
export function wallClock(instant: string, zone: string): string {
  const shown = new Map<string, string>();
  for (const part of formatOf(zone).formatToParts(new Date(`${instant.slice(0, 19)}Z`)))
    shown.set(part.type, part.value);
  const field = (name: string) => shown.get(name) ?? '';
  const day = `${field('year')}-${field('month')}-${field('day')}`;
  return `${day}T${field('hour')}:${field('minute')}:${field('second')}${instant.slice(19, 26)}`;
}

/** The first instant at which a clock in `zone` shows `wall` or, where it never does, a later time. */
export function instantOf(wall: string, zone: string): string {
  const key = `${wall} ${zone}`;
  const found = foundInstants.get(key) ?? searchInstant(wall, zone);
  foundInstants.set(key, found);
  return found;
}

function searchInstant(wall: string, zone: string): string {
  const wanted = toMicros(wall);
  const start = Math.floor(wanted / QUARTER_HOUR) * QUARTER_HOUR - 26 * 4 * QUARTER_HOUR;
  for (let step = 0; step < 2 * 26 * 4 + 1; step += 1) {
    // Offsets change at whole quarters of an hour only, so within one step the clock runs evenly.
    const micros = start + step * QUARTER_HOUR;
    const shown = toMicros(wallClock(instantAt(micros), zone));
    if (shown + QUARTER_HOUR > wanted) return instantAt(micros + Math.max(0, wanted - shown));
  }
  throw new RangeError(`${wall} is not within a day of itself in ${zone}`);
}

/**
 * What a formula or a stored wall clock means: the last instant at which a clock in `zone` shows it or, where it
 * never does, the one at which it would if the clock had not been changed.
 */
export function lastInstantOf(wall: string, zone: string): string {
  const key = `last ${wall} ${zone}`;
  const found = foundInstants.get(key) ?? searchLastInstant(wall, zone);
  foundInstants.set(key, found);
  return found;
}

function searchLastInstant(wall: string, zone: string): string {
  const wanted = toMicros(wall);
  const start = Math.floor(wanted / QUARTER_HOUR) * QUARTER_HOUR - 26 * 4 * QUARTER_HOUR;
  let unchanged = wanted;
  let last: number | null = null;
  for (let step = 0; step < 2 * 26 * 4 + 1; step += 1) {
    const micros = start + step * QUARTER_HOUR;
    const shown = toMicros(wallClock(instantAt(micros), zone));
    if (shown <= wanted && wanted < shown + QUARTER_HOUR) last = micros + wanted - shown;
    // How far the clock is ahead until it has shown a later time for the first time.
    if (shown <= wanted && last === null) unchanged = wanted - (shown - micros);
  }
  return instantAt(last ?? unchanged);
}

/** Completes `2026-01-31`, `2026-01-31T10:00` or `2026-01-31 10:00:00.5` to a wall clock. */
export function completeWall(text: string): string {
  const [day = '', clock = '00:00:00'] = text.split(/[T ]/);
  const [hours = '00', minutes = '00', seconds = '00'] = clock.split(':');
  const [whole = '00', fraction = ''] = seconds.split('.');
  return `${day}T${hours}:${minutes}:${whole}.${fraction.padEnd(6, '0')}`;
}

export interface Moment {
  readonly instant: string;
  readonly wall: string;
}

/** A date or date-time of a request: with an offset an instant, without one a wall clock of `zone`. */
export function readMoment(text: string, zone: string): Moment {
  const offset = /T.*?(Z|[+-]\d\d:\d\d)$/.exec(text)?.[1];
  if (offset === undefined) {
    const wall = completeWall(text);
    return { wall, instant: instantOf(wall, zone) };
  }
  const [hours = 0, minutes = 0] = offset === 'Z' ? [] : offset.slice(1).split(':').map(Number);
  const ahead = (hours * 60 + minutes) * 60_000_000 * (offset.startsWith('-') ? -1 : 1);
  const instant = instantAt(toMicros(completeWall(text.slice(0, -offset.length))) - ahead);
  return { instant, wall: wallClock(instant, zone) };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}
