/** Values of one dimension, as a query without metrics asks for them. */
import type { Cell } from '../base/exact-number.ts';
import type { MetricQuery } from '../query/metric-query.ts';

export interface ValuesRequest {
  /** As in `by`: `channel.name`, or a time with its grain. */
  readonly dimension: string;
  /** Only values whose text contains this, whatever the case. */
  readonly search?: string;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  readonly tenants?: string[] | 'all';
}

/** One page of values in their order, the null last if it occurs. */
export interface DimensionValues {
  readonly items: readonly Cell[];
  /** The cursor of the next page; `null` on the last. */
  readonly next: string | null;
}

export const VALUES_LIMIT = { default: 100, maximum: 1_000 } as const;

/** The query behind a request, for `most` values on a page unless it says how many; the search is no part of queries. */
export function valuesQuery(
  { dimension, limit, cursor, tenants }: ValuesRequest,
  most: number = VALUES_LIMIT.default,
): MetricQuery {
  return {
    by: [dimension],
    limit: limit ?? Math.min(most, VALUES_LIMIT.default),
    ...(cursor === undefined ? {} : { cursor }),
    ...(tenants === undefined ? {} : { tenants }),
  };
}
