/** Finds in a formula that is sound the first construct that no planner serves yet. */

import { CALENDAR_GROUP } from './beyond-group.ts';
import { forEachLeaf } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import { type MetricTree, type MetricTreeLeaf, treesUnder } from './metric-tree.ts';
import type { Syntax } from './syntax.ts';

/** @throws FormulaFault FORMULA_NOT_PLANNED where a metric's formula groups by buckets of a calendar */
export function refuseUnplannedMetric({ span }: Syntax, tree: MetricTree): void {
  if (!someLeaf(tree, groupsByCalendar)) return;
  const hint = 'It is part of the language and typed, but queries cannot answer it yet.';
  throw new FormulaFault('FORMULA_NOT_PLANNED', { feature: CALENDAR_GROUP.feature }, { span, hint });
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
