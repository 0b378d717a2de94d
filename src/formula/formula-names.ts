/** What the typing of formulas needs to know of a project; the catalog's models satisfy it. */
import type { ValueType } from '../base/value-type.ts';
import type { AttributeTree } from './attribute-tree.ts';
import type { DimensionStart, MemberReference } from './expression.ts';

export interface FormulaMember {
  readonly kind: 'dimension' | 'fact' | 'key';
  readonly type: ValueType;
  /** Absent while formulas of members are still being typed. */
  readonly value?:
    | { readonly kind: 'column' }
    | { readonly kind: 'formula'; readonly expression: AttributeTree };
}

export interface FormulaModel {
  readonly name: string;
  readonly members: ReadonlyMap<string, FormulaMember>;
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  /** Many-to-many joins; absent while models are still being declared. */
  readonly bridges?: ReadonlyMap<string, { readonly target: string }>;
  readonly primaryKey?: readonly string[];
  readonly time: MemberReference | null;
}

export interface FormulaMetric {
  readonly type: ValueType;
  readonly version: number;
  /** The models that its legs are rooted at. */
  readonly models: readonly string[];
}

/** Days that count periods, or hours that people work. */
export type FormulaCalendar =
  | { readonly kind: 'days' }
  | { readonly kind: 'hours'; readonly holidays: object | null };

/** What can be told of versions without knowing what they are. */
export interface FormulaVersions {
  /** Those that metrics are at, be they built or not. */
  readonly current: ReadonlyMap<string, number>;
  /** Why a version that was released has no number any more, by `name@version`. */
  readonly gone: ReadonlyMap<string, string>;
}

export interface FormulaNames {
  readonly models: ReadonlyMap<string, FormulaModel>;
  readonly metrics: ReadonlyMap<string, FormulaMetric>;
  /** Beside metrics by name, those by `name@version` that were released before. */
  readonly versions?: FormulaVersions;
  /**
   * Names of models and metrics that are at fault themselves, which is reported elsewhere: a formula that
   * needs one of them is not judged.
   */
  readonly faulty: ReadonlySet<string>;
  /** Calendars of the project; `null` where the project, which declares them, is at fault itself. */
  readonly calendars?: ReadonlyMap<string, FormulaCalendar> | null;
}

export type FoundPath =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly paths: readonly (readonly string[])[] }
  | { readonly kind: 'none' };

/** What formulas of metrics need beside: they name dimensions as queries do. */
export interface MetricNames extends FormulaNames {
  /** Role → model; `null` where the project, which declares them, is at fault itself. */
  readonly roles: ReadonlyMap<string, string> | null;
  /** Grains of the project's own calendars, by every name that formulas may use: `season`, `retail.season`. */
  readonly calendarGrains?: ReadonlyMap<string, { readonly calendar: string; readonly grain: string }>;
  /** The joins from `root` to where `start` leads. */
  findPath(start: DimensionStart, root: string): FoundPath;
}
