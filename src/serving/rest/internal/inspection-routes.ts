/**
 * What the operator of this machine asks of the warehouse's tables as a whole. Only counts and names leave, and
 * only to the bearer of the process token, who could open the database as well.
 */
import Type from 'typebox';
import { NoParameters } from '../../routes/no-input.ts';
import { processRoute, type Route } from '../../routes/route.ts';
import { InspectionSchema, toInspection } from './inspection-schema.ts';

const strict = { additionalProperties: false } as const;
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });

const CheckedKeysSchema = Type.Object(
  {
    definition: Hash,
    source: Type.String({ minLength: 1, maxLength: 200 }),
    physical: Hash,
    proven: Type.Boolean(),
  },
  strict,
);

const inspectRoute = processRoute({
  method: 'POST',
  path: '/internal/inspections',
  schemas: { params: NoParameters, query: NoParameters, body: InspectionSchema },
  documentation: null,
  handle: async ({ body, signal }, { operator }) => ({
    text: JSON.stringify({ rows: await operator.inspect(toInspection(body), signal) }),
  }),
});

const saveKeyProofsRoute = processRoute({
  method: 'POST',
  path: '/internal/key-proofs',
  schemas: {
    params: NoParameters,
    query: NoParameters,
    body: Type.Object({ checked: Type.Array(CheckedKeysSchema, { maxItems: 10_000 }) }, strict),
  },
  documentation: null,
  handle: async ({ body }, { operator }) => {
    await operator.saveKeyProofs(body.checked);
    return { text: '{}' };
  },
});

export const inspectionRoutes: readonly Route[] = [inspectRoute, saveKeyProofsRoute];
