/** The catalog: all models and metrics of a project, checked and resolved; immutable, known by its hash. */
import type { Brand } from '../base/brand.ts';
import type { ClockGrain, CommonGrain, ValueType } from '../base/value-type.ts';
import { versionKey } from '../base/version-key.ts';
import type { STATISTICS } from '../definitions/benchmark-schema.ts';
import type { Month } from '../definitions/project-schema.ts';
import type { MeasuredEffect } from '../definitions/release-schema.ts';
import type { WorkingWeek } from '../definitions/working-hours.ts';
import type { AttributeTree } from '../formula/attribute-tree.ts';
import type { MemberReference } from '../formula/expression.ts';
import type { MetricTree } from '../formula/metric-tree.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';
import type { RowBook } from '../tenancy/row-condition.ts';
import type { PhysicalSource, ScopeCondition } from '../tenancy/scope.ts';
import type { AccessBook } from './access-book.ts';
import type { PathIndex } from './path-index.ts';
import type { RowRule } from './row-rule.ts';
import type { Showing, ShownBook } from './showing.ts';
import type { Unit } from './unit.ts';
import type { Veil } from './veil.ts';

export type CatalogHash = Brand<string, 'CatalogHash'>;
/** A text, or one per language. */
export type LocalText = string | Readonly<Record<string, string>>;
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface Catalog {
  readonly hash: CatalogHash;
  readonly project: Project;
  readonly models: ReadonlyMap<string, Model>;
  /** By key; current ones first, then versions that were released before. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Why a version that was released before has no number any more, by `name@version`. */
  readonly gone: ReadonlyMap<string, string>;
  /** What was released of each metric, retired ones among them, in the order of versions. */
  readonly releases: ReadonlyMap<string, ReleasedMetric>;
  /** What was noted of each model with releases, gone ones among them, in the order of time. */
  readonly modelReleases: ReadonlyMap<string, readonly ModelReleaseNote[]>;
  /** Alias → metric, for the queries that ask by it. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What a scan of each physical source must carry, by `schema.table`. */
  readonly scopes: ReadonlyMap<string, ScopeCondition>;
  readonly paths: PathIndex;
  /** Who may see what. */
  readonly access: AccessBook;
  /** What whoever looks at it may not see; nothing, in the whole. */
  readonly veil: Veil;
  /** What policies say of rows: which principals see those alone that their claims name. */
  readonly rowRules: readonly RowRule[];
  /** What policies say of sensitive members. */
  readonly showings: readonly Showing[];
  /** What tenants may know of each other, by the name that queries ask for it by. */
  readonly benchmarks: ReadonlyMap<string, Benchmark>;
  /** How sensitive members are shown to whoever looks at it; in the whole, as to whoever may see most. */
  readonly shown: ShownBook;
  /** Which rows whoever looks at it may see, beside the scope of tenants; all, in the whole. */
  readonly rows: RowBook;
  /** By model: the fixed filter of whoever looks at it that cannot tell its rows; none, in the whole. */
  readonly unreached: ReadonlyMap<string, string>;
}

export interface Project {
  readonly name: string;
  readonly zone: string;
  readonly currency: string | null;
  readonly weekStarts: Weekday;
  readonly fiscalYearStarts: Month;
  readonly languages: readonly string[];
  /** Role → model. */
  readonly roles: ReadonlyMap<string, string>;
  /** Where each tenant's own zone and currency are read. */
  readonly tenants: TenantProfiles | null;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly rates: Rates | null;
}

/** A model with one row per tenant, and the names of its dimensions. */
export interface TenantProfiles {
  readonly model: string;
  readonly zone: string | null;
  readonly currency: string | null;
}

export type Calendar =
  /** Members of a model with one row per day; `grains` number its periods. */
  | {
      readonly kind: 'days';
      readonly model: string;
      readonly date: string;
      readonly grains: readonly string[];
    }
  | {
      readonly kind: 'hours';
      readonly zone: string;
      readonly week: WorkingWeek;
      readonly holidays: { readonly model: string; readonly date: string } | null;
    };

