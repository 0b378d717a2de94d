/** The first fault of one formula, with its span; the catalog turns it into a diagnostic with a place. */
import type { ErrorCode, ErrorParams } from '../errors/catalogue.ts';

/** Characters `[start, end)` of the formula's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Thrown inside the formula room and caught at its doors. */
export class FormulaFault<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'FormulaFault';
  readonly code: Code;
  readonly params: ErrorParams<Code>;
  readonly span: Span;
  readonly hint: string | undefined;

  constructor(code: Code, params: ErrorParams<Code>, at: { span: Span; hint?: string | undefined }) {
    super(code);
    this.code = code;
    this.params = params;
    this.span = at.span;
    this.hint = at.hint;
  }
}

/** Thrown where a formula cannot be judged, because something that it names is itself at fault. */
export class FormulaUnjudged extends Error {
  override readonly name = 'FormulaUnjudged';
}
