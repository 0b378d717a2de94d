/** The columns that an answer's rows have, by what the query asks. */
import type { ChangeName, Comparison, RangesOf, RatioName, ValueName, VersionsOf } from './comparison.ts';
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

type NumberType = 'integer' | 'decimal' | 'float';

/** Those of the metrics that are numbers: others have no difference. */
type Numeric<P extends ProjectTypes, Item> = Item extends Item
  ? Extract<TypeOf<P, Item>, NumberType> extends never
    ? never
    : Item
  : never;

type ChangeCells<P extends ProjectTypes, Item, C, R extends Reading> = {
  [I in Numeric<P, Item> as `${ColumnOf<I>}.${ChangeName<C>}`]: Cell<
    Extract<TypeOf<P, I>, NumberType>,
    R
  > | null;
} & { [I in Numeric<P, Item> as `${ColumnOf<I>}.${RatioName<C>}`]: number | null };

/** Another version may be of another type. */
interface OtherReading<R extends Reading> extends Reading {
  readonly numbers: R['numbers'];
  readonly isOther: true;
}

type ComparedCells<P extends ProjectTypes, Item, C, R extends Reading> = {
  [I in Item as `${ColumnOf<I>}.${ValueName<RangesOf<C>>}`]: Cell<TypeOf<P, I>, R> | null;
} & {
  [I in Item as `${ColumnOf<I>}.${ValueName<VersionsOf<C>>}`]: Cell<ValueType, R> | null;
} & ChangeCells<P, Item, RangesOf<C>, R> &
  ChangeCells<P, Item, VersionsOf<C>, OtherReading<R>>;

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
