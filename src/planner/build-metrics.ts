/** The legs of a query at every level of groups, and the metrics over them. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { mapLeaves } from '../formula/expression.ts';
import {
  type AggregateReference,
  type BoundFill,
  type BoundGroup,
  type BoundLeg,
  type BoundRegroup,
  type BoundTop,
  OTHERS,
  type OutputExpression,
  type QueryShape,
} from '../query/bound-query.ts';
import { edgesOf, lowerGroupAggregate } from './build-group-aggregate.ts';
import { buildLeg } from './build-leg.ts';
import { type CombineLegs, combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { fillBuckets } from './nodes/fill-buckets.ts';
import { groupValues } from './nodes/group-values.ts';
import { joinTotals } from './nodes/join-totals.ts';
import { isRepeated, type Leg, type LegRows, leg, withKeepTop } from './nodes/leg.ts';
import type { NamedColumn, NamedExpression, OutputColumn } from './plan-expression.ts';

/** What metrics are computed from: the query, or the values of groups that it aggregates again. */
export interface MetricsShape
  extends Pick<
    QueryShape,
    'groups' | 'times' | 'legs' | 'regrouped' | 'ranks' | 'outputs' | 'top' | 'tenants' | 'currency'
  > {
  /** Legs and regroups by whose rows groups exist; `null` for all. */
  readonly existing: readonly string[] | null;
}

export interface MetricsContext extends Pick<QueryShape, 'top'> {
  /** Those of the query, those to choose by, or none for totals. */
  readonly groups: readonly BoundGroup[];
  readonly fill: Pick<BoundFill, 'buckets' | 'present'> | null;
  readonly catalog: Catalog;
  /** Of what is aggregated again; empty for the answer's own metrics. */
  readonly name: string;
  /** Told from those of the answer, the names of steps that are computed anew for a choice of groups. */
  readonly suffix: string;
}

const OTHERS_COLUMN: OutputColumn = { name: OTHERS, type: 'boolean' };

export function buildMetrics(shape: MetricsShape, context: MetricsContext): ComputeMetrics {
  const { groups, top, name } = context;
  const prefix = prefixOf(context);
  const keys = groups.map(({ column, type }): OutputColumn => ({ name: column, type }));
  const all = top?.others ? [...keys, OTHERS_COLUMN] : keys;
  const parts = [
    ...shape.legs.map((bound) => ({ bound, node: buildLegOf(bound, shape, context) })),
    ...shape.regrouped.map((bound) => ({ bound, node: buildRegroup(bound, shape, context) })),
  ];
  const exists = (part: string): boolean => shape.existing === null || shape.existing.includes(part);
  // Without groups each leg has its one row.
  const makesGroups = ({ bound: { name: part, keeps, follows } }: (typeof parts)[number]): boolean =>
    keys.length === 0 ||
    (!follows && exists(part) && (keeps === null || keys.every((key) => keeps.includes(key.name))));
  const inputs = parts.filter(makesGroups).map(({ node }) => node);
  const rows = fillRows(combineLegs({ name: `${prefix}combined`, inputs, groups: all }), shape, context);
  const beside = parts.filter((part) => !makesGroups(part)).map(({ node }) => node);
  return computeMetrics({
    name,
    input: addTotals(rows, beside, { groups: all, prefix }),
    groups: all,
    zeros: zerosOf(shape),
    ranks: shape.ranks.map((rank) => ({
      name: rank.name,
      expression: lowerOutput(rank.expression),
      within: all.filter((column) => rank.within.includes(column.name) || column.name === OTHERS),
    })),
    metrics: shape.outputs.map(({ column, expression, type }) => ({
      name: column,
      expression: lowerOutput(expression),
      type,
    })),
  });
}

/** What stands before the names of steps that several metrics in one statement have. */
function prefixOf({ name }: Pick<MetricsContext, 'name'>): string {
  return name === '' ? '' : `${name}.`;
}

function zerosOf({ legs, regrouped }: MetricsShape): readonly string[] {
  const ofRows = legs.flatMap(({ aggregates }) =>
    aggregates.map(({ name, aggregate: { empty } }) => ({ name, empty })),
  );
  const all = [...ofRows, ...regrouped.flatMap(({ aggregates }) => aggregates)];
  return all.filter(({ empty }) => empty === 'zero').map(({ name }) => name);
}

