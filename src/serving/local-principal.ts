/** Who asks when the operator of this machine does: for any tenants, by the command line. */
import { SemanticError } from '../errors/semantic-error.ts';
import { isTenantId, type Principal, type TenantId } from '../tenancy/principal.ts';

/** @throws SemanticError TENANT_REFUSED */
export function localPrincipal(tenants: readonly string[]): Principal {
  return {
    kind: 'operator',
    id: 'command-line',
    tenants: tenants.map(toTenantId),
    capability: 'admin',
    groups: [],
  };
}

/** @throws SemanticError TENANT_REFUSED for the empty text */
export function toTenantId(text: string): TenantId {
  if (!isTenantId(text)) throw new SemanticError('TENANT_REFUSED', {});
  return text;
}
