/** The shape of a bound query → its plan, before any rule has looked at it. */

import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { forEachLeaf, mapLeaves } from '../formula/expression.ts';
import type {
  AggregateReference,
  BoundGroup,
  ColumnExpression,
  ColumnReference,
  QueryShape,
} from '../query/bound-query.ts';
import { buildLeg } from './build-leg.ts';
import { buildTop } from './build-top.ts';
import { combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { fillBuckets } from './nodes/fill-buckets.ts';
import { keepGroups } from './nodes/keep-groups.ts';
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import type { NamedColumn, NamedExpression, OutputColumn } from './plan-expression.ts';

export function buildPlan(shape: QueryShape, catalog: Catalog): Plan {
  const all = buildMetrics(shape, shape.groups, catalog);
  const { top } = shape;
  const chosenBy =
    top &&
    buildMetrics(
      shape,
      shape.groups.filter(({ column }) => top.of.includes(column)),
      catalog,
    );
  const { choice, rows: found } = chosenBy ? buildTop(top, { all, chosenBy }) : { choice: null, rows: all };
  const rows = fillMetrics(found, shape);
  const kept =
    shape.having.length > 0 ? keepGroups({ input: rows, conditions: shape.having.map(lowerColumns) }) : rows;
  const columns = [...rows.groups, ...rows.metrics.map(({ name, type }): OutputColumn => ({ name, type }))];
  const keys = shape.order.map(({ column, direction }) => {
    const found = columns.find(({ name }) => name === column);
    invariant(found, `order column ${column} was resolved`);
    return { column: { name: found.name, type: found.type }, direction };
  });
  return {
    rows: orderRows({ input: kept, choice, keys, after: shape.after, limit: shape.limit }),
    totals: shape.totals ? buildMetrics(shape, [], catalog) : null,
    withoutRate: buildWithoutRate(shape, catalog),
    tenants: shape.tenants,
  };
}

function lowerColumns(condition: ColumnExpression): NamedExpression {
  return mapLeaves<ColumnReference, NamedColumn>(condition, (leaf) => ({ ...leaf, kind: 'named_column' }));
}

function buildMetrics(shape: QueryShape, groups: readonly BoundGroup[], catalog: Catalog): ComputeMetrics {
  const keys = groups.map(({ column, type }): OutputColumn => ({ name: column, type }));
  const inputs = shape.legs.map((bound) =>
    buildLeg(bound, {
      all: shape.groups,
      groups,
      catalog,
      tenants: shape.tenants,
      currency: shape.currency,
      relabelled: shape.top?.others ?? false,
    }),
  );
  const zeros = shape.legs.flatMap(({ aggregates }) =>
    aggregates.filter(({ aggregate }) => aggregate.empty === 'zero'),
  );
  const metrics = shape.outputs.map(({ column, expression, type }) => ({
    name: column,
    expression: mapLeaves<AggregateReference, NamedColumn>(expression, (leaf) => ({
      ...leaf,
      kind: 'named_column',
    })),
    type,
  }));
  return computeMetrics({
    input: combineLegs({ inputs, groups: keys }),
    groups: keys,
    zeros: zeros.map(({ name }) => name),
    metrics,
  });
}

/**
 * How many rows lack a rate, over all groups: also over those that conditions and choices leave out. Windows are
 * looked through bucket by bucket.
 */
function buildWithoutRate(shape: QueryShape, catalog: Catalog): ComputeMetrics | null {
  if (shape.withoutRate.length === 0) return null;
  const needed = new Set<string>();
  for (const { expression } of shape.withoutRate) forEachLeaf(expression, ({ name }) => needed.add(name));
  const legs = shape.legs.flatMap((leg) => {
    const aggregates = leg.aggregates.filter(({ name }) => needed.has(name));
    return aggregates.length === 0 ? [] : [{ ...leg, aggregates }];
  });
  const groups = legs.some(({ windows }) => windows) ? shape.groups.slice(0, 1) : [];
  return buildMetrics({ ...shape, legs, outputs: shape.withoutRate }, groups, catalog);
}

/** The same metrics in every bucket of the range. Neither totals nor the choice of top groups know of it. */
function fillMetrics(compute: ComputeMetrics, { fill }: QueryShape): ComputeMetrics {
  const { input } = compute;
  const [time, ...groups] = compute.groups;
  if (!fill || !time || input.kind === 'fill_buckets') return compute;
  return computeMetrics({ ...compute, input: fillBuckets({ input, time, groups, buckets: fill }) });
}
