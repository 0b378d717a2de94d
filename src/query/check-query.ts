/** The strict check of a query's form, whatever transport it came by. */
import { Compile } from 'typebox/compile';
import { suggest } from '../base/did-you-mean.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { type MetricQuery, MetricQuerySchema } from './metric-query.ts';
import { QUERY_LIMITS } from './query-limits.ts';

const schema = Compile(MetricQuerySchema);
const CONDITION_KEYS = ['dimension', 'op', 'value', 'values', 'all', 'any', 'not'];
const KNOWN_KEYS = [
  ...Object.keys(MetricQuerySchema.properties),
  ...CONDITION_KEYS,
  'grain',
  'from',
  'to',
  'zone',
];

/** @throws SemanticError QUERY_INVALID with the pointer of the first fault, QUERY_LIMIT_EXCEEDED */
export function checkQuery(query: unknown): MetricQuery {
  refuseDepth(query);
  if (!schema.Check(query)) throw describeFault(query);
  limit('metrics', query.metrics.length, QUERY_LIMITS.metrics);
  limit('dimensions', query.by?.length ?? 0, QUERY_LIMITS.dimensions, '/by');
  limit('rows', query.limit ?? 0, QUERY_LIMITS.rows, '/limit');
  return query;
}

/** @throws SemanticError QUERY_LIMIT_EXCEEDED when `actual` is over `most` */
export function limit(what: string, actual: number, most: number, path = `/${what}`): void {
  if (actual > most) throw new SemanticError('QUERY_LIMIT_EXCEEDED', { what, actual, limit: most }, { path });
}

/** Looks at depth before anything recursive does, level by level. */
function refuseDepth(query: unknown): void {
  const most = 2 * QUERY_LIMITS.conditionDepth;
  let level: unknown[] = [query];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) {
      throw new SemanticError('QUERY_LIMIT_EXCEEDED', {
        what: 'levels of nesting',
        actual: `more than ${most}`,
        limit: most,
      });
    }
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
}

function describeFault(query: unknown): SemanticError {
  const errors = schema.Errors(query);
  const unknown = errors.find(
    (error) => error.keyword === 'additionalProperties' && !error.instancePath.startsWith('/where'),
  );
  if (unknown?.keyword === 'additionalProperties') {
    const [key = ''] = unknown.params.additionalProperties;
    const path = `${unknown.instancePath}/${key}`;
    return new SemanticError(
      'QUERY_INVALID',
      { problem: `There is no key "${key}"` },
      { path, hint: suggest(key, KNOWN_KEYS) },
    );
  }
  const error = errors.reduce<(typeof errors)[number] | undefined>(
    (deepest, next) => (deepest && deepest.instancePath.length >= next.instancePath.length ? deepest : next),
    undefined,
  );
  const path = error?.instancePath ?? '';
  const message = error?.message ?? 'does not fit the schema';
  return new SemanticError(
    'QUERY_INVALID',
    { problem: `${path === '' ? 'The query' : path} ${message}` },
    { path },
  );
}
