/** Choices of first or last rows among rows that have no order. */
import { FormulaFault } from '../formula/formula-fault.ts';
import { type ChosenRows, type MetricTree, type MetricTreeLeaf, treesUnder } from '../formula/metric-tree.ts';
import type { Syntax } from '../formula/syntax.ts';
import type { Model } from './catalog.ts';
import { primaryKeyMembers } from './primary-key-members.ts';
import { argumentOf, forEachPlacedLeaf } from './walk-syntax.ts';

type Models = ReadonlyMap<string, Model>;

/** `tree` has the times of its metric already. @throws FormulaFault FORMULA_ROW_ORDER */
export function refuseRowOrder(tree: MetricTree, syntax: Syntax, models: Models): void {
  forEachPlacedLeaf<MetricTreeLeaf>(tree, syntax, (leaf, at) => {
    if (leaf.kind === 'chosen_rows') refuseChoice(leaf, at, models);
    for (const part of treesUnder(leaf)) refuseRowOrder(part, argumentOf(at), models);
  });
}

function refuseChoice({ aggregate, choice, by }: ChosenRows, { span }: Syntax, models: Models): void {
  const model = models.get(aggregate.root);
  if (!model) return;
  const refusal = (lacking: string, hint: string): FormulaFault =>
    new FormulaFault('FORMULA_ROW_ORDER', { choice, model: model.name, lacking }, { span, hint });
  if (!aggregate.time) throw refusal('time', `Give ${model.name} a "time", or the metric one of its own.`);
  if (by.length > 0 && !primaryKeyMembers(model))
    throw refusal('primary key', 'Of rows with one key and one moment, nobody could say which is meant.');
}
