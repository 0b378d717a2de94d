/** Finds in a formula that is sound the first construct that no planner serves yet. */
import { FormulaFault } from './formula-fault.ts';
import { type CallSyntax, partsOf, type Syntax } from './syntax.ts';
import { isAggregateName } from './type-row.ts';
import {
  AGGREGATE_CLAUSES,
  ATTRIBUTE_FUNCTIONS,
  CHILD_AGGREGATE,
  isAttributeFunction,
  isMetricFunction,
  METRIC_FUNCTIONS,
  type UnplannedFeature,
} from './unplanned.ts';

/** @throws FormulaFault FORMULA_NOT_PLANNED at the first construct of a metric's formula that is not */
export function refuseUnplannedMetric(syntax: Syntax): void {
  refuseFirst(syntax, (call) => {
    const name = call.name.toLowerCase();
    if (isMetricFunction(name)) return METRIC_FUNCTIONS[name];
    const kind = call.clause?.kind;
    return kind === 'rows' || kind === 'per' ? AGGREGATE_CLAUSES[kind] : null;
  });
}

/** @throws FormulaFault FORMULA_NOT_PLANNED at the first construct of a model's formula that is not */
export function refuseUnplannedAttribute(syntax: Syntax): void {
  refuseFirst(syntax, (call) => {
    const name = call.name.toLowerCase();
    if (isAttributeFunction(name)) return ATTRIBUTE_FUNCTIONS[name];
    return isAggregateName(name) ? CHILD_AGGREGATE : null;
  });
}

function refuseFirst(syntax: Syntax, find: (call: CallSyntax) => UnplannedFeature | null): void {
  const found = syntax.kind === 'call' ? find(syntax) : null;
  if (found) {
    const hint = 'It is part of the language and typed, but queries cannot answer it yet.';
    throw new FormulaFault('FORMULA_NOT_PLANNED', { feature: found.feature }, { span: syntax.span, hint });
  }
  for (const part of partsOf(syntax)) refuseFirst(part, find);
}
