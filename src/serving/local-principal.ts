/** Who asks when the operator of this machine does: for any one tenant, by the command line. */
import { SemanticError } from '../errors/semantic-error.ts';
import { isTenantId, type Principal, type TenantId } from '../tenancy/principal.ts';

export function localPrincipal(tenant: string): Principal {
  return { kind: 'service_key', id: 'command-line', tenants: [toTenantId(tenant)], capability: 'admin' };
}

/** @throws SemanticError TENANT_REFUSED for the empty text */
export function toTenantId(text: string): TenantId {
  if (!isTenantId(text)) throw new SemanticError('TENANT_REFUSED', {});
  return text;
}
