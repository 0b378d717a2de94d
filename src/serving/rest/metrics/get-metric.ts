/** `GET /v1/metrics/{metric}`: what one metric means and where it comes from. */
import Type from 'typebox';
import { MetricDescriptionSchema } from '../../openapi/wire-schemas.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

export const MetricParameter = Type.Object({
  metric: Type.String({
    description: 'A metric, `roas`, or one version of it, `roas@1`.',
    examples: ['roas'],
  }),
});

export const getMetricRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics/:metric',
  embeds: true,
  schemas: { params: MetricParameter, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'getMetric',
    tag: 'Catalog',
    summary: 'Explain a metric',
    description: 'Formula, owner, sources and what the metric can be grouped by.',
    answer: { description: 'The metric.', schema: MetricDescriptionSchema },
    problems: ['QUERY_UNKNOWN_METRIC', 'QUERY_UNKNOWN_VERSION', 'QUERY_VERSION_GONE', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, principal }, { engine }) => ({
    text: JSON.stringify(await engine.describeMetric(principal, params.metric)),
  }),
});
