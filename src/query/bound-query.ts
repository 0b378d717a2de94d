/** A query with every name resolved to the catalog and every value moved out into `parameters`. */
import type { StandIn } from '../base/disguise.ts';
import type { Grain, ValueType } from '../base/value-type.ts';
import type { Period } from '../catalog/catalog.ts';
import type { Aggregate, Expression, MemberReference, Parameter } from '../formula/expression.ts';
import type { GroupFunction } from '../formula/metric-tree.ts';
import type { PartOfTime } from '../formula/parts-of-time.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';

/** The value bound to one {@link Parameter}; text forms that the warehouse casts to the parameter's type. */
export type ParameterValue = string | boolean | null | readonly string[] | readonly boolean[];

/**
 * The shape decides plan and SQL and is the key of the plan cache; no value of the request is in it.
 * Answers need `parameters` and `context` as well.
 */
export interface BoundQuery {
  readonly shape: QueryShape;
  readonly parameters: readonly ParameterValue[];
  readonly context: QueryContext;
  /**
   * Asks for the first and last moments of the data, where an open range of the query ends with it and windows
   * need to know; bound again with the answer, the query has other parameters and the same shape.
   */
  readonly extent: BoundQuery | null;
}

export interface QueryShape {
  /** Columns grouped by: the time bucket first, if there is one, then as asked for. */
  readonly groups: readonly BoundGroup[];
  /** Those of them that are buckets of each leg's own time. */
  readonly times: readonly string[];
  readonly legs: readonly BoundLeg[];
  /** Metrics by further groups, whose values are aggregated again. */
  readonly regrouped: readonly BoundRegroup[];
  readonly outputs: readonly BoundOutput[];
  /** Places of groups that outputs name, each after those that it names itself. */
  readonly ranks: readonly BoundRank[];
  /** Conditions on rows of the answer; its totals do not see them. */
  readonly having: readonly ColumnExpression[];
  readonly top: BoundTop | null;
  /** The buckets that every group has, whether any row is in them or not; `null` for those with rows only. */
  readonly fill: Parameter | null;
  /** Complete: no two rows are equal in all of its columns. */
  readonly order: readonly OrderKey[];
  /** Values of the order's columns, behind which the rows go on; `null` for the first page. */
  readonly after: readonly Parameter[] | null;
  /** One row more than asked for, so that a cut shows. */
  readonly limit: Parameter;
  readonly totals: boolean;
  /** The currency that money is converted to; `null` where it stays as it is. */
  readonly currency: Parameter | null;
  /** For each output of money that is converted, how many rows under it lack a rate. */
  readonly withoutRate: readonly BoundOutput[];
  /** The reporting zone. */
  readonly zone: Parameter;
  readonly tenants: TenantMode;
  /** Groups across a bridge, in each of which a row counts once. */
  readonly bridged: readonly BridgedGroup[];
  /** Outputs that rest on periods which the query cuts. */
  readonly divided: readonly DividedOutput[];
}

/** An output under which the parts of a period are as large as their days are many. */
export interface DividedOutput {
  readonly column: string;
  /** The date that stands for the period: `plans.month`. */
  readonly date: string;
  readonly period: Period;
}

export interface BridgedGroup {
  readonly column: string;
  /** With the model that declares it: `orders.tag`. */
  readonly bridge: string;
}

/** The column that tells the group of all others from a chosen group of nulls. */
export const OTHERS = 'others';

/**
 * The one row of the project's model of tenants that is of a row's own tenant, as if a join of the leg's root led
 * there. With a space, which no join's name has.
 */
export const TENANT_PROFILE = 'tenant profile';

/** The choice of groups, over the whole range and before buckets. */
export interface BoundTop {
  readonly n: Parameter;
  /** Columns of `groups` that make a group. */
  readonly of: readonly string[];
  /** The column of `outputs` that chooses. */
  readonly by: string;
  readonly direction: 'asc' | 'desc';
  /** Whether the rest stays, as one group, told by the column {@link OTHERS}. */
  readonly others: boolean;
}

