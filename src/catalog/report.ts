/** How the building of a catalog speaks of faults: it goes on, and says them all. */

import type { DataPath, Located } from '../definitions/definition-types.ts';
import type { ErrorCode, ErrorParams } from '../errors/catalogue.ts';
import { type Diagnostic, type DiagnosticPlace, diagnose } from '../errors/diagnostic.ts';
import { FormulaFault, FormulaUnjudged } from '../formula/formula-fault.ts';

export class Report {
  readonly diagnostics: Diagnostic[] = [];

  /** Adds an error at `place`. */
  add<Code extends ErrorCode>(code: Code, params: ErrorParams<Code>, place: DiagnosticPlace): void {
    this.diagnostics.push(diagnose(code, params, place));
  }

  /**
   * Runs `read` over the formula at `path`; its fault becomes a diagnostic, and `null` the result.
   * What follows from a fault elsewhere is not reported again.
   */
  attempt<T>(file: Located<unknown>, path: DataPath, read: () => T): T | null {
    try {
      return read();
    } catch (fault) {
      if (fault instanceof FormulaUnjudged) return null;
      if (!(fault instanceof FormulaFault)) throw fault;
      const { start, end } = fault.span;
      const place = { ...file.placeWithin(path, start, Math.max(1, end - start)), hint: fault.hint };
      this.add<ErrorCode>(fault.code, fault.params, place);
      return null;
    }
  }
}
