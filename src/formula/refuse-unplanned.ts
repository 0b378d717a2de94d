/** Finds in a formula that is sound the first construct that no planner serves yet. */

import {
  ATTRIBUTE_FUNCTIONS,
  CALENDAR_GROUP,
  CHILD_AGGREGATE,
  isAttributeFunction,
  type LanguageFeature,
} from './beyond-group.ts';
import { forEachLeaf } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import { type MetricTree, type MetricTreeLeaf, treesUnder } from './metric-tree.ts';
import { type CallSyntax, partsOf, type Syntax } from './syntax.ts';
import { isAggregateName } from './type-row.ts';

/** @throws FormulaFault FORMULA_NOT_PLANNED at the first construct of a metric's formula that is not */
export function refuseUnplannedMetric(syntax: Syntax, tree: MetricTree): void {
  if (someLeaf(tree, groupsByCalendar)) throw refusal(CALENDAR_GROUP, syntax);
}

function someLeaf(tree: MetricTree, test: (leaf: MetricTreeLeaf) => boolean): boolean {
  let passes = false;
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    passes ||= test(leaf) || treesUnder(leaf).some((part) => someLeaf(part, test));
  });
  return passes;
}

function groupsByCalendar(leaf: MetricTreeLeaf): boolean {
  if (leaf.kind !== 'per_group') return false;
  return leaf.groups.some((group) => group.kind === 'bucket' && typeof group.grain === 'object');
}

/** @throws FormulaFault FORMULA_NOT_PLANNED at the first construct of a model's formula that is not */
export function refuseUnplannedAttribute(syntax: Syntax): void {
  refuseFirst(syntax, (call) => {
    const name = call.name.toLowerCase();
    if (isAttributeFunction(name)) return ATTRIBUTE_FUNCTIONS[name];
    return isAggregateName(name) ? CHILD_AGGREGATE : null;
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
