/**
 * What the command line asks of a serving process: two processes on one embedded database would lose data, so
 * the one that holds it works for the other. Bound to the process token and to this machine.
 */
import Type from 'typebox';
import { CAPABILITIES } from '../../../base/capability.ts';
import { GROUP_PATTERN } from '../../../base/group-name.ts';
import { localPrincipal, toTenantId } from '../../local-principal.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { processRoute, type Route } from '../../routes/route.ts';
import { writeAnswer, writeValues } from '../../write-answer.ts';
import { ClaimsSchema } from '../keys/key-schemas.ts';
import { auditRoutes } from './audit-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { inspectionRoutes } from './inspection-routes.ts';

const strict = { additionalProperties: false } as const;
const TenantSchema = Type.String({ minLength: 1, maxLength: 200 });

const GroupsSchema = Type.Array(Type.String({ pattern: GROUP_PATTERN }));

const AskerSchema = Type.Object(
  {
    tenants: Type.Array(TenantSchema, { minItems: 1 }),
    as: Type.Union([
      Type.Object(
        {
          groups: GroupsSchema,
          capability: Type.Enum(CAPABILITIES),
          claims: Type.Optional(ClaimsSchema),
        },
        strict,
      ),
      Type.Null(),
    ]),
  },
  strict,
);

const LocalQuerySchema = Type.Object({ asker: AskerSchema, query: Type.Unknown() }, strict);

const LocalValuesSchema = Type.Object(
  {
    asker: AskerSchema,
    request: Type.Object(
      {
        dimension: Type.String(),
        search: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1 })),
        cursor: Type.Optional(Type.String({ maxLength: 16_000 })),
        tenants: Type.Optional(Type.Array(TenantSchema, { minItems: 1 })),
      },
      strict,
    ),
  },
  strict,
);

const NewKeySchema = Type.Object(
  {
    label: Type.String({ maxLength: 200 }),
    tenants: Type.Array(TenantSchema, { minItems: 1 }),
    capability: Type.Enum(CAPABILITIES),
    groups: Type.Optional(GroupsSchema),
    claims: Type.Optional(ClaimsSchema),
    expiresAt: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
);

const localQueryRoute = processRoute({
  method: 'POST',
  path: '/internal/query',
  schemas: { params: NoParameters, query: NoParameters, body: LocalQuerySchema },
  documentation: null,
  handle: async ({ body, signal }, { engine }) => ({
    text: writeAnswer(await engine.query(localPrincipal(body.asker), body.query, { signal })),
  }),
});

const localValuesRoute = processRoute({
  method: 'POST',
  path: '/internal/values',
  schemas: { params: NoParameters, query: NoParameters, body: LocalValuesSchema },
  documentation: null,
  handle: async ({ body: { asker, request }, signal }, { engine }) => ({
    text: writeValues(await engine.values(localPrincipal(asker), request, { signal })),
  }),
});

const createKeyRoute = processRoute({
  method: 'POST',
  path: '/internal/keys',
  schemas: { params: NoParameters, query: NoParameters, body: NewKeySchema },
  documentation: null,
  handle: async ({ body }, { keys }) => ({
    text: JSON.stringify(await keys.createKey({ ...body, tenants: body.tenants.map(toTenantId) })),
  }),
});

const listKeysRoute = processRoute({
  method: 'GET',
  path: '/internal/keys',
  schemas: { params: NoParameters, query: NoParameters, body: NoBody },
  documentation: null,
  handle: async (_call, { keys }) => ({ text: JSON.stringify({ items: await keys.listKeys() }) }),
});

const revokeKeyRoute = processRoute({
  method: 'DELETE',
  path: '/internal/keys/:id',
  schemas: { params: Type.Object({ id: Type.String() }), query: NoParameters, body: NoBody },
  documentation: null,
  handle: async ({ params }, { keys }) => ({
    text: JSON.stringify({ revoked: await keys.revokeKey(params.id) }),
  }),
});

const replaceKeyRoute = processRoute({
  method: 'POST',
  path: '/internal/keys/:id/replacement',
  schemas: {
    params: Type.Object({ id: Type.String() }),
    query: NoParameters,
    body: Type.Object(
      {
        overlapMs: Type.Integer({ minimum: 0 }),
        expiresAt: Type.Union([Type.String(), Type.Null()]),
      },
      strict,
    ),
  },
  documentation: null,
  handle: async ({ params, body }, { keys }) => ({
    text: JSON.stringify({ made: await keys.replaceKey(params.id, body) }),
  }),
});

const seedRoute = processRoute({
  method: 'POST',
  path: '/internal/seed',
  schemas: { params: NoParameters, query: NoParameters, body: Type.Object({}, strict) },
  documentation: null,
  handle: async (_call, { seed }) => {
    await seed();
    return { text: '{}' };
  },
});

const reloadRoute = processRoute({
  method: 'POST',
  path: '/internal/reload',
  schemas: { params: NoParameters, query: NoParameters, body: Type.Object({}, strict) },
  documentation: null,
  handle: async (_call, { reload }) => ({ text: JSON.stringify(await reload()) }),
});

export const internalRoutes: readonly Route[] = [
  localQueryRoute,
  localValuesRoute,
  createKeyRoute,
  listKeysRoute,
  revokeKeyRoute,
  replaceKeyRoute,
  seedRoute,
  reloadRoute,
  ...inspectionRoutes,
  ...auditRoutes,
  ...deploymentRoutes,
];
