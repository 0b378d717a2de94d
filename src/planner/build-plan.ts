/** The shape of a bound query → its plan, before any rule has looked at it. */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { forEachLeaf, mapLeaves } from '../formula/expression.ts';
import type { BoundGroup, ColumnExpression, ColumnReference, QueryShape } from '../query/bound-query.ts';
import { legsUnder } from '../query/legs-under.ts';
import { buildMetrics } from './build-metrics.ts';
import { buildChoice, WHOLE } from './build-top.ts';
import type { ComputeMetrics } from './nodes/compute-metrics.ts';
import { keepGroups } from './nodes/keep-groups.ts';
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import type { NamedColumn, NamedExpression, OutputColumn } from './plan-expression.ts';

export function buildPlan(shape: QueryShape, catalog: Catalog): Plan {
  const { top, fill } = shape;
  const answer = { ...shape, existing: null };
  const build = (groups: readonly BoundGroup[], suffix = '') =>
    buildMetrics(answer, { groups, catalog, top: null, fill: null, name: '', suffix });
  const rows = buildMetrics(answer, {
    groups: shape.groups,
    catalog,
    top,
    fill: fill && { buckets: [fill], present: 0 },
    name: '',
    suffix: '',
  });
  const choosing = shape.groups.filter(({ column }) => top?.of.includes(column));
  const choice = top && buildChoice(top, { rows, whole: build(choosing, WHOLE) });
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
    totals: shape.totals ? build([]) : null,
    withoutRate: buildWithoutRate(shape, catalog),
    tenants: shape.tenants,
  };
}

function lowerColumns(condition: ColumnExpression): NamedExpression {
  return mapLeaves<ColumnReference, NamedColumn>(condition, (leaf) => ({ ...leaf, kind: 'named_column' }));
}

/**
 * How many rows lack a rate, over all groups: also over those that conditions and choices leave out. Windows are
 * looked through bucket by bucket.
 */
function buildWithoutRate(shape: QueryShape, catalog: Catalog): ComputeMetrics | null {
  if (shape.withoutRate.length === 0) return null;
  const needed = new Set<string>();
  for (const { expression } of shape.withoutRate) forEachLeaf(expression, ({ name }) => needed.add(name));
  const legs = shape.legs.flatMap((leg) => withAggregates(leg, needed));
  const regrouped = shape.regrouped.flatMap((regroup) => withAggregates(regroup, needed));
  const isWindowed = legsUnder({ legs, regrouped }).some(({ windows }) => windows);
  const groups = isWindowed ? shape.groups.filter(({ column }) => shape.times.includes(column)) : [];
  const counting = { ...shape, legs, regrouped, ranks: [], outputs: shape.withoutRate, existing: null };
  return buildMetrics(counting, { groups, catalog, top: null, fill: null, name: '', suffix: '' });
}

/** What has none of the aggregates is left out. */
function withAggregates<Part extends { readonly aggregates: readonly { readonly name: string }[] }>(
  part: Part,
  needed: ReadonlySet<string>,
): readonly Part[] {
  const aggregates = part.aggregates.filter(({ name }) => needed.has(name));
  return aggregates.length === 0 ? [] : [{ ...part, aggregates }];
}
