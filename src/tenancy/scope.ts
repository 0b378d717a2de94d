/**
 * The rows a principal may see: symbolically in every plan, with values only at execution.
 * A condition is `column = $n`, `column = any($n)`, or `fk in (select key from parent where <condition>)`;
 * shared data has none.
 */
import { SemanticError } from '../errors/semantic-error.ts';
import type { Principal, TenantId } from './principal.ts';
import type { Recipient } from './recipient.ts';

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

/** The tenants whose rows one query may read, in code-point order; never none. Made by {@link resolveScope} only. */
export interface Scope {
  readonly tenants: readonly TenantId[];
  /** Which conditions on rows hold for whoever asks, as a hash; absent where none do. */
  readonly rules?: string;
  /** How sensitive members are shown to whoever asks, as a hash; absent where the query names none. */
  readonly shown?: string;
  /** Who is given pseudonyms; absent where none are given. */
  readonly recipient?: Recipient;
  /** What whoever asks is narrowed to, as a hash; absent where nothing narrows it. */
  readonly embedding?: string;
  /** Values by name, where conditions on rows ask for some; each list in code-point order. */
  readonly rows?: Readonly<Record<string, readonly string[]>>;
}

/** Whether a plan is for one tenant, or for as many as its scope has. */
export type TenantMode = 'one' | 'several';

/** What a query names: some tenants, all that its principal is bound to, or none. */
export type TenantRequest = readonly string[] | 'all' | null;

/**
 * The scope of one query: the principal's only tenant, or those that it names among its own. Where there
 * are several, none is ever assumed.
 * @throws SemanticError TENANT_REQUIRED, TENANT_REFUSED
 */
export function resolveScope(principal: Principal, asked: TenantRequest): Scope {
  const [only, ...others] = principal.tenants;
  if (only === undefined) throw new SemanticError('TENANT_REFUSED', {});
  if (asked === 'all') return scopeOf(principal.tenants);
  if (asked === null) {
    if (others.length > 0) throw new SemanticError('TENANT_REQUIRED', {});
    return scopeOf([only]);
  }
  if (asked.length === 0) throw new SemanticError('TENANT_REQUIRED', {}, { path: '/tenants' });
  const tenants = asked.map((name, index) => {
    const tenant = principal.tenants.find((candidate) => candidate === name);
    if (tenant === undefined) throw new SemanticError('TENANT_REFUSED', {}, { path: `/tenants/${index}` });
    return tenant;
  });
  return scopeOf(tenants);
}

function scopeOf(tenants: readonly TenantId[]): Scope {
  return Object.freeze({ tenants: Object.freeze([...new Set(tenants)].sort()) });
}
