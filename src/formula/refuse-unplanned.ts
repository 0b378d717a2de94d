/** Finds in a formula that is sound the first construct that no planner serves yet. */

import { type LanguageFeature, PER_CLAUSE } from './beyond-group.ts';
import { FormulaFault } from './formula-fault.ts';
import { type CallSyntax, partsOf, type Syntax } from './syntax.ts';

/** @throws FormulaFault FORMULA_NOT_PLANNED at the first construct of a metric's formula that is not */
export function refuseUnplannedMetric(syntax: Syntax): void {
  refuseFirst(syntax, (call) => {
    return call.clause?.kind === 'per' ? PER_CLAUSE : null;
  });
}

function refuseFirst(syntax: Syntax, find: (call: CallSyntax) => LanguageFeature | null): void {
  const found = syntax.kind === 'call' ? find(syntax) : null;
  if (found) throw refusal(found, syntax);
  for (const part of partsOf(syntax)) refuseFirst(part, find);
}

function refusal({ feature }: LanguageFeature, { span }: Syntax): FormulaFault {
  const hint = 'It is part of the language and typed, but queries cannot answer it yet.';
  return new FormulaFault('FORMULA_NOT_PLANNED', { feature }, { span, hint });
}
