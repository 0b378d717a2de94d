/** A query as `POST /v1/query` takes it, where the project is known. */
import type { Comparison } from './comparison.ts';
import type { FilterOf, GrainOf, GroupOf, MetricItem } from './names.ts';
import type { ProjectTypes } from './project-types.ts';
import type { Asked, Measures, Numbers, Reading, RowOf } from './row-types.ts';

export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'not_in'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in_range'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'is_null'
  | 'not_null';

type Value = string | number | boolean;

/** What is asked of a value; `in`, `not_in` and a pair of `in_range` take `values`. */
export interface Test {
  readonly op: Operator;
  readonly value?: Value;
  readonly values?: readonly Value[];
}

export type Nested<Leaf> =
  | Leaf
  | { readonly all: readonly Nested<Leaf>[] }
  | { readonly any: readonly Nested<Leaf>[] }
  | { readonly not: Nested<Leaf> };

export type Condition<Name extends string> = Nested<Test & { readonly dimension: Name }>;

/** A condition on rows of the answer, by a column of numbers or of groups. */
export type Having<Measure extends string, Group extends string> = Nested<
  (Test & { readonly metric: Measure }) | (Test & { readonly dimension: Group })
>;

/** The bounds of time: a range in words, or either end. */
export interface Range {
  /** ISO 8601, the first moment. */
  readonly from?: string;
  /** ISO 8601, the first moment after. */
  readonly to?: string;
  /** In place of both: `last 30 days`, `2026-Q1`. */
  readonly range?: string;
  /** Whether every group has every bucket. */
  readonly fill?: boolean;
  /** IANA time zone; the tenant's or project's unless given. */
  readonly zone?: string;
}

/** Only names, numbers and ranges that the project knows; what the rest of it says decides the columns of the rows. */
export interface Query<
  P extends ProjectTypes,
  M extends MetricItem<P>,
  B extends GroupOf<P, M>,
  G extends GrainOf<P, M>,
  C extends Comparison | readonly Comparison[],
  N extends Numbers,
  T extends boolean,
  O extends boolean,
  X extends string,
> {
  readonly metrics?: readonly M[];
  readonly by?: readonly B[];
  readonly time?: Range & { readonly grain?: G };
  readonly where?: readonly Condition<NoInfer<FilterOf<P, M>>>[];
  readonly having?: readonly Having<NoInfer<MeasureOf<P, M, C>>, NoInfer<B>>[];
  readonly top?: {
    readonly n: number;
    /** Columns of `by` that make a group. */
    readonly of: readonly NoInfer<B>[];
    readonly by: NoInfer<MeasureOf<P, M, C>>;
    readonly direction?: 'asc' | 'desc';
    /** Keeps all other groups as one, told by the column `others`. */
    readonly others?: O;
  };
  readonly compare?: C;
  readonly order?: readonly {
    readonly by: NoInfer<ColumnName<P, M, B, G, C>>;
    readonly direction?: 'asc' | 'desc';
  }[];
  /** Rows of a page, at most. */
  readonly limit?: number;
  readonly cursor?: string;
  readonly totals?: T;
  readonly numbers?: N;
  /** ISO 4217 code of the currency to convert money to. */
  readonly currency?: X;
  /** A day: metrics as they were released by the end of it. */
  readonly definitions?: X;
  readonly tenants?: readonly string[] | 'all';
}

/** What a query's columns follow from, of its parts. */
export interface AskedOf<M, B extends string, G extends string, C extends Asked['compare'], O extends boolean>
  extends Asked {
  readonly metrics: M;
  readonly by: B;
  readonly grain: G;
  readonly compare: C;
  readonly others: O;
}

/** How the numbers of a query are written, of its parts. */
export interface ReadingOf<N extends Numbers, X extends string> extends Reading {
  readonly numbers: N;
  readonly isOther: [X] extends [never] ? false : true;
}

type Plain = ReadingOf<'json', never>;

/** The columns of numbers. */
export type MeasureOf<P extends ProjectTypes, M, C extends Asked['compare']> = keyof Measures<
  P,
  AskedOf<M, never, never, C, false>,
  Plain
> &
  string;

/** All columns. */
export type ColumnName<
  P extends ProjectTypes,
  M,
  B extends string,
  G extends string,
  C extends Asked['compare'],
> = keyof RowOf<P, AskedOf<M, B, G, C, false>, Plain> & string;
