/** The types that values have, in definitions, formulas, plans and answers. */

/**
 * `date` is a calendar day and never shifted by a zone; `time` is an instant; `local_time` is a wall clock;
 * `key` is a column known only by its use in keys and joins: it can be grouped, compared and counted.
 */
export const VALUE_TYPES = [
  'string',
  'boolean',
  'integer',
  'decimal',
  'float',
  'date',
  'time',
  'local_time',
  'key',
] as const;

export type ValueType = (typeof VALUE_TYPES)[number];

export const TEMPORAL_TYPES = ['date', 'time', 'local_time'] as const;

export function isNumeric(type: ValueType): type is 'integer' | 'decimal' | 'float' {
  return type === 'integer' || type === 'decimal' || type === 'float';
}

export function isTemporal(type: ValueType): type is 'date' | 'time' | 'local_time' {
  return type === 'date' || type === 'time' || type === 'local_time';
}

/** Grains whose buckets are parts of a day; dates have none. */
export const CLOCK_GRAINS = ['second', 'minute', 'hour'] as const;

export type ClockGrain = (typeof CLOCK_GRAINS)[number];

/** Grains of a time bucket that every project has, finest first. Years are the calendar's unless they are fiscal. */
export const GRAINS = [
  ...CLOCK_GRAINS,
  'day',
  'week',
  'month',
  'quarter',
  'fiscal_quarter',
  'year',
  'fiscal_year',
] as const;

export type CommonGrain = (typeof GRAINS)[number];

/** A calendar of the project and a grain of it: `retail.period`. */
export type OwnGrain = `${string}.${string}`;

export type Grain = CommonGrain | OwnGrain;

/** Grains whose buckets are whole days. */
export type DayGrain = Exclude<Grain, ClockGrain>;

export function isOwnGrain(grain: Grain): grain is OwnGrain {
  return grain.includes('.');
}

export function isClockGrain(grain: Grain): grain is ClockGrain {
  return grain === 'second' || grain === 'minute' || grain === 'hour';
}
