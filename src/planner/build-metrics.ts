/** The legs of a query at every level of groups, and the metrics over them. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { mapLeaves } from '../formula/expression.ts';
import {
  type AggregateReference,
  type BoundGroup,
  type BoundLeg,
  OTHERS,
  type OutputExpression,
  type QueryShape,
} from '../query/bound-query.ts';
import { buildLeg } from './build-leg.ts';
import type { LegRows } from './legs-of.ts';
import { combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { fillBuckets } from './nodes/fill-buckets.ts';
import { joinTotals } from './nodes/join-totals.ts';
import { isRepeated, type Leg, leg, withKeepTop } from './nodes/leg.ts';
import type { NamedColumn, NamedExpression, OutputColumn } from './plan-expression.ts';

export interface MetricsContext extends Pick<QueryShape, 'top' | 'fill'> {
  /** Those of the query, those to choose by, or none for totals. */
  readonly groups: readonly BoundGroup[];
  readonly catalog: Catalog;
}

const OTHERS_COLUMN: OutputColumn = { name: OTHERS, type: 'boolean' };

export function buildMetrics(shape: QueryShape, context: MetricsContext): ComputeMetrics {
  const { groups, top } = context;
  const keys = groups.map(({ column, type }): OutputColumn => ({ name: column, type }));
  const all = top?.others ? [...keys, OTHERS_COLUMN] : keys;
  const legs = shape.legs.map((bound) => ({ bound, node: buildLegOf(bound, shape, context) }));
  // Without groups each leg has its one row.
  const isWhole = ({ keeps, follows }: BoundLeg): boolean =>
    keys.length === 0 || (!follows && (keeps === null || keys.every(({ name }) => keeps.includes(name))));
  const inputs = legs.filter(({ bound }) => isWhole(bound)).map(({ node }) => node);
  const rows = fillRows(combineLegs({ name: 'combined', inputs, groups: all }), all, context);
  const partial = legs.filter(({ bound }) => !isWhole(bound)).map(({ node }) => node);
  const zeros = shape.legs.flatMap(({ aggregates }) =>
    aggregates.filter(({ aggregate }) => aggregate.empty === 'zero'),
  );
  return computeMetrics({
    input: addTotals(rows, partial, all),
    groups: all,
    zeros: zeros.map(({ name }) => name),
    ranks: shape.ranks.map(({ name, expression, within }) => ({
      name,
      expression: lowerOutput(expression),
      within: all.filter((column) => within.includes(column.name) || column.name === OTHERS),
    })),
    metrics: shape.outputs.map(({ column, expression, type }) => ({
      name: column,
      expression: lowerOutput(expression),
      type,
    })),
  });
}

/** The choice among groups takes rows away wherever the groups that were chosen among are told apart. */
function buildLegOf(bound: BoundLeg, shape: QueryShape, { groups, catalog, top }: MetricsContext): Leg {
  const { tenants, currency } = shape;
  const relabelled = shape.top?.others ?? false;
  const node = buildLeg(bound, { all: shape.groups, groups, catalog, tenants, currency, relabelled });
  const tells =
    bound.keeps === null || (top?.others && top.of.some((column) => bound.keeps?.includes(column)));
  if (!top || !tells) return node;
  const of = shape.groups
    .filter(({ column }) => top.of.includes(column))
    .map(({ column, type }): OutputColumn => ({ name: column, type }));
  const isKept = ({ name }: OutputColumn): boolean => node.groups.some((group) => group.name === name);
  const dropped = isRepeated(node) ? of.filter((group) => !isKept(group)).map(({ name }) => name) : [];
  const kept = withKeepTop(node, { of, others: top.others ? OTHERS : null, dropped });
  return top.others ? leg({ ...kept, groups: [...kept.groups, OTHERS_COLUMN] }) : kept;
}

/** Every bucket of the range; neither totals nor the choice of top groups know of it. */
function fillRows(
  input: ReturnType<typeof combineLegs>,
  [time, ...groups]: readonly OutputColumn[],
  { fill }: MetricsContext,
): LegRows {
  return fill && time ? fillBuckets({ input, time, groups, buckets: fill }) : input;
}

/** Legs of one level meet before they are joined to the groups that are part of theirs. */
function addTotals(rows: LegRows, legs: readonly Leg[], groups: readonly OutputColumn[]): LegRows {
  const levels = new Map<string, Leg[]>();
  for (const node of legs) {
    const key = canonicalJson(node.groups);
    levels.set(key, [...(levels.get(key) ?? []), node]);
  }
  return [...levels.values()].reduce((input, inputs, place) => {
    const keys = inputs[0]?.groups ?? [];
    const totals = combineLegs({ name: `totals ${place + 1}`, inputs, groups: keys });
    return joinTotals({ name: `with totals ${place + 1}`, input, totals, groups, keys });
  }, rows);
}

function lowerOutput(expression: OutputExpression): NamedExpression {
  return mapLeaves<AggregateReference, NamedColumn>(expression, (leaf) => ({
    ...leaf,
    kind: 'named_column',
  }));
}
