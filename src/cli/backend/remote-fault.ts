/** What a serving process refused, as its problem told it. */
import { catalogue, type ErrorCode } from '../../errors/catalogue.ts';

export interface RemoteProblem {
  readonly title: string;
  readonly code?: string;
  readonly detail?: string;
  readonly path?: string;
  readonly hint?: string;
}

export class RemoteFault extends Error {
  override readonly name = 'RemoteFault';
  /** `null` for a bug of the server. */
  readonly code: ErrorCode | null;
  readonly path: string | undefined;
  readonly hint: string | undefined;

  constructor({ title, code, detail, path, hint }: RemoteProblem) {
    super(detail ?? `${title}; the server's log tells more.`);
    this.code = code !== undefined && isErrorCode(code) ? code : null;
    this.path = path;
    this.hint = hint;
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalogue, code);
}
