/** `POST /v1/keys`: a new key, for no more than its maker has. */
import { SemanticError } from '../../../errors/semantic-error.ts';
import { isTenantId } from '../../../tenancy/principal.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { exceedingClaim, requireAdmin } from './administer-keys.ts';
import { MadeKeySchema, NewKeySchema } from './key-schemas.ts';

export const createKeyRoute = principalRoute({
  method: 'POST',
  path: '/v1/keys',
  repeatable: true,
  schemas: { params: NoParameters, query: NoParameters, body: NewKeySchema },
  documentation: {
    operationId: 'createKey',
    tag: 'Administration',
    summary: 'Make a key',
    description: 'For tenants, groups and claims that the caller has itself. The key is shown this once.',
    answer: { status: 201, description: 'The key.', schema: MadeKeySchema },
    problems: ['TENANT_CAPABILITY', 'TENANT_REFUSED', 'TENANT_KEY_INVALID'],
    bodyExamples: {
      'A key for a dashboard': {
        label: 'dashboard',
        tenants: ['17'],
        capability: 'viewer',
        groups: ['marketing'],
      },
    },
  },
  handle: async ({ body, principal }, { keys }) => {
    requireAdmin(principal);
    const { label, capability, groups = [], claims = {}, expires_at: expiresAt = null } = body;
    const tenants = body.tenants.map((tenant, index) => {
      if (isTenantId(tenant) && principal.tenants.includes(tenant)) return tenant;
      throw new SemanticError('TENANT_REFUSED', {}, { path: `/tenants/${index}` });
    });
    for (const [index, group] of groups.entries()) {
      if (principal.groups.includes(group)) continue;
      const problem = `its maker is not in the group "${group}"`;
      throw new SemanticError('TENANT_KEY_INVALID', { problem }, { path: `/groups/${index}` });
    }
    const exceeding = exceedingClaim(claims, principal);
    if (exceeding !== null) {
      const problem = `its maker has not all values of the claim "${exceeding}" itself`;
      throw new SemanticError('TENANT_KEY_INVALID', { problem }, { path: `/claims/${exceeding}` });
    }
    const made = await keys.createKey({ label, tenants, capability, groups, claims, expiresAt });
    return { status: 201, text: JSON.stringify(made) };
  },
});
