/** How an example of a problem is written down: what a server would fill into the template of its code. */
import type { ErrorCode, ErrorParams } from '../catalogue.ts';

export interface ProblemExample<Code extends ErrorCode = ErrorCode> {
  readonly params: ErrorParams<Code>;
  /** The path that was asked; `/v1/query` unless given. */
  readonly instance?: string;
  /** JSON Pointer into the body, or `?name` of a parameter. */
  readonly path?: string;
  /** In place of the hint of the code. */
  readonly hint?: string;
}

/** One example for each of the codes. */
export type ProblemExamples<Code extends ErrorCode> = {
  readonly [Each in Code]: ProblemExample<Each>;
};
