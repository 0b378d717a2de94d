/** The columns that an answer's rows have, by what the query asks. */
import type { ChangeName, Comparison, RatioName, ValueName, Versions } from './comparison.ts';
import type { KeyOf } from './names.ts';
import type { PartOfTime, ProjectTypes, ValueType } from './project-types.ts';

/** How exact numbers are written: as JSON numbers, which readers make doubles of, or as strings with all digits. */
export type Numbers = 'json' | 'strings';

/** What decides, beside the metrics themselves, how their cells look. */
export interface Reading {
  readonly numbers: Numbers;
  /** Whether numbers are converted, or of another day's definitions: then even exact ones may be doubles. */
  readonly isOther: boolean;
}

type Exact<R extends Reading> = R['numbers'] extends infer Written
  ? Written extends 'strings'
    ? string | (R['isOther'] extends false ? never : number)
    : number
  : never;

/** A value of a type as JSON has it, without the null that may stand in its place. */
export type Cell<Type extends ValueType, R extends Reading> = Type extends 'integer' | 'decimal'
  ? Exact<R>
  : Type extends 'float'
    ? number
    : Type extends 'boolean'
      ? boolean
      : string;

/** The column of a metric: `roas@1` is called `roas`, unless `as` says otherwise. */
export type ColumnOf<Item> = Item extends string
  ? Item extends `${infer Name}@${string}`
    ? Name
    : Item
  : Item extends { readonly as: infer As extends string }
    ? As
    : Item extends { readonly metric: infer Name extends string }
      ? ColumnOf<Name>
      : never;

/** Of a version that the project does not know, any type. */
type TypeOf<P extends ProjectTypes, Item> = Item extends {
  readonly metric: infer Name extends string;
  readonly version: number;
}
  ? KeyOf<P, Item> extends Name
    ? ValueType
    : P['metrics'][KeyOf<P, Item>]['type']
  : P['metrics'][KeyOf<P, Item>]['type'];

type MetricCells<P extends ProjectTypes, Item, R extends Reading> = {
  [I in Item as ColumnOf<I>]: Cell<TypeOf<P, I>, R> | null;
};

/** Another version may be of another type. */
type Compared<C, R extends Reading> = [Versions<C>] extends [never]
  ? R
  : { readonly numbers: R['numbers']; readonly isOther: true };

type ComparedType<P extends ProjectTypes, Item, C> = [Versions<C>] extends [never]
  ? TypeOf<P, Item>
  : ValueType;

/** Differences are those of numbers. */
type Numeric<P extends ProjectTypes, Item> = Item extends Item
  ? Extract<TypeOf<P, Item>, 'integer' | 'decimal' | 'float'> extends never
    ? never
    : Item
  : never;

type ComparedCells<P extends ProjectTypes, Item, C, R extends Reading> = {
  [I in Item as `${ColumnOf<I>}.${ValueName<C>}`]: Cell<ComparedType<P, I, C>, R> | null;
} & {
  [I in Numeric<P, Item> as `${ColumnOf<I>}.${ChangeName<C>}`]: Cell<
    Extract<TypeOf<P, I>, 'integer' | 'decimal' | 'float'>,
    Compared<C, R>
  > | null;
} & {
  [I in Numeric<P, Item> as `${ColumnOf<I>}.${RatioName<C>}`]: number | null;
};

type DimensionCell<P extends ProjectTypes, Column extends string, R extends Reading> = Column extends 'tenant'
  ? string | null
  : Column extends keyof P['dimensions']
    ? P['dimensions'][Column] extends { readonly values: infer Value extends string }
      ? Value | null
      : Cell<P['dimensions'][Column]['type'], R> | null
    : Column extends `${string}:${infer After}`
      ? (After extends PartOfTime ? Exact<R> : string) | null
      : never;

/** One flat object type, as editors show it best. */
type Flat<T> = { [Key in keyof T]: T[Key] };

/** Everything of a query that its columns follow from. */
export interface Asked {
  readonly metrics: unknown;
  readonly by: string;
  readonly grain: string;
  readonly compare: Comparison | readonly Comparison[];
  readonly others: boolean;
}

/** The cells of metrics and of what they are compared with; totals have these alone. */
export type Measures<P extends ProjectTypes, A extends Asked, R extends Reading> = Flat<
  MetricCells<P, A['metrics'], R> &
    ([A['compare']] extends [never] ? unknown : ComparedCells<P, A['metrics'], A['compare'], R>)
>;

/** One row of an answer: the asked columns and no other. */
export type RowOf<P extends ProjectTypes, A extends Asked, R extends Reading> = Flat<
  ([A['grain']] extends [never] ? unknown : { time: string | null }) & {
    [Column in A['by']]: DimensionCell<P, Column, { numbers: R['numbers']; isOther: false }>;
  } & (true extends A['others'] ? { others: boolean } : unknown) &
    Measures<P, A, R>
>;
