/** `GET /v1/metrics`: the metrics that the caller may see. */
import Type from 'typebox';
import { filterMetrics } from '../../filter-metrics.ts';
import { MetricPageSchema } from '../../openapi/wire-schemas.ts';
import { PageParameters, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

export const listMetricsRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics',
  embeds: true,
  schemas: {
    params: NoParameters,
    query: Type.Object({
      search: Type.Optional(
        Type.String({ maxLength: 200, description: 'Words in name, title, description or tags.' }),
      ),
      tag: Type.Optional(Type.String({ maxLength: 100, description: 'Only metrics with this tag.' })),
      owner: Type.Optional(Type.String({ maxLength: 200, description: 'Only metrics of this owner.' })),
      ...PageParameters,
    }),
    body: NoBody,
  },
  documentation: {
    operationId: 'listMetrics',
    tag: 'Catalog',
    summary: 'List metrics',
    description: 'The metrics that the caller may see, by name.',
    answer: { description: 'One page of metrics.', schema: MetricPageSchema },
    problems: ['HTTP_PARAMETER'],
  },
  handle: async ({ query, principal }, { engine }) => ({
    text: JSON.stringify(paginate(filterMetrics(await engine.listMetrics(principal), query), query)),
  }),
});
