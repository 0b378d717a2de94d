/** Who asks when the operator of this machine does: for any tenants, by the command line. */
import { SemanticError } from '../errors/semantic-error.ts';
import { isTenantId, type Principal, type TenantId } from '../tenancy/principal.ts';

/** Whose rows the operator asks for, and in whose place, if not in its own. */
export interface LocalAsker {
  readonly tenants: readonly string[];
  /** What the bearer of such a key would be shown; `null` for all that there is. */
  readonly as: Pick<Principal, 'groups' | 'capability' | 'claims'> | null;
}

/** @throws SemanticError TENANT_REFUSED */
export function localPrincipal({ tenants, as }: LocalAsker): Principal {
  const own = { id: 'command-line', tenants: tenants.map(toTenantId) };
  if (as) return { kind: 'service_key', ...own, ...as };
  return { kind: 'operator', ...own, capability: 'admin', groups: [] };
}

/** @throws SemanticError TENANT_REFUSED for the empty text */
export function toTenantId(text: string): TenantId {
  if (!isTenantId(text)) throw new SemanticError('TENANT_REFUSED', {});
  return text;
}
