/** `DELETE /v1/keys/{id}`: ends a key. */
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { requireOwnKey, unknownKey } from './administer-keys.ts';
import { RevokedSchema } from './key-schemas.ts';
import { KeyParameter } from './rotate-key.ts';

export const revokeKeyRoute = principalRoute({
  method: 'DELETE',
  path: '/v1/keys/:id',
  schemas: { params: KeyParameter, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'revokeKey',
    tag: 'Administration',
    summary: 'Revoke a key',
    description: 'Ends it at once on this server, within a minute on all others of the same store.',
    answer: { description: 'It has ended.', schema: RevokedSchema },
    problems: ['TENANT_CAPABILITY', 'TENANT_KEY_UNKNOWN'],
  },
  handle: async ({ params: { id }, principal }, { keys }) => {
    await requireOwnKey(id, principal, keys);
    if (!(await keys.revokeKey(id))) throw unknownKey(id);
    return { text: JSON.stringify({ revoked: true }) };
  },
});
