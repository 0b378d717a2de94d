/** A query with every name resolved to the catalog and every value moved out into `parameters`. */
import type { Grain, ValueType } from '../base/value-type.ts';
import type {
  Aggregate,
  Expression,
  MemberReference,
  Parameter,
  RowExpression,
} from '../formula/expression.ts';

/** The value bound to one {@link Parameter}; text forms that the warehouse casts to the parameter's type. */
export type ParameterValue = string | boolean | readonly string[] | readonly boolean[];

/**
 * The shape decides plan and SQL and is the key of the plan cache; no value of the request is in it.
 * Answers need `parameters` and `context` as well.
 */
export interface BoundQuery {
  readonly shape: QueryShape;
  readonly parameters: readonly ParameterValue[];
  readonly context: QueryContext;
}

export interface QueryShape {
  /** Columns grouped by: the time bucket first, if there is one, then as asked for. */
  readonly groups: readonly BoundGroup[];
  readonly legs: readonly BoundLeg[];
  readonly outputs: readonly BoundOutput[];
  /** The buckets that every group has, whether any row is in them or not; `null` for those with rows only. */
  readonly fill: Parameter | null;
  /** Complete: no two rows are equal in all of its columns. */
  readonly order: readonly OrderKey[];
  /** One row more than asked for, so that a cut shows. */
  readonly limit: Parameter;
  readonly totals: boolean;
}

export interface OrderKey {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export interface BoundGroup {
  /** `time`, `channel.name`, `customer.signed_up_at:month`. */
  readonly column: string;
  readonly type: ValueType;
  readonly grain: Grain | null;
}

/** The part of a query that aggregates one model along one time dimension. */
export interface BoundLeg {
  readonly name: string;
  readonly root: string;
  readonly time: MemberReference | null;
  /** One expression for each of the query's groups. */
  readonly groups: readonly RowExpression[];
  /** Range and `where`; every row that passes makes its group exist. */
  readonly conditions: readonly RowExpression[];
  readonly aggregates: readonly BoundAggregate[];
}

export interface BoundAggregate {
  readonly name: string;
  readonly aggregate: Aggregate;
}

/** An aggregate of some leg, by its name, which is unique in the query. */
export interface AggregateReference {
  readonly kind: 'aggregate_value';
  readonly name: string;
  readonly type: ValueType;
}

export type OutputExpression = Expression<AggregateReference>;

export interface BoundOutput {
  readonly column: string;
  readonly metric: string;
  readonly version: number;
  readonly expression: OutputExpression;
  readonly type: ValueType;
}

export interface QueryContext {
  readonly zone: string;
  readonly range: TimeRange;
  readonly limit: number;
  readonly numbers: 'json' | 'strings';
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
