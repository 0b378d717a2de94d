/** Values that are apt to go wrong: ties, nulls, quotes, digits beyond doubles, moments around clock changes. */
import { addDays } from '../oracle/calendar.ts';
import { fromMicros, instantAt, instantOf, toMicros, wallClock } from '../oracle/clock.ts';
import { Decimal } from '../oracle/decimal.ts';
import type { PhysicalType } from '../oracle/schema.ts';
import type { Type, Value } from '../oracle/value.ts';
import type { Draw } from './draw.ts';

/** A zone and a day on which something happens there. */
export interface Theatre {
  readonly zone: string;
  readonly day: string;
}

export const THEATRES: readonly Theatre[] = [
  { zone: 'Europe/Berlin', day: '2026-03-29' },
  { zone: 'Europe/Berlin', day: '2025-10-26' },
  { zone: 'America/Sao_Paulo', day: '2018-02-18' },
  { zone: 'America/Sao_Paulo', day: '2018-11-04' },
  { zone: 'Australia/Sydney', day: '2025-10-05' },
  { zone: 'Australia/Sydney', day: '2026-04-05' },
  { zone: 'Asia/Kathmandu', day: '2026-01-01' },
  { zone: 'America/Havana', day: '2026-03-08' },
  { zone: 'America/Havana', day: '2025-11-02' },
  { zone: 'Australia/Lord_Howe', day: '2026-04-05' },
  { zone: 'UTC', day: '2025-12-31' },
  { zone: 'Europe/Berlin', day: '2024-02-29' },
  { zone: 'America/Havana', day: '2026-05-31' },
];

/** Zones whose clocks do not change, so that a wall clock there is one instant. */
export const STEADY_ZONES = ['UTC', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Tokyo'] as const;

/** Includes texts whose order differs between code points, UTF-16 and dictionaries. */
const STRINGS = [
  'a',
  'a',
  'a',
  'b',
  'é',
  'a',
  'b',
  'B',
  'Z',
  'z',
  'Ä',
  'é',
  '',
  'a b',
  '100%',
  'x_y',
  "o'k",
  'b\\c',
  '\uFF76',
  '\u{1F600}',
];
const DECIMALS = [
  '0.10',
  '0.20',
  '-0.30',
  '0',
  '1',
  '2.00',
  '12.50',
  '-5.5',
  '1000000000000.01',
  '99999999999999999.99',
  '123456789012345678901234567890.5',
];
const FLOATS = [0, 0.5, -1.25, 3, 1048576.25, 2];
const DAYS = [-400, -31, -8, -2, -1, 0, 0, 1, 2, 6, 31, 365] as const;
const HALF_HOUR = 30 * 60 * 1_000_000;

/** The text of a string column, or of what a condition compares it with. */
export function drawString(draw: Draw): string {
  return draw.pick(STRINGS);
}

export function drawDay(draw: Draw, theatre: Theatre): string {
  return addDays(theatre.day, draw.pick(DAYS));
}

/** Near the day's midnight, mostly on half hours, sometimes a microsecond off. */
export function drawInstant(draw: Draw, theatre: Theatre): string {
  const day = draw.chance(70) ? theatre.day : drawDay(draw, theatre);
  const midnight = toMicros(instantOf(`${day}T00:00:00.000000`, theatre.zone));
  const halfHours = draw.pick([0, 0, 1, 2, 3, 4, 5, 6, 24, 46, 47, 48, 49, 50, -1, -2, -3, -24]);
  return instantAt(midnight + halfHours * HALF_HOUR + draw.pick([0, 0, 0, 1, -1, 999_999]));
}

export function drawWall(draw: Draw, theatre: Theatre): string {
  const midnight = toMicros(`${drawDay(draw, theatre)}T00:00:00.000000`);
  return fromMicros(midnight + draw.integer(0, 47) * HALF_HOUR + draw.pick([0, 0, 1, -1]));
}

/** A value for a column of this type, by the declared type of its member. */
export function drawValue(draw: Draw, column: { type: Type; zone: string | null }, theatre: Theatre): Value {
  switch (column.type) {
    case 'string':
    case 'key':
      return drawString(draw);
    case 'boolean':
      return draw.chance(50);
    case 'integer':
      return Decimal.of(draw.integer(-3, 12));
    case 'decimal':
      return Decimal.parse(draw.pick(DECIMALS));
    case 'float':
      return draw.pick(FLOATS);
    case 'date':
      return drawDay(draw, theatre);
    case 'local_time':
      return drawWall(draw, theatre);
    case 'time': {
      const instant = drawInstant(draw, theatre);
      return column.zone === null ? instant : wallClock(instant, column.zone);
    }
  }
}

const PHYSICAL: Readonly<Record<Type, PhysicalType>> = {
  string: 'text',
  boolean: 'boolean',
  integer: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  date: 'date',
  time: 'timestamptz',
  local_time: 'timestamp',
  key: 'text',
};

/** The column type that a member is stored in. */
export function physicalType(type: Type, zone: string | null): PhysicalType {
  return zone === null ? PHYSICAL[type] : 'timestamp';
}
