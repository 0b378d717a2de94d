/** The shape of a bound query → its plan, before any rule has looked at it. */

import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { mapLeaves } from '../formula/expression.ts';
import type { AggregateReference, BoundGroup, QueryShape } from '../query/bound-query.ts';
import { buildLeg } from './build-leg.ts';
import { combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { fillBuckets } from './nodes/fill-buckets.ts';
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import type { NamedColumn, OutputColumn } from './plan-expression.ts';

export function buildPlan(shape: QueryShape, catalog: Catalog): Plan {
  const rows = buildMetrics(shape, shape.groups, catalog);
  const columns = [...rows.groups, ...rows.metrics.map(({ name, type }): OutputColumn => ({ name, type }))];
  const keys = shape.order.map(({ column, direction }) => {
    const found = columns.find(({ name }) => name === column);
    invariant(found, `order column ${column} was resolved`);
    return { column: { name: found.name, type: found.type }, direction };
  });
  return {
    rows: orderRows({ input: rows, keys, limit: shape.limit }),
    totals: shape.totals ? buildMetrics(shape, [], catalog) : null,
  };
}

function buildMetrics(shape: QueryShape, groups: readonly BoundGroup[], catalog: Catalog): ComputeMetrics {
  const keys = groups.map(({ column, type }): OutputColumn => ({ name: column, type }));
  const inputs = shape.legs.map((bound) => buildLeg(bound, groups, catalog));
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
  const combined = combineLegs({ inputs, groups: keys });
  const [time, ...others] = keys;
  // Totals have no buckets to fill.
  const filled = time && shape.fill;
  return computeMetrics({
    input: filled ? fillBuckets({ input: combined, time, groups: others, buckets: filled }) : combined,
    groups: keys,
    zeros: zeros.map(({ name }) => name),
    metrics,
  });
}
