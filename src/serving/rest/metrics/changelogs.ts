/** `GET /v1/changelog`, and that of one metric: what was released, when, by whom, why, and what changed. */
import Type from 'typebox';
import type { ChangelogEntry } from '../../../engine/describe-versions.ts';
import { ChangelogSchema } from '../../openapi/version-schemas.ts';
import { PageParameters, type PageRequest, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { MetricParameter } from './get-metric.ts';

const query = Type.Object({ ...PageParameters });

export const listChangelogRoute = principalRoute({
  method: 'GET',
  path: '/v1/changelog',
  schemas: { params: NoParameters, query, body: NoBody },
  documentation: {
    operationId: 'listChangelog',
    tag: 'Catalog',
    summary: 'List what changed',
    description: 'Every release of the metrics that the caller may see, the newest first.',
    answer: { description: 'One page of releases.', schema: ChangelogSchema },
    problems: ['HTTP_PARAMETER'],
  },
  handle: async ({ query: page, principal }, { engine }) => ({
    text: writePage(engine.listChanges(principal, null), page),
  }),
});

export const getChangelogRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics/:metric/changelog',
  schemas: { params: MetricParameter, query, body: NoBody },
  documentation: {
    operationId: 'getChangelog',
    tag: 'Catalog',
    summary: 'List what changed in a metric',
    description: 'Every release of the metric, the newest first.',
    answer: { description: 'One page of releases.', schema: ChangelogSchema },
    problems: ['QUERY_UNKNOWN_METRIC', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, query: page, principal }, { engine }) => ({
    text: writePage(engine.listChanges(principal, params.metric), page),
  }),
});

function writePage(entries: readonly ChangelogEntry[], request: PageRequest): string {
  const { items, next } = paginate(entries, request, 'descending');
  return JSON.stringify({ items: items.map(({ name: _name, ...entry }) => entry), next });
}
