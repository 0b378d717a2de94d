/** Metrics → the aggregates they rest on, gathered into legs: one for each model and time dimension. */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { lowerMetricCondition } from '../catalog/lower-condition.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  type Aggregate,
  conjunction,
  type MemberReference,
  type MetricCondition,
  type MetricExpression,
  type MetricReference,
} from '../formula/expression.ts';
import { replaceLeaves } from '../formula/replace-leaves.ts';
import type { AggregateReference, BoundAggregate, OutputExpression } from './bound-query.ts';
import type { MoneyConverter } from './convert-money.ts';

/** A leg before groups and conditions are bound to it. */
export interface CollectedLeg {
  readonly name: string;
  readonly root: string;
  readonly time: MemberReference | null;
  readonly aggregates: BoundAggregate[];
  /** Asked metrics that need this leg, for messages. */
  readonly metrics: Set<string>;
}

/** A metric over aggregates of legs. */
export interface CollectedMetric {
  readonly expression: OutputExpression;
  /** The counts of rows that lack a rate, one for each aggregate whose money is converted. */
  readonly withoutRate: readonly AggregateReference[];
}

interface FilterContext {
  /** The metric of the query, for messages. */
  readonly asked: string;
  /** Those of metrics on the way to an aggregate, the innermost first. */
  readonly filters: readonly MetricCondition[];
  /** The outermost metric that filters, whose name its aggregates have in the SQL. */
  readonly filtering: string | null;
  /** By name. */
  readonly withoutRate: Map<string, AggregateReference>;
}

/** Gathers legs metric by metric; mutable while binding only. */
export class LegCollector {
  private readonly catalog: Catalog;
  /** Whether the query looks at time at all: if not, legs differ by model alone. */
  private readonly timed: boolean;
  private readonly converter: MoneyConverter | null;
  private readonly byKey = new Map<string, CollectedLeg>();
  private readonly byAggregate = new Map<string, AggregateReference>();
  private readonly aggregateNames = new Set<string>();
  private readonly legNames = new Set<string>();

  constructor(
    catalog: Catalog,
    { timed, converter }: { readonly timed: boolean; readonly converter: MoneyConverter | null },
  ) {
    this.catalog = catalog;
    this.timed = timed;
    this.converter = converter;
  }

  get legs(): readonly CollectedLeg[] {
    return [...this.byKey.values()];
  }

  /**
   * The metric as an expression over aggregates of legs, its inputs written out. The filters of metrics end
   * in their aggregates, where they remove no group (S8): metrics that differ by them share a leg.
   * @throws SemanticError QUERY_NO_TIME, and those of conversion
   */
  collect(metric: Metric): CollectedMetric {
    const withoutRate = new Map<string, AggregateReference>();
    const context = { asked: metric.name, filters: [], filtering: null, withoutRate };
    const expression = this.collectFiltered(metric, context);
    return { expression, withoutRate: [...withoutRate.values()] };
  }

  private collectFiltered(metric: Metric, context: FilterContext): OutputExpression {
    const expression: MetricExpression = metric.expression;
    return replaceLeaves<Aggregate | MetricReference, AggregateReference>(expression, (leaf) => {
      if (leaf.kind === 'aggregate')
        return this.convert(this.filtered(leaf, context), context.filtering ?? metric.name, context);
      const input = this.catalog.metrics.get(leaf.metric);
      invariant(input, `metric ${leaf.metric} was resolved`);
      if (!leaf.filter) return this.collectFiltered(input, context);
      const filters = [leaf.filter, ...context.filters];
      return this.collectFiltered(input, {
        ...context,
        filters,
        filtering: context.filtering ?? metric.name,
      });
    });
  }

  private filtered(aggregate: Aggregate, { filters }: FilterContext): Aggregate {
    if (filters.length === 0) return aggregate;
    const filter = filters.reduce(
      (all, condition) => conjunction(all, lowerMetricCondition(condition, aggregate.root, this.catalog)),
      aggregate.filter,
    );
    return { ...aggregate, filter };
  }

  private convert(aggregate: Aggregate, wanted: string, context: FilterContext): AggregateReference {
    const { asked, withoutRate } = context;
    const converted = this.converter?.convert(aggregate, asked);
    if (!converted) return this.add(aggregate, wanted, asked);
    const reference = this.add(converted.aggregate, wanted, asked);
    const count = this.add(converted.withoutRate, `${wanted}_without_rate`, asked);
    withoutRate.set(count.name, count);
    return reference;
  }

  private add(aggregate: Aggregate, wanted: string, asked: string): AggregateReference {
    const time = this.timed ? aggregate.time : null;
    if (this.timed && !time) {
      throw new SemanticError(
        'QUERY_NO_TIME',
        { metric: asked, asked: 'a range or grain' },
        { path: '/time' },
      );
    }
    const leg = this.findLeg(aggregate.root, time);
    leg.metrics.add(asked);
    const known = this.byAggregate.get(canonicalJson([leg.name, aggregate]));
    if (known) return known;
    const reference: AggregateReference = {
      kind: 'aggregate_value',
      name: nameFor(wanted, this.aggregateNames),
      type: aggregate.type,
    };
    this.byAggregate.set(canonicalJson([leg.name, aggregate]), reference);
    leg.aggregates.push({ name: reference.name, aggregate });
    return reference;
  }

  private findLeg(root: string, time: MemberReference | null): CollectedLeg {
    const key = canonicalJson([root, time]);
    const known = this.byKey.get(key);
    if (known) return known;
    const sameRoot = this.legs.some((leg) => leg.root === root);
    const wanted = sameRoot && time ? `${root}_by_${[...time.path, time.member].join('_')}` : root;
    const name = nameFor(wanted, this.legNames);
    const leg: CollectedLeg = { name, root, time, aggregates: [], metrics: new Set() };
    this.byKey.set(key, leg);
    return leg;
  }
}

/** `wanted`, or `wanted_2`, `wanted_3` where it is taken; takes it. */
function nameFor(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}
