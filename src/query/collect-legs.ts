/** Metrics → the aggregates they rest on, gathered into legs: one for each model, time dimension, window and choice. */
import { assertNever } from '../base/assert-never.ts';
import { canonicalJson } from '../base/hash.ts';
import { Bug, invariant } from '../base/invariant.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { lowerMetricCondition } from '../catalog/lower-condition.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  type Aggregate,
  conjunction,
  type DimensionReference,
  type MemberReference,
  type MetricCondition,
} from '../formula/expression.ts';
import type { MetricTree, MetricTreeLeaf, OverGroups, Rank } from '../formula/metric-tree.ts';
import { replaceLeaves } from '../formula/replace-leaves.ts';
import type { AggregateReference, OutputExpression } from './bound-query.ts';
import type { MoneyConverter } from './convert-money.ts';
import { type Disregard, disregardAlso, nameDisregard } from './disregard.ts';
import { type GroupLevel, keepWithin, nameLevel } from './group-level.ts';
import { choiceSteps, nameChoice, type RowChoice } from './row-choice.ts';
import { nameWindow, stepOf, type Window } from './window.ts';

/** A leg before groups and conditions are bound to it. */
export interface CollectedLeg {
  readonly name: string;
  readonly root: string;
  readonly time: MemberReference | null;
  readonly window: Window;
  /** Among the rows of each window; `null` for all of them. */
  readonly choice: RowChoice | null;
  readonly level: GroupLevel;
  readonly disregard: Disregard;
  readonly aggregates: { readonly name: string; readonly aggregate: Aggregate }[];
  /** Asked metrics that need this leg, for messages. */
  readonly metrics: Set<string>;
}

/** A metric over aggregates of legs. */
export interface CollectedMetric {
  readonly expression: OutputExpression;
  /** The counts of rows that lack a rate, one for each aggregate whose money is converted. */
  readonly withoutRate: readonly AggregateReference[];
}

interface MetricContext {
  /** The metric of the query, for messages. */
  readonly asked: string;
  /** The windows around the metric, the outermost first. */
  readonly window: Window;
  /** Of the aggregate itself; no metric has one. */
  readonly choice?: RowChoice | null;
  /** What the totals around the metric keep of the query's groups. */
  readonly level: GroupLevel;
  /** The conditions of the query that do not count. */
  readonly disregard: Disregard;
  /** Those of metrics on the way to an aggregate, the innermost first. */
  readonly filters: readonly MetricCondition[];
  /** The outermost metric that filters, whose name its aggregates have in the SQL. */
  readonly filtering: string | null;
  /** By name. */
  readonly withoutRate: Map<string, AggregateReference>;
}

/** What to do about models that know no time. */
export const WITHOUT_TIME =
  'Leave "time" out, or ask for the metrics that know a time in a query of their own.';

type LegKey = Pick<CollectedLeg, 'root' | 'time' | 'window' | 'choice' | 'level' | 'disregard'>;

/** A place of groups before the groups are bound to it. */
export interface CollectedRank {
  readonly name: string;
  readonly expression: OutputExpression;
  readonly within: readonly DimensionReference[];
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
  /** Each after those that it names. */
  readonly ranks: CollectedRank[] = [];

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
  collect(metric: Metric, window: Window = []): CollectedMetric {
    const withoutRate = new Map<string, AggregateReference>();
    const rest = { level: null, disregard: null, filters: [], filtering: null, withoutRate };
    const expression = this.collectMetric(metric, { asked: metric.name, window, ...rest });
    return { expression, withoutRate: [...withoutRate.values()] };
  }

  private collectMetric(metric: Metric, context: MetricContext): OutputExpression {
    return this.collectTree(metric.expression, metric, context);
  }

  /** A window moves whatever it is about, all the way down to aggregates: ratios and distinct counts are right. */
  private collectTree(tree: MetricTree, metric: Metric, context: MetricContext): OutputExpression {
    return replaceLeaves<MetricTreeLeaf, AggregateReference>(tree, (leaf) => {
      switch (leaf.kind) {
        case 'aggregate':
          return this.convert(this.filtered(leaf, context), context.filtering ?? metric.name, context);
        case 'metric': {
          const input = this.catalog.metrics.get(leaf.metric);
          invariant(input, `metric ${leaf.metric} was resolved`);
          if (!leaf.filter) return this.collectMetric(input, context);
          const filters = [leaf.filter, ...context.filters];
          const filtering = context.filtering ?? metric.name;
          return this.collectMetric(input, { ...context, filters, filtering });
        }
        case 'shift':
        case 'shift_to_start':
        case 'trailing':
        case 'to_date':
        case 'running':
          return this.collectTree(leaf.input, metric, {
            ...context,
            window: [...context.window, stepOf(leaf)],
          });
        case 'chosen_rows': {
          const { window, choice } = choiceSteps(leaf);
          const aggregate = this.filtered(leaf.aggregate, context);
          const inner = { ...context, window: [...context.window, ...window], choice };
          return this.convert(aggregate, context.filtering ?? metric.name, inner);
        }
        case 'total':
          return this.collectTotal(leaf, metric, context);
        case 'share': {
          const operands = [
            this.collectTree(leaf.input, metric, context),
            this.collectTotal(leaf, metric, context),
          ];
          return { kind: 'operation', operator: 'divide', operands, type: 'float' };
        }
        case 'rank':
          return this.addRank(leaf, metric, context);
        case 'unfiltered': {
          const disregard = disregardAlso(context.disregard, leaf.by);
          return this.collectTree(leaf.input, metric, { ...context, disregard });
        }
        case 'per_group':
          return unplanned(leaf.kind);
        default:
          return assertNever(leaf);
      }
    });
  }

