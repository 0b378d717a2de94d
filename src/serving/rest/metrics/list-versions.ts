/** `GET /v1/metrics/{metric}/versions`: the versions of a metric. */
import { VersionsSchema } from '../../openapi/version-schemas.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { MetricParameter } from './get-metric.ts';

export const listVersionsRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics/:metric/versions',
  schemas: { params: MetricParameter, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'listVersions',
    tag: 'Catalog',
    summary: 'List the versions of a metric',
    description:
      'Which numbers the metric was, when, by whom and why each was released, and what can still be asked for.',
    answer: { description: 'All versions.', schema: VersionsSchema },
    problems: ['QUERY_UNKNOWN_METRIC', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, principal }, { engine }) => ({
    text: JSON.stringify({ items: engine.listVersions(principal, params.metric), next: null }),
  }),
});
