/** What is collected for the metrics of a query before its groups, range and conditions are bound to it. */
import type { Period } from '../catalog/catalog.ts';
import type {
  Aggregate,
  DimensionReference,
  MemberReference,
  MetricCondition,
} from '../formula/expression.ts';
import type { PerGroup } from '../formula/metric-tree.ts';
import type { AggregateReference, GroupAggregate, OutputExpression } from './bound-query.ts';
import type { Disregard } from './disregard.ts';
import type { GroupLevel } from './group-level.ts';
import type { RowChoice } from './row-choice.ts';
import type { Window } from './window.ts';

/** A leg before groups and conditions are bound to it. */
export interface CollectedLeg {
  readonly name: string;
  readonly root: string;
  readonly time: MemberReference | null;
  readonly window: Window;
  /** The period that is cut, and divided over its days; `null` where its rows stay whole. */
  readonly spread: Period | null;
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

export interface MetricContext {
  /** The metric of the query, for messages. */
  readonly asked: string;
  /** The windows around the metric, the outermost first. */
  readonly window: Window;
  /** Of the aggregate itself; no metric has one, and neither has an aggregate of all rows. */
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

/** A place of groups before the groups are bound to it. */
export interface CollectedRank {
  readonly name: string;
  readonly expression: OutputExpression;
  readonly within: readonly DimensionReference[];
}

/** Values by further groups, before those are bound to the query's. */
export interface CollectedRegroup {
  readonly name: string;
  readonly groups: PerGroup['groups'];
  /** Around and within: that of the aggregates, then every bucket of the groups. */
  readonly window: Window;
  /** What totals around the aggregates keep of the query's groups. */
  readonly level: GroupLevel;
  /** Within as well: there, groups exist by the rows that are left. */
  readonly disregard: Disregard;
  readonly inner: CollectedParts;
  /** The legs and regroups under the metric itself, by whose rows groups exist. */
  readonly existing: ReadonlySet<string>;
  readonly values: GroupValue[];
  readonly aggregates: GroupAggregate[];
  /** Asked metrics that need it, for messages. */
  readonly metrics: Set<string>;
}

/** A column of the groups: a metric, or a condition on metrics. */
interface GroupValue {
  readonly name: string;
  readonly expression: OutputExpression;
  readonly type: GroupAggregate['type'];
}

/** Everything under some metrics. */
export interface CollectedParts {
  readonly legs: readonly CollectedLeg[];
  readonly regrouped: readonly CollectedRegroup[];
  /** Each after those that it names. */
  readonly ranks: readonly CollectedRank[];
}
