/** What a look at the real tables brings up: every finding with its place in the definitions. */
import type { ErrorCode, ErrorParams } from '../errors/catalogue.ts';
import { type Diagnostic, type DiagnosticPlace, diagnose, type Severity } from '../errors/diagnostic.ts';

/** `error`: a number could be wrong, or none comes; `warning`: odd; `information`: good to know. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];

  add<Code extends ErrorCode>(
    severity: Severity,
    code: Code,
    { params, place }: { readonly params: ErrorParams<Code>; readonly place: DiagnosticPlace },
  ): void {
    this.diagnostics.push({ ...diagnose(code, params, place), severity });
  }
}
