/** Scope conditions as policies of row-level security: the same three forms that every query carries. */
import { hashOf } from '../../base/hash.ts';
import type { PhysicalSource, ScopeCondition } from '../../tenancy/scope.ts';
import { quoteName, quoteSource } from './quote.ts';

type Restriction = Exclude<ScopeCondition, { kind: 'shared' }>;

/** The schema of the functions that read the setting. */
export const FUNCTION_SCHEMA = 'vitrine_row_security';

/**
 * The condition for rows of `source`. What the setting says is read once a statement, as values of the column's own
 * type, so that an index on the column serves.
 */
export function writeCondition(source: PhysicalSource, scope: Restriction): string {
  return writeOf(source, scope, null);
}

/** Tells whether the policy in a database is the one that a catalog asks for. */
export function fingerprintOf(condition: string): string {
  return hashOf({ condition }).slice(0, 16);
}

/** The column behind the chain of parents that says whose the rows are. */
export function tenantColumnOf(
  source: PhysicalSource,
  scope: Restriction,
): { readonly source: PhysicalSource; readonly column: string } {
  return scope.kind === 'column'
    ? { source, column: scope.column }
    : tenantColumnOf(scope.parent, scope.condition);
}

function writeOf(source: PhysicalSource, scope: Restriction, alias: string | null): string {
  const column = (name: string): string =>
    alias === null ? quoteName(name) : `${quoteName(alias)}.${quoteName(name)}`;
  if (scope.kind === 'column') {
    const alike = `(null::${quoteSource(source)}).${quoteName(scope.column)}`;
    return `${column(scope.column)} = any (array(select ${FUNCTION_SCHEMA}.tenants_like(${alike})))`;
  }
  const [first = '', ...others] = scope.columns.map(column);
  const key = others.length === 0 ? first : `(${[first, ...others].join(', ')})`;
  const parentColumns = scope.parentColumns.map((name) => `"parent".${quoteName(name)}`).join(', ');
  const condition = writeOf(scope.parent, scope.condition, 'parent');
  return `${key} in (select ${parentColumns} from ${quoteSource(scope.parent)} as "parent" where ${condition})`;
}
