/** What the catalog says of its metrics and dimensions, as plain data. */
import type { StandIn } from '../base/disguise.ts';
import type { Grain, ValueType } from '../base/value-type.ts';
import type { LocalText, MetricFormat } from '../catalog/catalog.ts';
import type { PartOfTime } from '../formula/parts-of-time.ts';
import type { TenantId } from '../tenancy/principal.ts';

export interface MetricDescription {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly title: LocalText | null;
  readonly description: LocalText;
  readonly owner: string;
  readonly formula: string;
  readonly formula_in_words: string;
  readonly type: ValueType;
  readonly unit: string | null;
  readonly format: MetricFormat | null;
  readonly good: 'up' | 'down' | null;
  /** What it should reach: a number, or the metric that says it. */
  readonly target: number | { readonly metric: string } | null;
  readonly tags: readonly string[];
  /** Other names that people search for. */
  readonly synonyms: readonly string[];
  /** Other names under which queries may ask for it. */
  readonly aliases: readonly string[];
  /** Questions that it answers. */
  readonly examples: readonly string[];
  /** For formulas only: queries cannot ask for it. */
  readonly private: boolean;
  /** Not ready: analysts and admins alone see it. */
  readonly draft: boolean;
  /** Versions on their way out, the oldest first. */
  readonly deprecated: readonly DeprecationDescription[];
  /** What a drill-through shows, as `model.member`. */
  readonly drill: readonly string[];
  /** Metrics the formula names, with the version of each. */
  readonly inputs: readonly { readonly metric: string; readonly version: number }[];
  readonly sources: readonly SourceDescription[];
  /** What all its legs can be grouped by. */
  readonly dimensions: readonly string[];
  /** Empty where some leg has no time. */
  readonly grains: readonly Grain[];
}

/** Days as ISO 8601. */
export interface DeprecationDescription {
  readonly version: number;
  readonly since: string;
  readonly sunset: string | null;
  /** What to use instead. */
  readonly use: string | null;
}

export interface SourceDescription {
  readonly model: string;
  /** `schema.table`. */
  readonly source: string;
  readonly refresh: {
    readonly every: string;
    readonly watermark: string | null;
    readonly late_after: string | null;
  } | null;
}

export interface DimensionDescription {
  /** As it is written in `by`: `channel.name`. */
  readonly name: string;
  readonly type: ValueType;
  readonly title: LocalText | null;
  readonly description: LocalText | null;
  readonly values: readonly string[] | null;
  /** Of a time, what it may be followed by in `by`; empty for anything else. */
  readonly grains: readonly Grain[];
  readonly parts: readonly PartOfTime[];
  /** What stands in the place of sensitive values; `null` where nothing does. */
  readonly shown: StandIn | null;
  /** Metrics that can be grouped by it. */
  readonly metrics: readonly string[];
}

/** How a tenant is reported. */
export interface TenantDescription {
  readonly tenant: TenantId;
  /** IANA, where a query names none. */
  readonly zone: string;
  readonly currency: string | null;
}