/** The values of its groups, and the leg that aggregates them. */
function buildRegroup(bound: BoundRegroup, shape: MetricsShape, context: MetricsContext): Leg {
  const { groups, top } = context;
  const name = `${prefixOf(context)}${bound.name}${context.suffix}`;
  const kept = groups.filter(({ column }) => bound.keeps === null || bound.keeps.includes(column));
  const further = bound.groups.slice(shape.groups.length);
  const isChosen = top && tellsChosen(bound, top);
  const input = buildMetrics(
    { ...shape, ...bound },
    {
      ...context,
      name,
      groups: [...kept, ...further],
      top: isChosen ? top : null,
      fill: bound.fill && fillOf(bound.fill, { shape, groups }),
      suffix: '',
    },
  );
  const keys = kept.map(({ column, type }): OutputColumn => ({ name: column, type }));
  const within = isChosen && top.others ? [...keys, OTHERS_COLUMN] : keys;
  const bucket = further.find(({ column }) => bound.times.includes(column));
  const edges = bucket ? edgesOf(bound, { name: bucket.column, type: bucket.type }, within) : [];
  return leg({
    name,
    input: groupValues({ input, edges }),
    groups: within,
    aggregates: bound.aggregates.map((aggregate) => lowerGroupAggregate(aggregate)),
    totals: false,
  });
}

/** Totals and choices of groups leave the query's bucket out. */
function fillOf(
  { buckets, present, whole }: BoundFill,
  { shape, groups }: { readonly shape: MetricsShape; readonly groups: readonly BoundGroup[] },
): MetricsContext['fill'] {
  const left = shape.groups.filter(({ column }) => shape.times.includes(column));
  const isWhole = left.some((time) => !groups.includes(time));
  return isWhole ? { buckets: whole, present: Math.max(0, present - 1) } : { buckets, present };
}

/** The choice among groups takes rows away wherever the groups that were chosen among are told apart. */
function buildLegOf(bound: BoundLeg, shape: MetricsShape, context: MetricsContext): Leg {
  const { groups, catalog, top } = context;
  const { tenants, currency, times } = shape;
  const prefix = prefixOf(context);
  const relabelled = shape.top?.others ?? false;
  const node = buildLeg(bound, {
    all: shape.groups,
    groups,
    times,
    prefix,
    catalog,
    tenants,
    currency,
    relabelled,
  });
  if (!top || !tellsChosen(bound, top)) return node;
  const of = shape.groups
    .filter(({ column }) => top.of.includes(column))
    .map(({ column, type }): OutputColumn => ({ name: column, type }));
  const isKept = ({ name }: OutputColumn): boolean => node.groups.some((group) => group.name === name);
  const dropped = isRepeated(node) ? of.filter((group) => !isKept(group)).map(({ name }) => name) : [];
  const kept = withKeepTop(node, { of, others: top.others ? OTHERS : null, dropped });
  return top.others ? leg({ ...kept, groups: [...kept.groups, OTHERS_COLUMN] }) : kept;
}

function tellsChosen({ keeps }: Pick<BoundLeg, 'keeps'>, top: BoundTop): boolean {
  return keeps === null || (top.others && top.of.some((column) => keeps.includes(column)));
}

/** Every bucket of the range; of the query's own, neither totals nor the choice of top groups know. */
function fillRows(input: CombineLegs<Leg>, { times }: MetricsShape, { fill, name }: MetricsContext): LegRows {
  if (!fill) return input;
  const isTime = (column: OutputColumn): boolean => times.includes(column.name);
  return fillBuckets({
    name,
    input,
    times: input.groups.filter(isTime),
    groups: input.groups.filter((column) => !isTime(column)),
    ...fill,
  });
}

/** Legs of one level meet before they are joined to the groups that are part of theirs. */
function addTotals(
  rows: LegRows,
  legs: readonly Leg[],
  { groups, prefix }: { readonly groups: readonly OutputColumn[]; readonly prefix: string },
): LegRows {
  const levels = new Map<string, Leg[]>();
  for (const node of legs) {
    const key = canonicalJson(node.groups);
    levels.set(key, [...(levels.get(key) ?? []), node]);
  }
  return [...levels.values()].reduce((input, inputs, place) => {
    const keys = inputs[0]?.groups ?? [];
    const totals = combineLegs({ name: `${prefix}totals ${place + 1}`, inputs, groups: keys });
    return joinTotals({ name: `${prefix}with totals ${place + 1}`, input, totals, groups, keys });
  }, rows);
}

function lowerOutput(expression: OutputExpression): NamedExpression {
  return mapLeaves<AggregateReference, NamedColumn>(expression, (leaf) => ({
    ...leaf,
    kind: 'named_column',
  }));
}