/** A model with one row per pair of currencies and day, and the names of its members. */
export interface Rates {
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly date: string;
  readonly rate: string;
  /** Whether a day without a rate has that of the last day before it. */
  readonly carry: boolean;
}

export interface Model {
  readonly name: string;
  readonly title: LocalText | null;
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
  readonly bridges: ReadonlyMap<string, Bridge>;
  readonly members: ReadonlyMap<string, Member>;
  /** Declared settlement of roles: role → path of join names. */
  readonly settlements: ReadonlyMap<string, readonly string[]>;
  readonly refresh: Refresh | null;
  /** Members from and until which a row is valid, half-open; null is open. */
  readonly valid: readonly string[] | null;
  /** What a drill-through shows, as written: `channel.name`. */
  readonly drill: readonly string[];
}

/**
 * A many-to-one join; `on` pairs columns of the model with columns of a declared key of the target, or of those that
 * tell apart what its rows are versions of.
 */
export interface Join {
  readonly name: string;
  readonly target: string;
  readonly on: readonly { readonly column: string; readonly target: string }[];
  /** The time at which the target's row must be valid; `null` where any time does. */
  readonly at: MemberReference | null;
}

/** A many-to-many join, by way of a model with a row for each pair. */
export interface Bridge {
  readonly name: string;
  readonly target: string;
  readonly through: string;
  /** The join of `through` that leads to the model of the bridge, and the one that leads to its target. */
  readonly from: string;
  readonly to: string;
}

export interface Refresh {
  readonly every: string;
  readonly watermark: string | null;
  readonly lateAfter: string | null;
  /** How far complete data stays behind the watermark. */
  readonly lag: string | null;
  /** How long rows that have arrived may still change. */
  readonly settlesAfter: string | null;
  /** Column of the feeds that arrive apart. */
  readonly per: string | null;
}

/** A dimension, a fact, or a column known by its use in keys. */
export interface Member {
  readonly kind: 'dimension' | 'fact' | 'key';
  readonly name: string;
  readonly type: ValueType;
  readonly value: MemberValue;
  readonly title: LocalText | null;
  readonly description: LocalText | null;
  /** `unit: currency` has become the project's; of a formula without one, what follows from it. */
  readonly unit: Unit;
  readonly values: readonly string[] | null;
  /** Known to formulas, and to queries as far as policies show it. */
  readonly sensitive: boolean;
  /** The only ways to aggregate it; `null` for all. */
  readonly only: readonly string[] | null;
  /** What a date stands for the whole of, as in plans by the month; `null` for the day itself. */
  readonly period: Period | null;
  /** Whether what its period holds is divided evenly over the days, where a question cuts it. */
  readonly spread: boolean;
}

/** The size of the period that a date stands for. */
export type Period = 'week' | 'month' | 'quarter' | 'year';

export type MemberValue =
  /** `zone` is that of a zoneless column of type `time`. */
  | { readonly kind: 'column'; readonly column: string; readonly zone: string | null }
  | { readonly kind: 'formula'; readonly expression: AttributeTree; readonly text: string };

