/** What an exit status says: 0 all well, 1 a fault in what was checked or asked, 2 wrong usage or environment. */
import type { ErrorCode } from '../errors/catalogue.ts';

export type ExitStatus = 0 | 1 | 2;

const ENVIRONMENT = /^(CLI|SERVER|WAREHOUSE)_/;

/** The status of a command that ended with an error of this code. */
export function exitStatusOf(code: ErrorCode): ExitStatus {
  return ENVIRONMENT.test(code) ? 2 : 1;
}
