/** The shape of a bound query → its plan, before any rule has looked at it. */

import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { mapLeaves } from '../formula/expression.ts';
import type {
  AggregateReference,
  BoundGroup,
  ColumnExpression,
  ColumnReference,
  QueryShape,
} from '../query/bound-query.ts';
import { buildLeg } from './build-leg.ts';
import { buildTop } from './build-top.ts';
import { type CombineLegs, combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { type FillBuckets, fillBuckets } from './nodes/fill-buckets.ts';
import { keepGroups } from './nodes/keep-groups.ts';
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import type { NamedColumn, NamedExpression, OutputColumn } from './plan-expression.ts';

export function buildPlan(shape: QueryShape, catalog: Catalog): Plan {
  const rows = buildMetrics(shape, shape.groups, catalog);
  const kept =
    shape.having.length > 0 ? keepGroups({ input: rows, conditions: shape.having.map(lowerColumns) }) : rows;
  const columns = [...rows.groups, ...rows.metrics.map(({ name, type }): OutputColumn => ({ name, type }))];
  const keys = shape.order.map(({ column, direction }) => {
    const found = columns.find(({ name }) => name === column);
    invariant(found, `order column ${column} was resolved`);
    return { column: { name: found.name, type: found.type }, direction };
  });
  return {
    rows: orderRows({ input: kept, keys, after: shape.after, limit: shape.limit }),
    totals: shape.totals ? buildMetrics({ ...shape, top: null }, [], catalog) : null,
    tenants: shape.tenants,
  };
}

function lowerColumns(condition: ColumnExpression): NamedExpression {
  return mapLeaves<ColumnReference, NamedColumn>(condition, (leaf) => ({ ...leaf, kind: 'named_column' }));
}

function buildMetrics(shape: QueryShape, groups: readonly BoundGroup[], catalog: Catalog): ComputeMetrics {
  const keys = groups.map(({ column, type }): OutputColumn => ({ name: column, type }));
  const inputs = shape.legs.map((bound) => buildLeg(bound, { groups, catalog, tenants: shape.tenants }));
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
  const compute = { groups: keys, zeros: zeros.map(({ name }) => name), metrics };
  if (!shape.top)
    return computeMetrics({ ...compute, input: fill(combineLegs({ inputs, groups: keys }), shape) });
  const top = buildTop(shape.top, compute, inputs);
  const input = fill(combineLegs({ inputs: top.legs, groups: top.groups }), shape);
  return computeMetrics({ ...compute, input, groups: top.groups });
}

/** Totals have no buckets to fill. */
function fill(input: CombineLegs, shape: QueryShape): CombineLegs | FillBuckets {
  const [time, ...groups] = input.groups;
  return time && shape.fill ? fillBuckets({ input, time, groups, buckets: shape.fill }) : input;
}
