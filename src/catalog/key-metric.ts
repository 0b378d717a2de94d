/** A metric for each row of a model: its formula over the rows of each aggregate that lead to that row. */
import { assertNever } from '../base/assert-never.ts';
import type { AttributeLeaf, AttributeTree, ChildAggregate, ChildChoice } from '../formula/attribute-tree.ts';
import { type Aggregate, conjunction, type MetricCondition } from '../formula/expression.ts';
import { FormulaFault, FormulaUnjudged, type Span } from '../formula/formula-fault.ts';
import type { ChosenRows, MetricTree, MetricTreeLeaf } from '../formula/metric-tree.ts';
import { replaceLeaves } from '../formula/replace-leaves.ts';
import type { Metric, Model } from './catalog.ts';
import { lowerMetricCondition } from './lower-condition.ts';
import type { PathIndex } from './path-index.ts';

interface KeyMetricContext {
  readonly model: Pick<Model, 'name' | 'primaryKey'>;
  readonly models: ReadonlyMap<string, unknown>;
  readonly metrics: ReadonlyMap<string, Pick<Metric, 'expression'>>;
  readonly paths: PathIndex;
  readonly metric: string;
  readonly span: Span;
}

/** @throws FormulaFault FORMULA_NO_PATH, FORMULA_AMBIGUOUS_PATH, FORMULA_NOT_PLANNED */
export function keyMetric(
  tree: MetricTree,
  context: KeyMetricContext,
  filters: readonly MetricCondition[] = [],
): AttributeTree {
  return replaceLeaves<MetricTreeLeaf, AttributeLeaf>(tree, (leaf) => {
    switch (leaf.kind) {
      case 'aggregate':
        return keyAggregate(leaf, context, filters);
      case 'metric': {
        const input = context.metrics.get(leaf.metric)?.expression;
        if (!input) throw new FormulaUnjudged();
        return keyMetric(input, context, leaf.filter ? [leaf.filter, ...filters] : filters);
      }
      case 'chosen_rows':
        return { ...keyAggregate(leaf.aggregate, context, filters), choice: keyChoice(leaf, context) };
      case 'shift':
      case 'shift_to_start':
      case 'trailing':
      case 'to_date':
      case 'running':
        throw unplanned('A metric over other times for each row of a model', context.span);
      case 'total':
      case 'share':
      case 'rank':
      case 'per_group':
      case 'unfiltered':
        throw unplanned('A metric over groups for each row of a model', context.span);
      default:
        return assertNever(leaf);
    }
  });
}

/** It sees all rows, whenever they are of; conditions of metrics find their own way from it. */
function keyAggregate(
  aggregate: Aggregate,
  context: KeyMetricContext,
  filters: readonly MetricCondition[],
): ChildAggregate {
  const filter = filters.reduce(
    (all, condition) => conjunction(all, lowerMetricCondition(condition, aggregate.root, context)),
    aggregate.filter,
  );
  const path = findPath(aggregate.root, context);
  return {
    kind: 'child_aggregate',
    aggregate: { ...aggregate, filter, time: null },
    path,
    choice: null,
    type: aggregate.type,
  };
}

/** Over all time the latest rows are the last ones. @throws FormulaFault FORMULA_NOT_PLANNED where no day is the last */
function keyChoice({ choice, by, aggregate: { time } }: ChosenRows, { span }: KeyMetricContext): ChildChoice {
  if (choice === 'at_end') throw unplanned('A metric of the last day for each row of a model', span);
  // A choice without a time is refused where the metric itself is.
  if (!time) throw new FormulaUnjudged();
  return { order: choice === 'first' ? 'first' : 'last', by, time };
}

function findPath(root: string, { model, paths, metric, span }: KeyMetricContext): readonly string[] {
  const found = paths.findModel(root, model.name);
  const params = { member: model.name, root, metric };
  if (found.kind === 'path' && (found.path.length > 0 || model.primaryKey.length > 0)) return found.path;
  if (found.kind === 'ambiguous') {
    const named = found.paths.map((path) => [root, ...path].join('.')).join(', ');
    const hint = `One path must lead from ${root} to ${model.name}: nothing says which of these is meant.`;
    throw new FormulaFault('FORMULA_AMBIGUOUS_PATH', { ...params, paths: named }, { span, hint });
  }
  const hint = `Every model that the metric aggregates must lead to ${model.name} by joins.`;
  throw new FormulaFault('FORMULA_NO_PATH', params, { span, hint });
}

function unplanned(feature: string, span: Span): FormulaFault {
  const hint = 'Name a metric that is made of aggregates over all rows.';
  return new FormulaFault('FORMULA_NOT_PLANNED', { feature }, { span, hint });
}
