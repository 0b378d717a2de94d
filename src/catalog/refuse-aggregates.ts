/** Aggregates that a fact's `only` does not allow, and those that would show sensitive values. */
import { isCounting } from '../formula/aggregates.ts';
import { type Aggregate, forEachLeaf } from '../formula/expression.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import { type ChosenRows, type MetricTree, type MetricTreeLeaf, treesUnder } from '../formula/metric-tree.ts';
import type { Syntax } from '../formula/syntax.ts';
import { type CarryingModel, carriedMembers } from './carried-members.ts';
import { argumentOf, forEachPlacedLeaf } from './walk-syntax.ts';

/** @throws FormulaFault FORMULA_ONLY, DEF_SENSITIVE_SHOWN */
export function refuseAggregates(tree: MetricTree, syntax: Syntax, context: AggregateContext): void {
  forEachPlacedLeaf<MetricTreeLeaf>(tree, syntax, (leaf, at) => {
    if (leaf.kind === 'aggregate') refuseAggregate({ aggregate: leaf, choice: null }, at, context);
    if (leaf.kind === 'chosen_rows') refuseAggregate(leaf, at, context);
    const [input, filter] = treesUnder(leaf);
    if (input) refuseAggregates(input, argumentOf(at), context);
    if (filter) refuseAggregates(filter, at.kind === 'call' ? (at.filter ?? at) : at, context);
  });
}

interface AggregateContext {
  readonly models: ReadonlyMap<string, CarryingModel>;
}

/** Over all rows, where `choice` is null. */
interface UsedAggregate {
  readonly aggregate: Aggregate;
  readonly choice: ChosenRows['choice'] | null;
}

function refuseAggregate(used: UsedAggregate, syntax: Syntax, { models }: AggregateContext): void {
  refuseOnly(used, syntax, models);
  const shown = findShown(used.aggregate, models);
  if (shown === null) return;
  const hint = 'Count it, or its distinct values.';
  const { span } = argumentOf(syntax);
  throw new FormulaFault('DEF_SENSITIVE_SHOWN', { member: shown }, { span, hint });
}

/** Whether some aggregate of the formula shows sensitive values. */
export function showsSensitive(tree: MetricTree, models: AggregateContext['models']): boolean {
  let shows = false;
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    const aggregate = leaf.kind === 'chosen_rows' ? leaf.aggregate : leaf;
    shows ||= aggregate.kind === 'aggregate' && findShown(aggregate, models) !== null;
    shows ||= treesUnder(leaf).some((under) => showsSensitive(under, models));
  });
  return shows;
}

/** The sensitive member whose values the aggregate shows; what counts shows none. */
function findShown(aggregate: Aggregate, models: AggregateContext['models']): string | null {
  const root = models.get(aggregate.root);
  if (!root || aggregate.argument === null || isCounting(aggregate.function)) return null;
  const shown = carriedMembers(aggregate.argument, root, models).find(({ member }) => member.sensitive);
  return shown?.member.name ?? null;
}

/** `only` names functions, and choices of rows over which any function will do. @throws FormulaFault FORMULA_ONLY */
export function refuseOnly(
  { aggregate, choice }: UsedAggregate,
  syntax: Syntax,
  models: ReadonlyMap<string, CarryingModel>,
): void {
  const root = models.get(aggregate.root);
  if (!root || aggregate.argument === null) return;
  for (const { member } of carriedMembers(aggregate.argument, root, models)) {
    const { name, only } = member;
    const isAllowed =
      only === null || [aggregate.function, choice].some((use) => use !== null && only.includes(use));
    if (isAllowed) continue;
    const params = { member: name, only: only.join(' and '), function: aggregate.function };
    const hint = `Write ${only[0] ?? ''}(…), or change "only" of the fact.`;
    throw new FormulaFault('FORMULA_ONLY', params, { span: argumentOf(syntax).span, hint });
  }
}
