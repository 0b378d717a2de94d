/** Finds in a formula that is sound the first construct that no planner serves yet. */

import { CALENDAR_WINDOW, type LanguageFeature, PER_CLAUSE } from './beyond-group.ts';
import { forEachLeaf } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import { type MetricTree, type MetricTreeLeaf, treesUnder } from './metric-tree.ts';
import { type CallSyntax, partsOf, type Syntax } from './syntax.ts';

/** @throws FormulaFault FORMULA_NOT_PLANNED at the first construct of a metric's formula that is not */
export function refuseUnplannedMetric(syntax: Syntax, tree: MetricTree): void {
  refuseFirst(syntax, (call) => {
    return call.clause?.kind === 'per' ? PER_CLAUSE : null;
  });
  if (usesCalendar(tree)) throw refusal(CALENDAR_WINDOW, syntax);
}

function usesCalendar(tree: MetricTree): boolean {
  let uses = false;
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    uses ||= isCalendar(lengthOf(leaf)) || treesUnder(leaf).some(usesCalendar);
  });
  return uses;
}

/** The unit or period of a window. */
function lengthOf(leaf: MetricTreeLeaf): unknown {
  switch (leaf.kind) {
    case 'shift':
      return leaf.by.unit;
    case 'trailing':
      return leaf.length.kind === 'duration' ? leaf.length.unit : null;
    case 'shift_to_start':
    case 'to_date':
      return leaf.period;
    default:
      return null;
  }
}

function isCalendar(unit: unknown): boolean {
  return typeof unit === 'object' && unit !== null;
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
