/**
 * The whole of what a metric's formula can say: arithmetic over aggregates and metrics, and the constructs
 * that look beyond a row's own group. What is not planned yet has been refused before anything reads a tree.
 */
import { assertNever } from '../base/assert-never.ts';
import {
  type ClockGrain,
  type Grain,
  isOwnGrain,
  type OwnGrain,
  type ValueType,
} from '../base/value-type.ts';
import type {
  Aggregate,
  AggregateFunction,
  DimensionReference,
  Expression,
  MemberReference,
  MetricReference,
} from './expression.ts';
import { mapLeaves } from './expression.ts';
import type { RowChoice } from './syntax.ts';
import type { FiscalUnit, UnitOfTime } from './units-of-time.ts';

export type MetricTree = Expression<MetricTreeLeaf>;

export type MetricTreeLeaf =
  | Aggregate
  | MetricReference
  | ChosenRows
  | OverTime
  | OverGroups
  | Unfiltered
  | PerGroup;

/**
 * `sum(balances.amount last by balances.account_id)`: an aggregate over some of its rows. They are chosen
 * within scope and time, before filters and grouping.
 *
 * - `last`, `first`: per key and bucket the row at the last (first) moment that the bucket has; without keys
 *   all rows of that moment. Ties go to the primary key.
 * - `latest`: as `last`, but carried forward from before the bucket.
 * - `at_end`: the rows on the last date of the bucket, and none where there are none.
 */
export interface ChosenRows {
  readonly kind: 'chosen_rows';
  readonly aggregate: Aggregate;
  readonly choice: RowChoice;
  readonly by: readonly MemberReference[];
  readonly type: ValueType;
}

/** The input, evaluated anew over another stretch of time than the bucket: ratios and distinct counts are right. */
export type OverTime = Shift | ShiftToStart | Trailing | ToDate | Running;

/** `shift(m, 1 year)`: over the bucket's interval moved back. */
export interface Shift {
  readonly kind: 'shift';
  readonly input: MetricTree;
  readonly by: Duration;
  readonly type: ValueType;
}

/** `shift(m, to year)`: over the first bucket, of the query's grain, of the period that holds the bucket. */
export interface ShiftToStart {
  readonly kind: 'shift_to_start';
  readonly input: MetricTree;
  readonly period: Period;
  readonly type: ValueType;
}

/** `trailing(m, 7 days)`, `trailing(m, 3 buckets)`: over the interval of that length which ends with the bucket. */
export interface Trailing {
  readonly kind: 'trailing';
  readonly input: MetricTree;
  readonly length: Duration | Buckets;
  readonly type: ValueType;
}

/** `to_date(m, month)`: from the beginning of the period that holds the bucket's end up to that end. */
export interface ToDate {
  readonly kind: 'to_date';
  readonly input: MetricTree;
  readonly period: Period;
  readonly type: ValueType;
}

/** `running(m)`: from the beginning of the data up to the bucket's end. */
export interface Running {
  readonly kind: 'running';
  readonly input: MetricTree;
  readonly type: ValueType;
}

/** Calendar units move the wall clock of the reporting zone; seconds, minutes and hours are exact. */
export interface Duration {
  readonly kind: 'duration';
  readonly count: number;
  readonly unit: UnitOfTime | FiscalUnit | CalendarGrain;
}

/** So many buckets of the query's own grain. */
export interface Buckets {
  readonly kind: 'buckets';
  readonly count: number;
}

/** A stretch of the calendar that has a beginning; a day or longer. */
export type Period = Exclude<UnitOfTime, ClockGrain> | FiscalUnit | CalendarGrain;

/** A grain of a calendar that the project declares. */
export interface CalendarGrain {
  readonly calendar: string;
  readonly grain: string;
}

/** The grain of queries that a unit is: `retail.season`. */
export function grainOf<Unit extends string>(unit: Unit | CalendarGrain): Unit | OwnGrain {
  return typeof unit === 'string' ? unit : `${unit.calendar}.${unit.grain}`;
}

/** What {@link grainOf} says of it. */
export function unitOf(grain: Grain): Duration['unit'] {
  if (!isOwnGrain(grain)) return grain;
  const [calendar = '', name = ''] = grain.split('.');
  return { calendar, grain: name };
}

/** The input without groupings of the query, each time bucket by itself. `within` names those that are kept. */
export type OverGroups = Total | Share | Rank;

/** `total(m, within channel.name)`: the metric itself over all rows of the groups taken together. */
export interface Total {
  readonly kind: 'total';
  readonly input: MetricTree;
  readonly within: readonly DimensionReference[];
  readonly type: ValueType;
}

/** `share(m)`: `m / total(m)`. */
export interface Share {
  readonly kind: 'share';
  readonly input: MetricTree;
  readonly within: readonly DimensionReference[];
  readonly type: 'float';
}

