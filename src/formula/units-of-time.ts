/** The words for lengths of time. */

export const UNITS_OF_TIME = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

export type UnitOfTime = (typeof UNITS_OF_TIME)[number];

/** Quarters and years of the project's fiscal year: of the calendar only metrics and queries know. */
export const FISCAL_UNITS = ['fiscal_quarter', 'fiscal_year'] as const;

export type FiscalUnit = (typeof FISCAL_UNITS)[number];

/** A unit that is known in the singular and in lower case, `bucket` among them; any other word as written. */
export function readUnitName(written: string): string {
  const singular = written.toLowerCase().replace(/s$/, '');
  return isUnitName(singular) ? singular : written;
}

/** How a unit reads after a count. */
export function printUnitName(unit: string, count: number): string {
  return isUnitName(unit) && count !== 1 ? `${unit}s` : unit;
}

function isUnitName(word: string): boolean {
  return word === 'bucket' || [...UNITS_OF_TIME, ...FISCAL_UNITS].some((unit) => unit === word);
}
