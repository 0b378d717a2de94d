/** `GET /v1/dimensions/{dimension}`: what one dimension is, with the values that its model declares. */
import Type from 'typebox';
import { DimensionDescriptionSchema } from '../../openapi/wire-schemas.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

export const DimensionParameter = Type.Object({
  dimension: Type.String({
    description: 'A dimension as in `by`: `channel.name`.',
    examples: ['channel.name'],
  }),
});

export const getDimensionRoute = principalRoute({
  method: 'GET',
  path: '/v1/dimensions/:dimension',
  embeds: true,
  schemas: { params: DimensionParameter, query: NoParameters, body: NoBody },
  locate: () => 'dimension',
  documentation: {
    operationId: 'getDimension',
    tag: 'Catalog',
    summary: 'Explain a dimension',
    description: 'Its type and description, the values that are declared for it, and the metrics it fits.',
    answer: { description: 'The dimension.', schema: DimensionDescriptionSchema },
    problems: ['QUERY_UNKNOWN_MEMBER', 'HTTP_PARAMETER'],
  },
  handle: ({ params, principal }, { engine }) => ({
    text: JSON.stringify(engine.describeDimension(principal, params.dimension)),
  }),
});
