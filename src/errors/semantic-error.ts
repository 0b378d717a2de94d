/** The first fault of a request, definition or token, with everything a client needs to mend it. */
import { catalogue, type ErrorCode, type ErrorParams } from './catalogue.ts';
import { fillHint, fillTemplate } from './error-code.ts';

/** Where in the request the fault is, and what to do about it. */
export interface ErrorPlace {
  /** JSON Pointer into the request body (`/by/0`) or `?name` of a query parameter. */
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
}

export class SemanticError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'SemanticError';
  readonly code: Code;
  readonly params: ErrorParams<Code>;
  readonly path: string | undefined;
  readonly hint: string | undefined;

  constructor(code: Code, params: ErrorParams<Code>, place: ErrorPlace = {}) {
    super(fillTemplate(catalogue[code].template, params));
    this.code = code;
    this.params = params;
    this.path = place.path;
    this.hint = place.hint ?? fillHint(catalogue[code], params);
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  get title(): string {
    return catalogue[this.code].title;
  }

  get retryable(): boolean {
    return catalogue[this.code].retryable;
  }
}
