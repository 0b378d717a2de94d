/** `POST /v1/keys/{id}/rotate`: a new key in the place of another. */
import Type from 'typebox';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { requireOwnKey, unknownKey } from './administer-keys.ts';
import { KeyRotationSchema, MadeKeySchema } from './key-schemas.ts';

const DAY_SECONDS = 86_400;

export const KeyParameter = Type.Object({ id: Type.String({ description: '`id` of a key.' }) });

export const rotateKeyRoute = principalRoute({
  method: 'POST',
  path: '/v1/keys/:id/rotate',
  repeatable: true,
  schemas: { params: KeyParameter, query: NoParameters, body: KeyRotationSchema },
  documentation: {
    operationId: 'rotateKey',
    tag: 'Administration',
    summary: 'Replace a key',
    description:
      'Makes a key with the rights of another, which lives on for a while. Of a line of keys two live at most: what the old key has replaced itself ends at once.',
    answer: { status: 201, description: 'The new key.', schema: MadeKeySchema },
    problems: ['TENANT_CAPABILITY', 'TENANT_KEY_UNKNOWN', 'TENANT_KEY_INVALID'],
    bodyExamples: { 'With an hour to change over': { overlap_seconds: 3_600 } },
  },
  handle: async ({ params: { id }, body, principal }, { keys }) => {
    await requireOwnKey(id, principal, keys);
    const { overlap_seconds: seconds = DAY_SECONDS, expires_at: expiresAt = null } = body;
    const made = await keys.replaceKey(id, { overlapMs: seconds * 1_000, expiresAt });
    if (!made) throw unknownKey(id);
    return { status: 201, text: JSON.stringify(made) };
  },
});
