/**
 * Aggregates over the values of groups → what those values rest on: metrics of the query evaluated by further
 * groups, with legs of their own. Aggregates of equal metrics by equal groups share them.
 */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Metric } from '../catalog/catalog.ts';
import { isCounting } from '../formula/aggregates.ts';
import type { DimensionReference } from '../formula/expression.ts';
import { type Bucket, grainOf, type MetricTree, type PerGroup } from '../formula/metric-tree.ts';
import {
  type AggregateReference,
  type GroupAggregate,
  OTHERS,
  type OutputExpression,
} from './bound-query.ts';
import type { CollectedParts, CollectedRegroup, MetricContext } from './collected-metrics.ts';
import { nameDisregard } from './disregard.ts';
import { type GroupLevel, nameLevel } from './group-level.ts';
import { overDivided } from './spread-days.ts';
import { nameWindow, type Window } from './window.ts';

interface Naming {
  nameStep(wanted: string): string;
  nameAggregate(wanted: string): string;
  /** A collector of the legs under the groups. */
  open(): PartCollector;
}

/** Gathers the legs under the groups. */
interface PartCollector extends CollectedParts {
  collectTree(tree: MetricTree, metric: Metric, context: MetricContext): OutputExpression;
}

interface OpenRegroup {
  readonly regroup: CollectedRegroup;
  readonly collector: PartCollector;
  readonly context: MetricContext;
  /** The names of values and aggregates by what they are. */
  readonly known: Map<string, string>;
}

/** Mutable while binding only. */
export class RegroupCollector {
  private readonly naming: Naming;
  private readonly byKey = new Map<string, OpenRegroup>();

  constructor(naming: Naming) {
    this.naming = naming;
  }

  get all(): readonly CollectedRegroup[] {
    return [...this.byKey.values()].map(({ regroup }) => regroup);
  }

  /** The aggregate as a column of its step. @throws SemanticError those of collecting legs */
  collect(leaf: PerGroup, metric: Metric, context: MetricContext): OutputExpression {
    const { groups, input } = leaf;
    const { window, level, disregard, filters } = context;
    const key = canonicalJson({ groups, input, window, level, disregard, filters });
    const open = this.byKey.get(key) ?? this.openRegroup(leaf, metric, context);
    this.byKey.set(key, open);
    open.regroup.metrics.add(context.asked);
    this.sumWithoutRate(open, metric, context);
    const aggregate = this.addAggregate(open, leaf, metric);
    const values = open.regroup.values.map(({ expression }) => expression);
    return isCount(leaf) ? aggregate : overDivided(aggregate, values);
  }

  private openRegroup({ groups, input }: PerGroup, metric: Metric, around: MetricContext): OpenRegroup {
    const collector = this.naming.open();
    const buckets = groups.filter((group) => group.kind === 'bucket');
    const context = {
      ...around,
      window: [...around.window, ...buckets.map(stepOf)],
      level: levelWith(around.level, groups),
      withoutRate: new Map<string, AggregateReference>(),
    };
    const value = {
      name: nameValue(input.kind === 'metric' ? input.metric : metric.name),
      expression: collector.collectTree(input, metric, context),
      type: valueType(input),
    };
    const parts = [
      input.kind === 'metric' ? input.metric : metric.name,
      nameWindow(around.window),
      nameGroups(groups),
      nameLevel(around.level),
      nameDisregard(around.disregard),
    ];
    const regroup: CollectedRegroup = {
      name: this.naming.nameStep(parts.filter((part) => part !== '').join('_')),
      groups,
      window: context.window,
      level: around.level,
      disregard: around.disregard,
      inner: collector,
      existing: new Set([...collector.legs, ...collector.regrouped].map(({ name }) => name)),
      values: [value],
      aggregates: [],
      metrics: new Set(),
    };
    return { regroup, collector, context, known: new Map() };
  }

  private addAggregate(open: OpenRegroup, leaf: PerGroup, metric: Metric): AggregateReference {
    const { function: name, fraction, filter, empty, type } = leaf;
    const [value] = open.regroup.values;
    const argument = { kind: 'column_value', name: value?.name ?? '', type: value?.type ?? type } as const;
    const condition = filter && addFilter(open, filter, metric);
    return this.add(
      open,
      { function: name, fraction, argument, filter: condition, empty, type },
      open.context.filtering ?? metric.name,
    );
  }

  /** Where a rate is missing under a group, it is missing under the aggregate: also of groups that a filter leaves out. */
  private sumWithoutRate(open: OpenRegroup, metric: Metric, around: MetricContext): void {
    for (const count of open.context.withoutRate.values()) {
      const { values } = open.regroup;
      if (!values.some(({ name }) => name === count.name))
        values.push({ name: count.name, expression: count, type: 'integer' });
      const argument = { kind: 'column_value', name: count.name, type: 'integer' } as const;
      const sum = { function: 'sum', fraction: null, argument, filter: null, empty: 'zero' } as const;
      const missing = this.add(open, { ...sum, type: 'integer' }, `${metric.name}_without_rate`);
      around.withoutRate.set(missing.name, missing);
    }
  }

  private add(
    { regroup, known }: OpenRegroup,
    aggregate: Omit<GroupAggregate, 'name'>,
    wanted: string,
  ): AggregateReference {
    const key = canonicalJson(aggregate);
    const name = known.get(key) ?? this.naming.nameAggregate(wanted);
    if (!known.has(key)) regroup.aggregates.push({ name, ...aggregate });
    known.set(key, name);
    return { kind: 'aggregate_value', name, type: aggregate.type };
  }
}

function isCount({ function: name }: PerGroup): boolean {
  return name !== 'first' && name !== 'last' && isCounting(name);
}

/** With a space, which no metric's name has. */
function addFilter(
  { regroup, collector, context, known }: OpenRegroup,
  filter: MetricTree,
  metric: Metric,
): string {
  const expression = collector.collectTree(filter, metric, context);
  const key = canonicalJson({ filter: expression });
  const name = known.get(key) ?? `condition ${regroup.values.length}`;
  if (!known.has(key)) regroup.values.push({ name, expression, type: 'boolean' });
  known.set(key, name);
  return name;
}

/** Groups have these names. */
function nameValue(metric: string): string {
  return metric === 'time' || metric === OTHERS ? `${metric} value` : metric;
}

function stepOf({ grain }: Bucket): Window[number] {
  return { kind: 'each_bucket', grain: grainOf(grain) };
}

/** Further groups are kept by whatever leaves out the query's. */
function levelWith(level: GroupLevel, groups: PerGroup['groups']): GroupLevel {
  if (level === null) return null;
  return [...level, ...groups.filter((group): group is DimensionReference => group.kind === 'dimension')];
}

function valueType({ type }: MetricTree): GroupAggregate['type'] {
  invariant(type !== 'null', 'a metric has a type');
  return type;
}

/** `per_day`, `per_product_sku`: part of the name of a step in the SQL. */
function nameGroups(groups: PerGroup['groups']): string {
  const names = groups.map((group) => {
    if (group.kind === 'each_tenant') return 'tenant';
    if (group.kind === 'dimension') return [group.start.name, ...group.joins, group.member].join('_');
    return typeof group.grain === 'string' ? group.grain : `${group.grain.calendar}_${group.grain.grain}`;
  });
  return `per_${names.join('_and_')}`;
}
