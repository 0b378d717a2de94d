/** Metrics → the aggregates they rest on, gathered into legs: one for each model, time dimension, window and choice. */
import { assertNever } from '../base/assert-never.ts';
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { lowerMetricCondition } from '../catalog/lower-condition.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { type Aggregate, conjunction } from '../formula/expression.ts';
import type { MetricTree, MetricTreeLeaf, OverGroups, Rank } from '../formula/metric-tree.ts';
import { replaceLeaves } from '../formula/replace-leaves.ts';
import type { BoundTime } from './bind-time.ts';
import type { AggregateReference, OutputExpression } from './bound-query.ts';
import { RegroupCollector } from './collect-regroups.ts';
import type {
  CollectedLeg,
  CollectedMetric,
  CollectedRank,
  CollectedRegroup,
  MetricContext,
} from './collected-metrics.ts';
import type { MoneyConverter } from './convert-money.ts';
import { disregardAlso, nameDisregard } from './disregard.ts';
import { keepWithin, nameLevel } from './group-level.ts';
import { choiceSteps, nameChoice } from './row-choice.ts';
import { findSpread, inParts, outOfParts, refuseUndivided } from './spread-days.ts';
import { isMoved, nameWindow, stepOf, type Window } from './window.ts';

/** What to do about models that know no time. */
export const WITHOUT_TIME =
  'Leave "time" out, or ask for the metrics that know a time in a query of their own.';

type LegKey = Pick<CollectedLeg, 'root' | 'time' | 'window' | 'spread' | 'choice' | 'level' | 'disregard'>;

interface CollectorSetting {
  /** Whether the query looks at time at all: if not, legs differ by model alone. */
  readonly timed: boolean;
  readonly converter: MoneyConverter | null;
  readonly asked: BoundTime;
}

/** Gathers legs metric by metric; mutable while binding only. */
export class LegCollector {
  private readonly catalog: Catalog;
  private readonly setting: CollectorSetting;
  private readonly byKey = new Map<string, CollectedLeg>();
  private readonly byAggregate = new Map<string, AggregateReference>();
  private readonly aggregateNames: Set<string>;
  private readonly legNames = new Set<string>();
  private readonly regroups: RegroupCollector;
  /** Each after those that it names. */
  readonly ranks: CollectedRank[] = [];

  /** `aggregateNames` are those taken, which are never given twice in a query. */
  constructor(catalog: Catalog, setting: CollectorSetting, aggregateNames = new Set<string>()) {
    this.catalog = catalog;
    this.setting = setting;
    this.aggregateNames = aggregateNames;
    this.regroups = new RegroupCollector({
      nameStep: (wanted) => nameFor(wanted, this.legNames),
      nameAggregate: (wanted) => nameFor(wanted, aggregateNames),
      open: () => new LegCollector(catalog, setting, aggregateNames),
    });
  }

  get legs(): readonly CollectedLeg[] {
    return [...this.byKey.values()];
  }

  get regrouped(): readonly CollectedRegroup[] {
    return this.regroups.all;
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
  collectTree(tree: MetricTree, metric: Metric, context: MetricContext): OutputExpression {
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
          return this.regroups.collect(leaf, metric, context);
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

  private convert(aggregate: Aggregate, wanted: string, context: MetricContext): OutputExpression {
    const converted = this.setting.converter?.convert(aggregate, context.asked);
    if (!converted) return this.addWhole(aggregate, wanted, context);
    const reference = this.add(converted.aggregate, wanted, context);
    const count = this.add(converted.withoutRate, `${wanted}_without_rate`, context);
    context.withoutRate.set(count.name, count);
    return reference;
  }

  /** As parts of what their periods hold, where the query cuts those. @throws SemanticError QUERY_PERIOD_CUT */
  private addWhole(aggregate: Aggregate, wanted: string, context: MetricContext): OutputExpression {
    const { window, asked: metric, choice } = context;
    const { root, time } = aggregate;
    const period = findSpread({ root, time, window }, { catalog: this.catalog, asked: this.setting.asked });
    if (!period) return this.add(aggregate, wanted, context);
    refuseUndivided(aggregate, { metric, isChosen: choice !== undefined, period });
    return outOfParts(this.add(inParts(aggregate), wanted, { ...context, spread: period }), period);
  }

  private add(
    aggregate: Aggregate,
    wanted: string,
    context: MetricContext & Partial<Pick<CollectedLeg, 'spread'>>,
  ): AggregateReference {
    const { asked, window, level, disregard, choice = null, spread = null } = context;
    const timed = this.setting.timed || window.length > 0 || choice !== null;
    const time = timed ? aggregate.time : null;
    if (timed && !time) {
      const [what, hint] = this.setting.timed
        ? ['a range or grain', WITHOUT_TIME]
        : isMoved(window) || choice
          ? ['a window', 'Give its model a time, or take the window off.']
          : ['a grain', 'Give its model a time.'];
      throw new SemanticError('QUERY_NO_TIME', { metric: asked, asked: what }, { path: '/time', hint });
    }
    const leg = this.findLeg({ root: aggregate.root, time, window, spread, choice, level, disregard });
    leg.metrics.add(asked);
    const key = canonicalJson([leg.name, aggregate]);
    const known = this.byAggregate.get(key);
    if (known) return known;
    const reference: AggregateReference = {
      kind: 'aggregate_value',
      name: nameFor(wanted, this.aggregateNames),
      type: aggregate.type,
    };
    this.byAggregate.set(key, reference);
    leg.aggregates.push({ name: reference.name, aggregate });
    return reference;
  }

  private findLeg(rows: LegKey): CollectedLeg {
    const { root, time, window, spread, choice, level, disregard } = rows;
    const key = canonicalJson(rows);
    const known = this.byKey.get(key);
    if (known) return known;
    const isAlike = (leg: CollectedLeg): boolean =>
      leg.root === root &&
      canonicalJson([leg.window, leg.spread, leg.choice, leg.level, leg.disregard]) ===
        canonicalJson([window, spread, choice, level, disregard]);
    const sameRoot = this.legs.some(isAlike);
    const chosen = choice ? nameChoice(choice) : '';
    const divided = spread ? 'each_day' : '';
    const parts = [root, nameWindow(window), divided, chosen, nameLevel(level), nameDisregard(disregard)];
    const plain = parts.filter((part) => part !== '').join('_');
    const wanted = sameRoot && time ? `${plain}_by_${[...time.path, time.member].join('_')}` : plain;
    const name = nameFor(wanted, this.legNames);
    const leg: CollectedLeg = { ...rows, name, aggregates: [], metrics: new Set() };
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
