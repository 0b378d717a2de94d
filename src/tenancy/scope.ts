/**
 * The rows a principal may see: symbolically in every plan, with values only at execution.
 * A condition is `column = $n`, or `fk in (select key from parent where <condition>)`, or shared data.
 */
import { SemanticError } from '../errors/semantic-error.ts';
import type { Principal, TenantId } from './principal.ts';

/** What a scan of one physical source must carry. */
export type ScopeCondition =
  | { readonly kind: 'column'; readonly column: string }
  | {
      readonly kind: 'through';
      /** Columns of this source, paired with `parentColumns` by position. */
      readonly columns: readonly string[];
      readonly parent: PhysicalSource;
      readonly parentColumns: readonly string[];
      readonly condition: Exclude<ScopeCondition, { kind: 'shared' }>;
    }
  | { readonly kind: 'shared' };

/** A table or view of the warehouse. */
export interface PhysicalSource {
  readonly schema: string;
  readonly table: string;
}

/** `schema.table`, the identity of a source in maps and messages. */
export function sourceKey(source: PhysicalSource): string {
  return `${source.schema}.${source.table}`;
}

/** The tenant whose rows one query may read. Made by {@link resolveScope} only. */
export interface Scope {
  readonly tenant: TenantId;
}

/**
 * The scope of one query: the principal's only tenant, or the one it names among its own.
 * @throws SemanticError TENANT_REQUIRED, TENANT_REFUSED
 */
export function resolveScope(principal: Principal, asked: readonly string[] | null): Scope {
  const [only, ...others] = principal.tenants;
  if (only === undefined) throw new SemanticError('TENANT_REFUSED', {});
  if (asked === null) {
    if (others.length > 0) throw new SemanticError('TENANT_REQUIRED', {});
    return { tenant: only };
  }
  const [name, ...more] = asked;
  if (name === undefined || more.length > 0)
    throw new SemanticError('TENANT_REQUIRED', {}, { path: '/tenants' });
  const tenant = principal.tenants.find((candidate) => candidate === name);
  if (tenant === undefined) throw new SemanticError('TENANT_REFUSED', {}, { path: '/tenants/0' });
  return { tenant };
}
