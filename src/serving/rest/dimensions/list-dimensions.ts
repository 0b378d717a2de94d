/** `GET /v1/dimensions`: what metrics can be grouped and filtered by. */
import Type from 'typebox';
import { DimensionPageSchema } from '../../openapi/wire-schemas.ts';
import { PageParameters, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

export const listDimensionsRoute = principalRoute({
  method: 'GET',
  path: '/v1/dimensions',
  embeds: true,
  schemas: {
    params: NoParameters,
    query: Type.Object({
      metric: Type.Optional(
        Type.String({ maxLength: 100, description: 'Only dimensions that this metric can be grouped by.' }),
      ),
      ...PageParameters,
    }),
    body: NoBody,
  },
  documentation: {
    operationId: 'listDimensions',
    tag: 'Catalog',
    summary: 'List dimensions',
    description: 'What metrics can be grouped and filtered by, and which metrics each of them fits.',
    answer: { description: 'One page of dimensions.', schema: DimensionPageSchema },
    problems: ['HTTP_PARAMETER', 'QUERY_UNKNOWN_METRIC'],
  },
  handle: async ({ query, principal }, { engine }) => {
    const dimensions = engine.listDimensions(principal);
    if (query.metric === undefined) return { text: JSON.stringify(paginate(dimensions, query)) };
    const { name } = await engine.describeMetric(principal, query.metric);
    const fitting = dimensions.filter(({ metrics }) => metrics.includes(name));
    return { text: JSON.stringify(paginate(fitting, query)) };
  },
});
