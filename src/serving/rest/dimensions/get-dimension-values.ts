/** `GET /v1/dimensions/{dimension}/values`: the values that a dimension has among the caller's rows. */

import Type from 'typebox';
import { VALUES_LIMIT } from '../../../engine/read-values.ts';
import { ASKING_PROBLEMS } from '../../openapi/asking-problems.ts';
import { DimensionValuesSchema } from '../../openapi/wire-schemas.ts';
import { NoBody } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { readTenants, TenantsParameter } from '../../tenants-parameter.ts';
import { writeValues } from '../../write-answer.ts';
import { DimensionParameter } from './get-dimension.ts';

const ValuesParameters = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Only values whose text contains this, whatever the case; nothing in it is a wildcard.',
      examples: ['ads'],
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: VALUES_LIMIT.maximum,
      default: VALUES_LIMIT.default,
      description: 'Values on a page.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 16_000, description: 'Where to go on: `next` of the page before.' }),
  ),
  tenants: TenantsParameter,
});

export const getDimensionValuesRoute = principalRoute({
  method: 'GET',
  path: '/v1/dimensions/:dimension/values',
  embeds: true,
  schemas: { params: DimensionParameter, query: ValuesParameters, body: NoBody },
  locate: (pointer) => PARAMETER_OF[pointer.split('/')[1] ?? ''] ?? 'dimension',
  documentation: {
    operationId: 'getDimensionValues',
    tag: 'Query',
    summary: 'Values of one dimension',
    description:
      "The distinct values on the dimension's own model, in their order; null comes last, where it occurs.",
    answer: { description: 'One page of values.', schema: DimensionValuesSchema },
    problems: ['HTTP_PARAMETER', ...ASKING_PROBLEMS],
  },
  handle: async ({ params, query: { tenants, ...asked }, signal, trail, principal }, { engine }) => {
    const request = { ...params, ...asked, ...readTenants(tenants) };
    return { text: writeValues(await engine.values(principal, request, { signal, tell: trail.run() })) };
  },
});

const PARAMETER_OF: Readonly<Record<string, string>> = {
  search: '?search',
  limit: '?limit',
  cursor: '?cursor',
  tenants: '?tenants',
};
