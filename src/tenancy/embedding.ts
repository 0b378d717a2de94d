/** What a token for embedding is narrowed to beside its tenant. It knows nothing of tokens. */

export interface Embedding {
  /** The only metrics that there are, by name; what they rest on is computed, and has no name. */
  readonly metrics: readonly string[];
  /** The only dimensions and facts that there are, each as it is written here. */
  readonly dimensions: readonly string[];
  /** Conditions on every row that is read, each of another dimension. */
  readonly filters: readonly FixedFilter[];
  /** `null` for all times. */
  readonly window: TimeWindow | null;
  /** The grain of whose whole buckets every number is made; `null` for any. */
  readonly finestGrain: string | null;
  /** Rows of an answer at most; `null` for as many as others may have. */
  readonly rows: number | null;
  /** Origins of the pages that may use it; none for any. */
  readonly origins: readonly string[];
}

/** The values of a dimension whose rows alone are seen. */
export interface FixedFilter {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** The first moment and the one after the last, as ISO 8601 in the reporting zone; `null` on a side that is open. */
export interface TimeWindow {
  readonly from: string | null;
  readonly to: string | null;
}

const FILTER = 'filter ';

/** What the list of a filter's values is called in plans. */
export function filterName(dimension: string): string {
  return `${FILTER}${dimension}`;
}

/** The values of the filter that such a list is of; `undefined` where there is none. */
export function findFilterValues(
  name: string,
  embedding: Embedding | undefined,
): readonly string[] | undefined {
  return embedding?.filters.find(({ dimension }) => filterName(dimension) === name)?.values;
}