/** `rank(m)`: 1 for the greatest; equal values have equal ranks, and nulls none. */
export interface Rank {
  readonly kind: 'rank';
  readonly input: MetricTree;
  readonly within: readonly DimensionReference[];
  readonly type: 'integer';
}

/**
 * `unfiltered(m)`, `unfiltered(m by channel)`: the input as if the query had no such conditions, or none at all.
 * The range, the scope and the filters of metrics hold; groups are those of the rows that pass all conditions.
 */
export interface Unfiltered {
  readonly kind: 'unfiltered';
  readonly input: MetricTree;
  /** What conditions are disregarded by; `null` for all of them. */
  readonly by: readonly ConditionSubject[] | null;
  readonly type: ValueType;
}

/** A dimension, or, without a member, all that a role or model leads to. */
export interface ConditionSubject extends Pick<DimensionReference, 'start' | 'joins'> {
  readonly member: string | null;
}

/**
 * `avg(balance per day)`, `count(margin per product.sku) filter (where margin < 0)`: the input is computed by
 * the extra groups, of which null is one, and then aggregated; missing days are filled as the query fills.
 */
export interface PerGroup {
  readonly kind: 'per_group';
  readonly function: GroupFunction;
  /** A percentile's, as in {@link Aggregate}. */
  readonly fraction: string | null;
  readonly input: MetricTree;
  readonly groups: readonly (DimensionReference | Bucket | EachTenant)[];
  /** On the values of metrics in each extra group. */
  readonly filter: MetricTree | null;
  /** What stands where no group has a value. */
  readonly empty: Aggregate['empty'];
  readonly type: ValueType;
}

/** Aggregates of the values of groups. */
export type GroupFunction = AggregateFunction | EdgeFunction;

/** `last(balance per day)`: the value of the first or last bucket, be there one or not; per one grain only. */
export type EdgeFunction = 'first' | 'last';

/** A bucket of the input's own time. */
export interface Bucket {
  readonly kind: 'bucket';
  readonly grain: UnitOfTime | FiscalUnit | CalendarGrain;
}

/** The tenant of a row, over several: what no formula says itself, and benchmarks are made of. */
export interface EachTenant {
  readonly kind: 'each_tenant';
}

/** What a tree rests on, however deep in it: aggregates over rows, and other metrics. */
export type MetricSource = Aggregate | MetricReference;

/** Calls `visit` on every aggregate and metric of the formula, left to right, those in windows and groups included. */
export function forEachSource(tree: MetricTree, visit: (source: MetricSource) => void): void {
  mapSources(tree, (source) => {
    visit(source);
    return source;
  });
}

/** The formulas that a leaf evaluates anew, over other time or other groups; none for what it rests on. */
export function treesUnder(leaf: MetricTreeLeaf): readonly MetricTree[] {
  switch (leaf.kind) {
    case 'aggregate':
    case 'metric':
    case 'chosen_rows':
      return [];
    case 'per_group':
      return leaf.filter ? [leaf.input, leaf.filter] : [leaf.input];
    case 'shift':
    case 'shift_to_start':
    case 'trailing':
    case 'to_date':
    case 'running':
    case 'total':
    case 'share':
    case 'rank':
    case 'unfiltered':
      return [leaf.input];
    default:
      return assertNever(leaf);
  }
}

/** The leaf with the formulas under it changed, as {@link treesUnder} lists them. */
export function mapTreesUnder<Leaf extends MetricTreeLeaf>(
  leaf: Leaf,
  change: (tree: MetricTree) => MetricTree,
): Leaf {
  if (!('input' in leaf)) return leaf;
  const input = change(leaf.input);
  return leaf.kind === 'per_group'
    ? { ...leaf, input, filter: leaf.filter && change(leaf.filter) }
    : { ...leaf, input };
}

/** The same formula over other aggregates and metrics; `regroup` changes what is aggregated again over groups. */
export function mapSources(
  tree: MetricTree,
  replace: (source: MetricSource) => MetricSource,
  regroup: (leaf: PerGroup) => PerGroup = (leaf) => leaf,
): MetricTree {
  const under = (part: MetricTree): MetricTree => mapSources(part, replace, regroup);
  return mapLeaves<MetricTreeLeaf, MetricTreeLeaf>(tree, (leaf): MetricTreeLeaf => {
    switch (leaf.kind) {
      case 'aggregate':
      case 'metric':
        return replace(leaf);
      case 'chosen_rows': {
        const aggregate = replace(leaf.aggregate);
        return aggregate.kind === 'aggregate' ? { ...leaf, aggregate } : leaf;
      }
      case 'per_group':
        return regroup(mapTreesUnder(leaf, under));
      default:
        return mapTreesUnder(leaf, under);
    }
  });
}
