/** `GET /v1/openapi.json`: the documentation that `/docs` shows. */
import Type from 'typebox';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { publicRoute } from '../../routes/route.ts';

export const openapiRoute = publicRoute({
  method: 'GET',
  path: '/v1/openapi.json',
  schemas: { params: NoParameters, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'getOpenapi',
    tag: 'Catalog',
    summary: 'This document',
    description: 'The OpenAPI document of this server.',
    answer: { description: 'The document.', schema: Type.Object({}) },
    problems: [],
  },
  handle: (_call, { openapi }) => ({ text: openapi }),
});
