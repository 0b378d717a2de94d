/** Moments among the flags of a command. */
import { readInstant } from '../serving/read-instant.ts';
import { usageError } from './usage-error.ts';

export interface RangeFlags {
  readonly from?: string;
  readonly to?: string;
}

/** @throws SemanticError CLI_USAGE */
export function readRangeFlags({ from, to }: RangeFlags): RangeFlags {
  return {
    ...(from === undefined ? {} : { from: readMomentFlag('--from', from) }),
    ...(to === undefined ? {} : { to: readMomentFlag('--to', to) }),
  };
}

/** ISO 8601 in UTC. @throws SemanticError CLI_USAGE */
export function readMomentFlag(flag: string, text: string): string {
  const instant = readInstant(text);
  if (instant === null)
    throw usageError(`${flag} "${text}" is not a day, as 2026-01-31, nor a date-time with offset`);
  return instant;
}
