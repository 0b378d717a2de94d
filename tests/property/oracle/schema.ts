/** The oracle's own description of a project: models, rows and metrics as plain data, apart from any catalog. */
import type { Weekday } from './clock.ts';
import type { MetricFormula } from './metric-formula.ts';
import type { RowFormula } from './row-formula.ts';
import type { Type, Value } from './value.ts';
import type { Calendar } from './working-time.ts';

export interface Schema {
  readonly zone: string;
  readonly weekStarts: Weekday;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Role → model. */
  readonly roles: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly rates?: Rates;
}

/** A model with the columns `source`, `target`, `day` and `rate`. */
export interface Rates {
  readonly model: string;
  /** Whether a day without a rate has that of the last one before. */
  readonly carry: boolean;
}

export type PhysicalType =
  | 'text'
  | 'boolean'
  | 'bigint'
  | 'numeric'
  | 'double precision'
  | 'date'
  | 'timestamptz'
  | 'timestamp';

export interface Model {
  readonly name: string;
  readonly columns: ReadonlyMap<string, PhysicalType>;
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly scope: ScopeRule;
  readonly joins: ReadonlyMap<string, Join>;
  /** Role → path of join names. */
  readonly settlements: ReadonlyMap<string, readonly string[]>;
  readonly members: ReadonlyMap<string, Member>;
  readonly time: MemberPath | null;
  /** The members between which its rows are valid, where they are not always. */
  readonly valid?: readonly [string, string];
}

export type ScopeRule =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'join'; readonly join: string }
  | { readonly kind: 'shared' };

export interface Join {
  readonly target: string;
  /** Own column → column of the target. */
  readonly on: ReadonlyMap<string, string>;
  /** The own time at which rows of the target have to be valid. */
  readonly at?: string;
}

export interface Member {
  readonly kind: 'dimension' | 'fact' | 'key';
  readonly type: Type;
  readonly value: MemberValue;
  /** Of money, the column that names its currency. */
  readonly currency?: string;
}

export type MemberValue =
  /** `zone`: the column holds wall clocks of that zone, the member is the instant. */
  | { readonly kind: 'column'; readonly column: string; readonly zone: string | null }
  | { readonly kind: 'formula'; readonly formula: RowFormula };

export interface MemberPath {
  readonly path: readonly string[];
  readonly member: string;
}

export interface Metric {
  readonly name: string;
  readonly formula: MetricFormula;
  /** A condition on the rows of all its aggregates. */
  readonly filter: RowFormula | null;
  /** Another time than its model's. */
  readonly time: MemberPath | null;
  /** Counts and sums over nothing are null instead of 0. */
  readonly emptyIsNull: boolean;
  /** The only dimensions that it may be grouped and filtered by, where there is such a list. */
  readonly allowed: readonly string[] | null;
  /** For formulas only. */
  readonly isPrivate: boolean;
}

/** Column → value; keys and tenants are text whatever the column's type. */
export type Row = Readonly<Record<string, Value>>;

/** Model → its rows, of all tenants. */
export type Tables = ReadonlyMap<string, readonly Row[]>;

/** The entry of `map`, which the caller knows to be there. */
export function need<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`the oracle's schema has no "${name}"`);
  return found;
}
