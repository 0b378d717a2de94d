/** The strict check of a query's form, whatever transport it came by. */
import { Compile } from 'typebox/compile';
import { SemanticError } from '../errors/semantic-error.ts';
import { findQueryFault } from './find-query-fault.ts';
import { type MetricQuery, MetricQuerySchema } from './metric-query.ts';
import { QUERY_LIMITS } from './query-limits.ts';

/** `/where/0`: the condition that is nested too deep. */
const PLACE_LENGTH = 2;

const schema = Compile(MetricQuerySchema);

/** @throws SemanticError QUERY_INVALID with the pointer of the first fault, QUERY_LIMIT_EXCEEDED */
export function checkQuery(query: unknown): MetricQuery {
  refuseDepth(query);
  if (!schema.Check(query)) {
    const { problem, path, hint } = findQueryFault(query);
    throw new SemanticError('QUERY_INVALID', { problem }, { path, hint });
  }
  requireColumns(query);
  limit('metrics', query.metrics?.length ?? 0, QUERY_LIMITS.metrics);
  limit('dimensions', query.by?.length ?? 0, QUERY_LIMITS.dimensions, '/by');
  limit('rows', query.limit ?? 0, QUERY_LIMITS.rows, '/limit');
  return query;
}

/** Without metrics a query is about the values of dimensions, which have no totals and choose nothing. */
function requireColumns({ metrics = [], by = [], totals, top }: MetricQuery): void {
  if (metrics.length > 0) return;
  const fault =
    by.length === 0
      ? { problem: 'The query needs "metrics", or "by" for the values of dimensions', path: '/metrics' }
      : totals
        ? { problem: 'There are no totals without metrics', path: '/totals' }
        : top
          ? { problem: 'Groups are chosen by a metric: "top" needs "metrics"', path: '/top' }
          : null;
  if (fault) throw new SemanticError('QUERY_INVALID', { problem: fault.problem }, { path: fault.path });
}

/** How to ask for what is too much at once. */
const SMALLER: ReadonlyMap<string, string> = new Map([
  ['metrics', 'Ask for the others in a query of their own.'],
  ['dimensions', 'Ask for the others in a query of their own.'],
  ['rows', 'Go on behind a page with "cursor": its page.next.'],
  ['buckets', 'Ask for a coarser grain, or for a shorter range.'],
  ['groups of top', 'Without "top" all groups come, page by page.'],
  ['conditions', 'Values of one dimension go together: { "op": "in", "values": […] }.'],
  ['list values', 'Ask for some of the values at a time.'],
]);

/** @throws SemanticError QUERY_LIMIT_EXCEEDED when `actual` is over `most` */
export function limit(what: string, actual: number, most: number, path = `/${what}`): void {
  if (actual <= most) return;
  const params = { what, actual, limit: most };
  throw new SemanticError('QUERY_LIMIT_EXCEEDED', params, { path, hint: SMALLER.get(what) });
}

/** Looks at depth before anything recursive does, level by level. */
function refuseDepth(query: unknown): void {
  // Query, list, condition; two levels for each group around it; a list of values and a value.
  const most = 2 * QUERY_LIMITS.conditionDepth + 4;
  let level: readonly Nested[] = [{ value: query, place: [] }];
  for (let depth = 0; ; depth += 1) {
    const [first] = level;
    if (!first) return;
    if (depth > most) {
      const params = { what: 'levels of nesting', actual: `more than ${most}`, limit: most };
      const hint = 'Two "not" around a condition are none, and an "all" within an "all" is one.';
      throw new SemanticError('QUERY_LIMIT_EXCEEDED', params, { path: `/${first.place.join('/')}`, hint });
    }
    level = level.flatMap(inside);
  }
}

/** A value, and the condition of the query that it is in. */
interface Nested {
  readonly value: unknown;
  readonly place: readonly string[];
}

function inside({ value, place }: Nested): readonly Nested[] {
  if (typeof value !== 'object' || value === null) return [];
  const known = place.length < PLACE_LENGTH;
  return Object.entries(value).map(([key, item]) => ({
    value: item,
    place: known ? [...place, key.replaceAll('~', '~0').replaceAll('/', '~1')] : place,
  }));
}
