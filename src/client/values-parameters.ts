/** The values of one metric → the query string of `GET /v1/metrics/{metric}/values`. */

import type { EarlierRange } from './comparison.ts';
import type { FilterOf, GrainOf, GroupOf, MetricName } from './names.ts';
import type { ProjectTypes } from './project-types.ts';
import type { ColumnName, Condition, Having, MeasureOf, Range } from './query.ts';
import type { Numbers } from './row-types.ts';

/** An earlier range, how far back it is, or another version: `previous_year`, `1 month`, `@1`. */
export type ComparisonWord = EarlierRange | `${number} ${string}` | `@${number}`;

/** What a comparison in a word is in a query: its columns are named as those of the only comparison. */
export type WordComparison<C> = C extends EarlierRange
  ? C
  : C extends `@${infer Version extends number}`
    ? { readonly version: Version }
    : C extends string
      ? { readonly shift: C }
      : never;

/** As in a query with one metric. */
export interface ValuesQuery<
  P extends ProjectTypes,
  M extends MetricName<P>,
  B extends GroupOf<P, M>,
  G extends GrainOf<P, M>,
  C extends ComparisonWord,
  N extends Numbers,
  T extends boolean,
  O extends boolean,
  X extends string,
> extends Range {
  readonly by?: readonly B[];
  readonly grain?: G;
  readonly where?: readonly Condition<NoInfer<FilterOf<P, M>>>[];
  readonly having?: readonly Having<NoInfer<MeasureOf<P, M, WordComparison<C>>>, NoInfer<B>>[];
  /** So many groups, the best by the metric. */
  readonly top?: number;
  /** The columns of `by` that make a group of `top`; all unless given. */
  readonly of?: readonly NoInfer<B>[];
  readonly lowest?: boolean;
  readonly others?: O;
  readonly compare?: C;
  /** Columns, the highest first behind a `-`. */
  readonly order?: readonly `${'' | '-'}${NoInfer<ColumnName<P, M, B, G, WordComparison<C>>>}`[];
  readonly limit?: number;
  readonly cursor?: string;
  readonly totals?: T;
  readonly numbers?: N;
  readonly currency?: X;
  readonly definitions?: X;
  readonly tenants?: readonly string[] | 'all';
}

/** @throws TypeError where tenants cannot be told in a list with commas */
export function valuesPath(metric: string, query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, writeParameter(name, value));
  const search = parameters.toString();
  return `/v1/metrics/${encodeURIComponent(metric)}/values${search === '' ? '' : `?${search}`}`;
}

function writeParameter(name: string, value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (name === 'where' || name === 'having') return JSON.stringify(value);
  // A tenant may be called anything, and must not become another one, or all.
  if (
    name === 'tenants' &&
    (value.length === 0 || value.join() === 'all' || value.some((tenant) => /^$|,/.test(tenant)))
  )
    throw new TypeError('values() cannot name these tenants: use query().');
  return value.join();
}