export interface OrderKey {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** The tenant of a leg's rows, in queries over several. */
export interface RowTenant {
  readonly kind: 'row_tenant';
  readonly type: 'string';
}

/** Whether a row has some partner across a bridge that meets a condition. */
export interface SomePartner {
  readonly kind: 'some_partner';
  /** Unique in the query: `orders with some tag`. */
  readonly name: string;
  readonly condition: BoundRowExpression;
  readonly type: 'boolean';
}

/** Over members that a leg's root reaches, its tenant, and whether it has partners. */
export type BoundRowExpression = Expression<MemberReference | RowTenant | SomePartner>;

export interface BoundGroup {
  /** `time`, `channel.name`, `customer.signed_up_at:month`. */
  readonly column: string;
  readonly type: ValueType;
  readonly grain: Grain | null;
  readonly part: PartOfTime | null;
  /** What stands in the place of sensitive values; `null` where nothing does. */
  readonly shown: StandIn | null;
}

/** The part of a query that aggregates one model along one time dimension. */
export interface BoundLeg {
  readonly name: string;
  readonly root: string;
  readonly time: MemberReference | null;
  /** The period that its time stands for, where its rows are divided over the days of that: `null` where they stay whole. */
  readonly spread: Period | null;
  /** One expression for each of the query's groups; `null` for those that it neither keeps nor chooses by. */
  readonly groups: readonly (BoundRowExpression | null)[];
  /** The columns of the groups that it is aggregated by, where a total leaves others out; `null` for all. */
  readonly keeps: readonly string[] | null;
  /** Whether groups exist by other legs alone, because it looks at rows that the query filters out. */
  readonly follows: boolean;
  /** Range and `where`; every row that passes makes its group exist. Of a leg that chooses rows, the range only. */
  readonly conditions: readonly BoundRowExpression[];
  /** What partners are like that show, where it is grouped by them: rows are not kept by it, but pairs. */
  readonly pairs: readonly BoundPairs[];
  /** Where the rows of a bucket are not those whose time it holds; groups that are such buckets have no expression then. */
  readonly windows: BoundWindows | null;
  /**
   * What totals and choices of groups see, which leave the query's bucket out; `null` where that is the same, or where
   * the query has none.
   */
  readonly whole: Pick<BoundLeg, 'conditions' | 'windows'> | null;
  /** Where only some rows of each bucket or window are meant. */
  readonly choice: BoundChoice | null;
  readonly aggregates: readonly BoundAggregate[];
}

/** A condition on each pair of a row and a partner, where any of these columns is grouped by. */
export interface BoundPairs {
  readonly columns: readonly string[];
  readonly condition: BoundRowExpression;
}

/** The window of each bucket, lists of equal length in the order of time; a row may be in many or in none. */
export interface BoundWindows {
  /** Of a row, between which of the bounds its time lies: the only thing in which windows differ. */
  readonly slot: BoundRowExpression;
  /** For each group that is a bucket of the leg's own time, a list of those. */
  readonly buckets: readonly Parameter[];
  readonly starts: Parameter;
  readonly ends: Parameter;
  /** Every start and end once, ascending: from one to the next is a slot. */
  readonly bounds: Parameter;
  /** Whether windows only grow until one begins behind the end of those before. */
  readonly accumulate: boolean;
}

/** The first or last rows of each bucket, by the leg's time. They are chosen before `where` is looked at. */
export interface BoundChoice {
  readonly order: 'last' | 'first';
  /** Rows are chosen for each of these apart, nulls being equal. */
  readonly keys: readonly (MemberReference | RowTenant)[];
  /** Members that decide among rows of one moment; none where all of them are chosen. */
  readonly ties: readonly MemberReference[];
  /** The size of the period that the leg's time stands for, which is one moment; `null` for the time itself. */
  readonly period: Period | null;
  /** Conditions on the rows that were chosen; those that pass make groups exist. */
  readonly where: readonly BoundRowExpression[];
}

export interface BoundAggregate {
  readonly name: string;
  readonly aggregate: Omit<Aggregate, 'filter'> & { readonly filter: BoundRowExpression | null };
}

/**
 * Metrics computed by the query's groups and further ones, and aggregates over their values: like a leg whose rows are
 * groups. What is not asked for anew is as in the query.
 */
export interface BoundRegroup
  extends Pick<QueryShape, 'groups' | 'times' | 'legs' | 'regrouped' | 'ranks' | 'outputs'> {
  readonly name: string;
  /** As in {@link BoundLeg}; the further groups are no part of it. */
  readonly keeps: BoundLeg['keeps'];
  readonly follows: BoundLeg['follows'];
  /** The legs and regroups by whose rows groups exist; the others give values for filters to look at. */
  readonly existing: readonly string[];
  readonly fill: BoundFill | null;
  readonly aggregates: readonly GroupAggregate[];
}

/** An aggregate over a column of groups' values. */
export interface GroupAggregate {
  readonly name: string;
  readonly function: GroupFunction;
  readonly fraction: string | null;
  readonly argument: ColumnReference;
  /** A boolean column. */
  readonly filter: string | null;
  readonly empty: Aggregate['empty'];
  readonly type: ValueType;
}

/** Buckets that groups have, whether any row is in them or not: a list for each column of times, side by side. */
export interface BoundFill {
  readonly buckets: readonly Parameter[];
  /** So many of the first columns are those that a group has rows in; it has every bucket of the others within. */
  readonly present: number;
  /** Without the query's bucket. */
  readonly whole: readonly Parameter[];
}

/** An aggregate of some leg, by its name, which is unique in the query. */
export interface AggregateReference {
  readonly kind: 'aggregate_value';
  readonly name: string;
  readonly type: ValueType;
}

/** The place of a group by a value, by a name that {@link AggregateReference} knows. */
export interface BoundRank {
  readonly name: string;
  readonly expression: OutputExpression;
  /** The columns of the groups among which places are given. */
  readonly within: readonly string[];
}

/** A column of the answer. */
export interface ColumnReference {
  readonly kind: 'column_value';
  readonly name: string;
  readonly type: ValueType;
}

export type ColumnExpression = Expression<ColumnReference>;

export type OutputExpression = Expression<AggregateReference>;

export interface BoundOutput {
  readonly column: string;
  /** By its key in the catalog. */
  readonly metric: string;
  /** What of a comparison the column is; `null` for the metric itself. */
  readonly part: 'value' | 'change' | 'ratio' | null;
  readonly version: number;
  readonly expression: OutputExpression;
  readonly type: ValueType;
}

export interface QueryContext {
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  readonly range: TimeRange;
  readonly limit: number;
  readonly numbers: 'json' | 'strings';
  /** The code of the currency that was asked for. */
  readonly currency: string | null;
}

/** Half-open; each bound as an instant and as the wall clock of the reporting zone. */
export interface TimeRange {
  readonly from: TimeBound | null;
  readonly to: TimeBound | null;
}

export interface TimeBound {
  /** ISO 8601 with the zone's offset, `2026-01-01T00:00:00+03:00`. */
  readonly instant: string;
  /** The same for the warehouse: wall clock and full offset, in which no year is cut off. */
  readonly parameter: string;
  /** ISO 8601 without offset, `2026-01-01T00:00:00`. */
  readonly local: string;
}
