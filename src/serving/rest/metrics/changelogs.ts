/** `GET /v1/changelog`, and those of one metric or dimension: what was released, when, by whom, why, and what changed. */
import Type from 'typebox';
import type { ModelChange } from '../../../engine/describe-model-changes.ts';
import type { ChangelogEntry } from '../../../engine/describe-versions.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Principal } from '../../../tenancy/principal.ts';
import {
  ChangelogSchema,
  DimensionChangelogSchema,
  MetricChangelogSchema,
} from '../../openapi/version-schemas.ts';
import { PageParameters, type PageRequest, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { writeFeed } from '../../write-feed.ts';
import { DimensionParameter } from '../dimensions/get-dimension.ts';
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
    description:
      'Every release of the metrics that the caller may see, and what became of models and dimensions with it, the newest first. Dimensions have no versions: queries always use the current ones.',
    answer: { description: 'One page of releases.', schema: ChangelogSchema },
    problems: ['HTTP_PARAMETER'],
  },
  handle: async ({ query: page, principal }, { engine }) => ({
    text: writePage(listAll(engine, principal), page),
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
    answer: { description: 'One page of releases.', schema: MetricChangelogSchema },
    problems: ['QUERY_UNKNOWN_METRIC', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, query: page, principal }, { engine }) => ({
    text: writePage(engine.listChanges(principal, params.metric), page),
  }),
});

export const getDimensionChangelogRoute = principalRoute({
  method: 'GET',
  path: '/v1/dimensions/:dimension/changelog',
  schemas: { params: DimensionParameter, query, body: NoBody },
  locate: () => 'dimension',
  documentation: {
    operationId: 'getDimensionChangelog',
    tag: 'Catalog',
    summary: 'List what changed in a dimension',
    description: 'Every release with which the dimension became another one, the newest first.',
    answer: { description: 'One page of changes.', schema: DimensionChangelogSchema },
    problems: ['QUERY_UNKNOWN_MEMBER', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, query: page, principal }, { engine }) => ({
    text: writePage(engine.listDimensionChanges(principal, params.dimension), page),
  }),
});

/** Entries of a feed: who reads it now and then misses none but in a year. */
const FEED_ENTRIES = 100;

export const changelogFeedRoute = principalRoute({
  method: 'GET',
  path: '/v1/changelog.atom',
  schemas: { params: NoParameters, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'feedChangelog',
    tag: 'Catalog',
    summary: 'Follow what changes',
    description: `The last ${FEED_ENTRIES} releases of the metrics that the caller may see, as an Atom feed.`,
    answer: {
      description: 'The feed.',
      contentTypes: ['application/atom+xml'],
      schema: Type.String(),
    },
    problems: ['HTTP_PARAMETER'],
  },
  handle: async ({ principal }, { engine }) => {
    const { items } = paginate(listAll(engine, principal), { limit: FEED_ENTRIES }, 'descending');
    const text = writeFeed({ project: engine.catalog().project.name, entries: items });
    return { text, contentType: 'application/atom+xml; charset=utf-8' };
  },
});

function listAll(engine: Engine, principal: Principal): readonly (ChangelogEntry | ModelChange)[] {
  return [...engine.listChanges(principal, null), ...engine.listModelChanges(principal)];
}

function writePage(entries: readonly { readonly name: string }[], request: PageRequest): string {
  const { items, next } = paginate(entries, request, 'descending');
  return JSON.stringify({ items: items.map(({ name: _name, ...entry }) => entry), next });
}