  private collectTotal(
    { input, within }: Pick<OverGroups, 'input' | 'within'>,
    metric: Metric,
    context: MetricContext,
  ): OutputExpression {
    return this.collectTree(input, metric, { ...context, level: keepWithin(context.level, within) });
  }

  /** A total of places has no groups to rank: the whole is the first. */
  private addRank({ input, within, type }: Rank, metric: Metric, context: MetricContext): OutputExpression {
    const rated = context.withoutRate.size;
    const expression = this.collectTree(input, metric, context);
    const level = context.level === null ? within : keepWithin(context.level, within);
    // A place is among all others: where one of them is not known, neither is the place.
    if (context.withoutRate.size > rated) this.collectTree(input, metric, { ...context, level });
    const known = this.ranks.find(
      (rank) => canonicalJson([rank.expression, rank.within]) === canonicalJson([expression, level]),
    );
    const name = known?.name ?? nameFor(`rank of ${metric.name}`, this.aggregateNames);
    if (!known) this.ranks.push({ name, expression, within: level ?? [] });
    return { kind: 'aggregate_value', name, type };
  }

  private filtered(aggregate: Aggregate, { filters }: MetricContext): Aggregate {
    if (filters.length === 0) return aggregate;
    const filter = filters.reduce(
      (all, condition) => conjunction(all, lowerMetricCondition(condition, aggregate.root, this.catalog)),
      aggregate.filter,
    );
    return { ...aggregate, filter };
  }

  private convert(aggregate: Aggregate, wanted: string, context: MetricContext): AggregateReference {
    const converted = this.converter?.convert(aggregate, context.asked);
    if (!converted) return this.add(aggregate, wanted, context);
    const reference = this.add(converted.aggregate, wanted, context);
    const count = this.add(converted.withoutRate, `${wanted}_without_rate`, context);
    context.withoutRate.set(count.name, count);
    return reference;
  }

  private add(aggregate: Aggregate, wanted: string, context: MetricContext): AggregateReference {
    const { asked, window, level, disregard, choice = null } = context;
    const timed = this.timed || window.length > 0 || choice !== null;
    const time = timed ? aggregate.time : null;
    if (timed && !time) {
      const [what, hint] = this.timed
        ? ['a range or grain', WITHOUT_TIME]
        : ['a window', 'Give its model a time, or take the window off.'];
      throw new SemanticError('QUERY_NO_TIME', { metric: asked, asked: what }, { path: '/time', hint });
    }
    const leg = this.findLeg({ root: aggregate.root, time, window, choice, level, disregard });
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

  private findLeg(rows: LegKey): CollectedLeg {
    const { root, time, window, choice, level, disregard } = rows;
    const key = canonicalJson(rows);
    const known = this.byKey.get(key);
    if (known) return known;
    const isAlike = (leg: CollectedLeg): boolean =>
      leg.root === root &&
      canonicalJson([leg.window, leg.choice, leg.level, leg.disregard]) ===
        canonicalJson([window, choice, level, disregard]);
    const sameRoot = this.legs.some(isAlike);
    const chosen = choice ? nameChoice(choice) : '';
    const parts = [root, nameWindow(window), chosen, nameLevel(level), nameDisregard(disregard)];
    const plain = parts.filter((part) => part !== '').join('_');
    const wanted = sameRoot && time ? `${plain}_by_${[...time.path, time.member].join('_')}` : plain;
    const name = nameFor(wanted, this.legNames);
    const leg: CollectedLeg = { ...rows, name, aggregates: [], metrics: new Set() };
    this.byKey.set(key, leg);
    return leg;
  }
}

function unplanned(kind: string): never {
  throw new Bug(`${kind} was refused when its metric was loaded`);
}

/** `wanted`, or `wanted_2`, `wanted_3` where it is taken; takes it. */
function nameFor(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}
