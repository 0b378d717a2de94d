/**
 * One tree for everything that computes: row-level formulas, conditions, metrics and plans differ
 * only in their leaves.
 */
import type { ValueType } from '../base/value-type.ts';
import type { OperatorName } from './operators.ts';

/** A constant of the formula. Numbers keep their digits; it is bound, never written into SQL. */
export interface Literal {
  readonly kind: 'literal';
  readonly type: ValueType | 'null';
  readonly value: string | boolean | null;
}

/** A value of the request, by its place in the query's parameter list; `list` binds an array. */
export interface Parameter {
  readonly kind: 'parameter';
  readonly index: number;
  readonly type: ValueType;
  readonly list: boolean;
}

export interface Operation<Leaf> {
  readonly kind: 'operation';
  readonly operator: OperatorName;
  readonly operands: readonly Expression<Leaf>[];
  readonly type: ValueType;
}

/** The zone in which the query reports: a constant of each query, known when it is asked. */
export interface ReportingZone {
  readonly kind: 'reporting_zone';
  readonly type: 'string';
}

export const REPORTING_ZONE: ReportingZone = { kind: 'reporting_zone', type: 'string' };

export type Constant = Literal | Parameter | ReportingZone;

export type Expression<Leaf> = Leaf | Constant | Operation<Leaf>;

/** A member of a model, reached from the expression's root by many-to-one joins. */
export interface MemberReference {
  readonly kind: 'member';
  /** Names of joins, from the root outward; empty for the root's own member. */
  readonly path: readonly string[];
  readonly member: string;
  readonly type: ValueType;
}

export type RowExpression = Expression<MemberReference>;

/** Where the way to a dimension begins; each leg finds its own path there (S4). */
export interface DimensionStart {
  readonly kind: 'role' | 'model';
  readonly name: string;
}

/** A member named as queries name it: `channel.is_paid`, `orders.customer.country`. */
export interface DimensionReference {
  readonly kind: 'dimension';
  readonly start: DimensionStart;
  /** Joins from the model that the start leads to. */
  readonly joins: readonly string[];
  readonly member: string;
  readonly type: ValueType;
}

/** A condition on a metric, which holds for the aggregates of every leg under it. */
export type MetricCondition = Expression<DimensionReference>;

/** Another metric, by name. */
export interface MetricReference {
  readonly kind: 'metric';
  readonly metric: string;
  readonly filter: MetricCondition | null;
  readonly type: ValueType;
}

export const AGGREGATE_FUNCTIONS = [
  'sum',
  'count',
  'count_distinct',
  'approx_count_distinct',
  'min',
  'max',
  'avg',
  'median',
  'percentile',
  'percentile_disc',
  'stddev',
  'variance',
] as const;

export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** One aggregate over the rows of one model. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly function: AggregateFunction;
  /** The model whose rows are aggregated. */
  readonly root: string;
  /** `null` for `count(model)`. */
  readonly argument: RowExpression | null;
  /** The share of rows below a percentile, as digits from 0 to 1; `null` for the other functions. */
  readonly fraction: string | null;
  readonly filter: RowExpression | null;
  /** The time dimension that buckets and limits its rows; `null` where the model has none. */
  readonly time: MemberReference | null;
  /** What stands where no non-null row contributes. */
  readonly empty: 'zero' | 'null';
  readonly type: ValueType;
}

/** What every kind of leaf has. */
export interface TypedLeaf {
  readonly kind: string;
  readonly type: ValueType;
}

/** The condition that both hold; `null` holds always. */
export function conjunction(a: RowExpression | null, b: RowExpression | null): RowExpression | null {
  if (!a || !b) return a ?? b;
  return { kind: 'operation', operator: 'and', operands: [a, b], type: 'boolean' };
}

/** Calls `visit` on every leaf, left to right. */
export function forEachLeaf<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  visit: (leaf: Leaf) => void,
): void {
  if (isConstant(expression)) return;
  if (isOperation(expression)) for (const operand of expression.operands) forEachLeaf(operand, visit);
  else visit(expression);
}

/** Rebuilds the tree with every leaf replaced; literals and parameters stay. */
export function mapLeaves<From extends TypedLeaf, To extends TypedLeaf>(
  expression: Expression<From>,
  replace: (leaf: From) => Expression<To>,
): Expression<To> {
  if (isConstant(expression)) return expression;
  if (!isOperation(expression)) return replace(expression);
  return { ...expression, operands: expression.operands.map((operand) => mapLeaves(operand, replace)) };
}

export function isOperation<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
): expression is Operation<Leaf> {
  return expression.kind === 'operation';
}

/** What is the same under every kind of leaf. */
export function isConstant<Leaf extends TypedLeaf>(expression: Expression<Leaf>): expression is Constant {
  const { kind } = expression;
  return kind === 'literal' || kind === 'parameter' || kind === 'reporting_zone';
}
