/** The shape of a bound query → its plan, before any rule has looked at it. */

import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Aggregate, mapLeaves } from '../formula/expression.ts';
import type { AggregateReference, BoundGroup, BoundOutput, QueryShape } from '../query/bound-query.ts';
import { buildLeg } from './build-leg.ts';
import { combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import type { NamedColumn, NamedExpression, OutputColumn } from './plan-expression.ts';

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
  const aggregates = new Map(
    shape.legs.flatMap(({ aggregates: list }) => list.map(({ name, aggregate }) => [name, aggregate])),
  );
  const metrics = shape.outputs.map((output) => {
    return { name: output.column, expression: computeOutput(output, aggregates), type: output.type };
  });
  return computeMetrics({ input: combineLegs({ inputs, groups: keys }), groups: keys, metrics });
}

function computeOutput(output: BoundOutput, aggregates: ReadonlyMap<string, Aggregate>): NamedExpression {
  const expression = mapLeaves<AggregateReference, NamedColumn>(
    output.expression,
    ({ name, type }): NamedExpression => {
      const column: NamedColumn = { kind: 'named_column', name, type };
      if (aggregates.get(name)?.empty !== 'zero') return column;
      const zero = { kind: 'literal', type: 'integer', value: '0' } as const;
      return { kind: 'operation', operator: 'coalesce', operands: [column, zero], type };
    },
  );
  if (output.type !== 'float') return expression;
  return { kind: 'operation', operator: 'significant', operands: [expression], type: 'float' };
}
