/** The check of bodies that are queries: none, for the engine checks every query once, with the best words for it. */
import type { MetricQuery } from '../../query/metric-query.ts';

/** Typed for the documentation's sake; what it is, the engine finds out. */
export function leaveToEngine(body: unknown): MetricQuery {
  return body as MetricQuery;
}
