/** `top` → the columns that make a group, and the metric of the query that chooses among groups. */
import { suggest } from '../base/did-you-mean.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { BoundGroup, BoundOutput, BoundTop } from './bound-query.ts';
import { limit } from './check-query.ts';
import type { TopRequest } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';

interface TopContext {
  readonly groups: readonly BoundGroup[];
  readonly outputs: readonly BoundOutput[];
  readonly parameters: ParameterList;
}

/** @throws SemanticError QUERY_UNKNOWN_COLUMN, QUERY_DUPLICATE_COLUMN, QUERY_LIMIT_EXCEEDED */
export function bindTop(
  asked: TopRequest | undefined,
  { groups, outputs, parameters }: TopContext,
): BoundTop | null {
  if (!asked) return null;
  limit('groups of top', asked.n, QUERY_LIMITS.topGroups, '/top/n');
  // Buckets of the query's own time are no groups: the choice is made over the whole range.
  const groupable = groups.map(({ column }) => column).filter((column) => column !== 'time');
  for (const [index, column] of asked.of.entries()) {
    const path = `/top/of/${index}`;
    requireColumn(column, groupable, { path, use: 'in "by" to choose groups of' });
    if (asked.of.indexOf(column) !== index)
      throw new SemanticError('QUERY_DUPLICATE_COLUMN', { column }, { path });
  }
  const metrics = outputs.map(({ column }) => column);
  requireColumn(asked.by, metrics, { path: '/top/by', use: 'with a metric to choose groups by' });
  return {
    n: parameters.add(String(asked.n), 'integer'),
    of: asked.of,
    by: asked.by,
    direction: asked.direction ?? 'desc',
    others: asked.others ?? false,
  };
}

function requireColumn(
  column: string,
  known: readonly string[],
  { path, use }: { readonly path: string; readonly use: string },
): void {
  if (known.includes(column)) return;
  const possible =
    known.length === 0 ? 'This query has none.' : `Possible: ${known.map((name) => `"${name}"`).join(', ')}.`;
  throw new SemanticError(
    'QUERY_UNKNOWN_COLUMN',
    { column: column.slice(0, 100), use },
    { path, hint: suggest(column.slice(0, 100), known) ?? possible },
  );
}