export interface Metric {
  readonly name: string;
  /** What the catalog knows it by: its name, or `roas@1` where another version is the current one. */
  readonly key: string;
  readonly version: number;
  /** Content hash of what decides the ungrouped number. */
  readonly hash: string;
  readonly title: LocalText | null;
  readonly description: LocalText;
  readonly owner: string;
  /** The formula as written. */
  readonly formula: string;
  readonly expression: MetricTree;
  readonly type: ValueType;
  readonly unit: Unit;
  readonly format: MetricFormat | null;
  readonly good: 'up' | 'down' | null;
  /** A number, or the metric that says it. */
  readonly target: number | { readonly metric: string } | null;
  readonly tags: readonly string[];
  /** Other names that people search for. */
  readonly synonyms: readonly string[];
  /** Other names under which queries may ask for it. */
  readonly aliases: readonly string[];
  /** Questions that it answers. */
  readonly examples: readonly string[];
  /** The only dimensions it may be grouped and filtered by, as written; `null` for all that fit. */
  readonly dimensions: readonly string[] | null;
  /** For formulas only. */
  readonly isPrivate: boolean;
  /** Seen and used by analysts and admins only. */
  readonly isDraft: boolean;
  /** By version. */
  readonly deprecated: ReadonlyMap<string, Deprecation>;
  /** What a drill-through shows in place of its models' own, as written; `null` unless given. */
  readonly drill: readonly string[] | null;
  /** Metrics that its formula rests on, however far down, each after those it depends on. */
  readonly inputs: readonly string[];
  /** Models whose rows it aggregates, itself and its inputs included. */
  readonly models: readonly string[];
  /** Calendars that its working time is counted by, itself and its inputs included. */
  readonly calendars: readonly string[];
  /** Models whose rows the members of its formula look at, itself and its inputs included. */
  readonly lookedAt: readonly string[];
}

/** Whether it is the version that its name alone stands for. */
export function isCurrent({ name, key }: Metric): boolean {
  return key === name;
}

/** The names of those that are. */
export function currentNames(metrics: ReadonlyMap<string, Metric>): readonly string[] {
  return [...metrics.values()].filter(isCurrent).map(({ name }) => name);
}

/** The version of a metric, current or released before. */
export function findVersion(
  metrics: ReadonlyMap<string, Metric>,
  name: string,
  version: number,
): Metric | undefined {
  const current = metrics.get(name);
  return current?.version === version ? current : metrics.get(versionKey(name, version));
}

/** The releases of a metric, without what they hold. */
export interface ReleasedMetric {
  readonly releases: readonly ReleaseNote[];
  readonly retired: ReleaseReason | null;
}

/** When, by whom and why something was released. */
export interface ReleaseReason {
  /** UTC, to the second: `2026-01-31T09:00:00Z`. */
  readonly at: string;
  readonly by: string;
  readonly why: string;
}

export interface ReleaseNote extends ReleaseReason {
  readonly version: number;
  /** Content hash of the number. */
  readonly hash: string;
  /** What differs from the version before, a sentence each. */
  readonly changes: readonly string[];
  /** What it did to numbers; absent where nobody measured it. */
  readonly measured?: MeasuredEffect;
}

/** What became of a model and its members. */
export interface ModelReleaseNote extends ReleaseReason {
  /** By name: the hash of all that decides it. */
  readonly members: ReadonlyMap<string, string>;
  /** A sentence each; `null` is the model itself. */
  readonly changes: readonly { readonly member: string | null; readonly what: string }[];
}

/** A version on its way out; days as ISO 8601. */
export interface Deprecation {
  readonly since: string;
  readonly sunset: string | null;
  /** What to use instead: `net_revenue`, `roas@2`. */
  readonly use: string | null;
}

export interface MetricFormat {
  readonly style: 'number' | 'currency' | 'percent' | 'ratio';
  readonly decimals?: number;
}

/** What tenants may know of the numbers of all of them together: a statistic over their values, told for fixed cells. */
export interface Benchmark {
  readonly name: string;
  readonly description: LocalText;
  /** Of the policy that offers it. */
  readonly owner: string;
  /** The metric that is compared. */
  readonly metric: string;
  readonly statistic: (typeof STATISTICS)[number];
  /** The only dimensions of its cells, as written. */
  readonly by: readonly string[];
  /** The size of its cells in time. */
  readonly grain: BenchmarkGrain;
  /** How many tenants have a value in a cell that is told, at least. */
  readonly minTenants: number;
  /** The metric that counts what a tenant's value is made of, and how many that are at least where it counts. */
  readonly entities: string;
  readonly minEntities: number;
  /** Who may see it of those who may see the metric; `null` for all. */
  readonly to: AccessRule | null;
  /** Over several tenants: the statistic, and how many have a value. No query names them. */
  readonly value: Metric;
  readonly tenants: Metric;
}

export type BenchmarkGrain = Exclude<CommonGrain, ClockGrain>;
