/** `GET /v1/keys`: the keys that an admin has to do with. */
import Type from 'typebox';
import { PageParameters, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { isWithin, requireAdmin } from './administer-keys.ts';
import { KeyPageSchema, writeKey } from './key-schemas.ts';

export const listKeysRoute = principalRoute({
  method: 'GET',
  path: '/v1/keys',
  schemas: { params: NoParameters, query: Type.Object({ ...PageParameters }), body: NoBody },
  documentation: {
    operationId: 'listKeys',
    tag: 'Administration',
    summary: 'List keys',
    description: 'Keys of tenants and groups that the caller has all itself, without their secrets.',
    answer: { description: 'One page of keys, by id.', schema: KeyPageSchema },
    problems: ['TENANT_CAPABILITY'],
  },
  handle: async ({ query, principal }, { keys }) => {
    requireAdmin(principal);
    const own = (await keys.listKeys()).filter((key) => isWithin(key, principal));
    const { items, next } = paginate(
      own.map((key) => ({ name: key.id, key })),
      query,
    );
    return { text: JSON.stringify({ items: items.map(({ key }) => writeKey(key)), next }) };
  },
});
