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

/** Grains of a time bucket, finest first. */
export const GRAINS = [...CLOCK_GRAINS, 'day', 'week', 'month', 'quarter', 'year'] as const;

export type Grain = (typeof GRAINS)[number];

export function isClockGrain(grain: Grain): grain is ClockGrain {
  return grain === 'second' || grain === 'minute' || grain === 'hour';
}
