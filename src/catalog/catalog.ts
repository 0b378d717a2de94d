/** The catalog: all models and metrics of a project, checked and resolved; immutable, known by its hash. */
import type { Brand } from '../base/brand.ts';
import type { ValueType } from '../base/value-type.ts';
import type { MemberReference, MetricExpression, RowExpression } from '../formula/expression.ts';
import type { PhysicalSource, ScopeCondition } from '../tenancy/scope.ts';
import type { PathIndex } from './path-index.ts';

export type CatalogHash = Brand<string, 'CatalogHash'>;
/** A text, or one per language. */
export type LocalText = string | Readonly<Record<string, string>>;
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface Catalog {
  readonly hash: CatalogHash;
  readonly project: Project;
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Metric>;
  /** What a scan of each physical source must carry, by `schema.table`. */
  readonly scopes: ReadonlyMap<string, ScopeCondition>;
  readonly paths: PathIndex;
}

export interface Project {
  readonly name: string;
  readonly zone: string;
  readonly currency: string | null;
  readonly weekStarts: Weekday;
  readonly languages: readonly string[];
  /** Role → model. */
  readonly roles: ReadonlyMap<string, string>;
}

export interface Model {
  readonly name: string;
  readonly description: LocalText | null;
  readonly owner: string | null;
  readonly source: PhysicalSource;
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly scope: ScopeCondition;
  /** The column that scopes rows, where the rule is a column. */
  readonly tenantColumn: string | null;
  readonly time: MemberReference | null;
  readonly joins: ReadonlyMap<string, Join>;
  readonly members: ReadonlyMap<string, Member>;
  /** Declared settlement of roles: role → path of join names. */
  readonly settlements: ReadonlyMap<string, readonly string[]>;
  readonly refresh: Refresh | null;
}

/** A many-to-one join; `on` pairs columns of the model with columns of a declared key of the target. */
export interface Join {
  readonly name: string;
  readonly target: string;
  readonly on: readonly { readonly column: string; readonly target: string }[];
}

export interface Refresh {
  readonly every: string;
  readonly watermark: string | null;
  readonly lateAfter: string | null;
}

/** A dimension, a fact, or a column known by its use in keys. */
export interface Member {
  readonly kind: 'dimension' | 'fact' | 'key';
  readonly name: string;
  readonly type: ValueType;
  readonly value: MemberValue;
  readonly title: LocalText | null;
  readonly description: LocalText | null;
  /** A label such as `RUB`; `unit: currency` has become the project's. */
  readonly unit: string | null;
  readonly values: readonly string[] | null;
}

export type MemberValue =
  /** `zone` is that of a zoneless column of type `time`. */
  | { readonly kind: 'column'; readonly column: string; readonly zone: string | null }
  | { readonly kind: 'formula'; readonly expression: RowExpression; readonly text: string };

export interface Metric {
  readonly name: string;
  readonly version: number;
  /** Content hash of what decides the ungrouped number. */
  readonly hash: string;
  readonly title: LocalText | null;
  readonly description: LocalText;
  readonly owner: string;
  /** The formula as written. */
  readonly formula: string;
  readonly expression: MetricExpression;
  readonly type: ValueType;
  readonly unit: string | null;
  readonly format: MetricFormat | null;
  readonly good: 'up' | 'down' | null;
  readonly tags: readonly string[];
  /** Other names that people search for. */
  readonly synonyms: readonly string[];
  /** Questions that it answers. */
  readonly examples: readonly string[];
  /** Metrics that its formula rests on, however far down, each after those it depends on. */
  readonly inputs: readonly string[];
  /** Models whose rows it aggregates, itself and its inputs included. */
  readonly models: readonly string[];
}

export interface MetricFormat {
  readonly style: 'number' | 'currency' | 'percent' | 'ratio';
  readonly decimals?: number;
}
