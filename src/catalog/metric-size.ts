/** How large a metric is in SQL: with all that it names written out, and its filters in every aggregate. */

import { type AttributeLeaf, type AttributeTree, partsUnder } from '../formula/attribute-tree.ts';
import { countParts, MAXIMUM_PARTS } from '../formula/count-parts.ts';
import type { Aggregate, MetricReference, RowExpression } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import { FormulaFault, type Span } from '../formula/formula-fault.ts';
import { forEachSource, type MetricTree, type MetricTreeLeaf, treesUnder } from '../formula/metric-tree.ts';
import type { Metric, Model } from './catalog.ts';
import { lowerMetricCondition } from './lower-condition.ts';
import type { PathIndex } from './path-index.ts';

export interface MetricSize {
  readonly parts: number;
  /** Aggregates, each as often as it is named. */
  readonly aggregates: number;
}

interface SizeContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Pick<Metric, 'models'>>;
  readonly paths: PathIndex;
  readonly sizes: ReadonlyMap<string, MetricSize>;
}

/** As {@link sizeOf}. @throws FormulaFault FORMULA_TOO_LARGE */
export function refuseSize(tree: MetricTree, span: Span, context: SizeContext): MetricSize {
  const size = sizeOf(tree, context);
  if (size.parts <= MAXIMUM_PARTS) return size;
  throw new FormulaFault('FORMULA_TOO_LARGE', { limit: MAXIMUM_PARTS }, { span });
}

/** The size of a metric over metrics whose sizes are known. */
export function sizeOf(tree: MetricTree, context: SizeContext): MetricSize {
  const parts = treeParts(tree, context);
  let aggregates = 0;
  forEachSource(tree, (source) => {
    aggregates += source.kind === 'metric' ? (context.sizes.get(source.metric)?.aggregates ?? 0) : 1;
  });
  return { parts, aggregates };
}

function treeParts(tree: MetricTree, context: SizeContext): number {
  return countParts<MetricTreeLeaf>(tree, (leaf) => {
    if (leaf.kind === 'metric') return referenceParts(leaf, context);
    if (leaf.kind === 'aggregate') return aggregateParts(leaf, context);
    if (leaf.kind === 'chosen_rows') return aggregateParts(leaf.aggregate, context);
    return treesUnder(leaf).reduce((sum, part) => sum + treeParts(part, context), 0);
  });
}

function referenceParts({ metric, filter }: MetricReference, context: SizeContext): number {
  const size = context.sizes.get(metric) ?? { parts: 0, aggregates: 0 };
  if (!filter) return size.parts;
  const perAggregate = (context.metrics.get(metric)?.models ?? []).map((root) =>
    rowParts(lowerMetricCondition(filter, root, context), context.models.get(root), context),
  );
  return size.parts + size.aggregates * Math.max(0, ...perAggregate);
}

function aggregateParts({ root, argument, filter }: Aggregate, context: SizeContext): number {
  const model = context.models.get(root);
  return [argument, filter].reduce((sum, part) => sum + (part ? rowParts(part, model, context) : 0), 0);
}

function rowParts(expression: RowExpression, model: Model | undefined, context: SizeContext): number {
  return countParts(expression, ({ path, member }) => {
    const home = findJoined(model, path, context.models);
    const value = home?.members.get(member)?.value;
    return value?.kind === 'formula' ? attributeParts(value.expression, home, context) : 0;
  });
}

function attributeParts(tree: AttributeTree, model: Model | undefined, context: SizeContext): number {
  return countParts<AttributeLeaf>(tree, (leaf) => {
    if (leaf.kind === 'member') return rowParts(leaf, model, context) - 1;
    const parts = partsUnder(leaf).map(({ root, expression }) =>
      rowParts(expression, root === null ? model : context.models.get(root), context),
    );
    return parts.reduce((sum, part) => sum + part, 0);
  });
}
