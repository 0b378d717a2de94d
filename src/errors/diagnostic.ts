/** Faults of definitions: many, collected, each with its place in a file. */
import { catalogue, type ErrorCode, type ErrorParams } from './catalogue.ts';
import { type ErrorEntry, fillHint, fillTemplate } from './error-code.ts';

/** A place in a project file; `line` and `column` count from 1, `length` in characters. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** `information` asks for nothing to be changed. */
export type Severity = 'error' | 'warning' | 'information';

export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly message: string;
  readonly position: SourcePosition;
  /** JSON Pointer into the file's data. */
  readonly path: string;
  readonly hint?: string | undefined;
}

/** Where a diagnostic points. */
export interface DiagnosticPlace {
  readonly position: SourcePosition;
  readonly path?: string;
  readonly hint?: string | undefined;
}

/** Makes an error diagnostic with the message of its code. */
export function diagnose<Code extends ErrorCode>(
  code: Code,
  params: ErrorParams<Code>,
  place: DiagnosticPlace,
): Diagnostic {
  const entry: ErrorEntry = catalogue[code];
  return {
    code,
    severity: 'error',
    message: fillTemplate(entry.template, params),
    position: place.position,
    path: place.path ?? '',
    hint: place.hint ?? fillHint(entry, params),
  };
}

/** Orders by file, line, column, code, so that one run of `check` reads like the next. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const [p, q] = [a.position, b.position];
  if (p.file !== q.file) return p.file < q.file ? -1 : 1;
  return p.line - q.line || p.column - q.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
