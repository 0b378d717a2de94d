/** The GraphQL schema: the same engine as REST, asked by a field for each metric or in one generic query; the catalog. */
import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { ExactNumber } from '../../base/exact-number.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ModelChange } from '../../engine/describe-model-changes.ts';
import type { ChangelogEntry } from '../../engine/describe-versions.ts';
import { type DimensionValues, VALUES_LIMIT, type ValuesRequest } from '../../engine/read-values.ts';
import { filterMetrics } from '../filter-metrics.ts';
import { PAGE_LIMIT, type PageRequest, paginate } from '../paginate.ts';
import { parameterError } from '../parse-query-string.ts';
import { askedBy, describeAnswer } from './answer-records.ts';
import type { GraphqlCaller, GraphqlContext } from './graphql-context.ts';
import { grainEnum, metricQueryInput, readQueryInput, timeInput } from './input-types.ts';
import { ChangelogPage, DimensionValuesType, metricPage, metricType, queryAnswer } from './output-types.ts';
import { makeValuesType } from './typed/values-type.ts';

interface ListArguments {
  readonly search?: string | null;
  readonly tag?: string | null;
  readonly owner?: string | null;
  readonly limit?: number | null;
  readonly after?: string | null;
}

interface ChangelogArguments extends Pick<ListArguments, 'limit' | 'after'> {
  readonly metric?: string | null;
}

interface QueryArguments {
  readonly input: Readonly<Record<string, unknown>>;
  readonly after?: string | null;
}

interface ValuesArguments {
  readonly dimension: string;
  readonly search?: string | null;
  readonly limit?: number | null;
  readonly after?: string | null;
  readonly tenants?: string[] | null;
}

/** Of what a principal may see; whatever it may not is in no name of it. */
export function buildGraphqlSchema(view: Catalog): GraphQLSchema {
  const grain = grainEnum(view.project);
  const time = timeInput(grain);
  const metric = metricType(grain);
  const values = makeValuesType(view, time);
  return new GraphQLSchema({
    query: new GraphQLObjectType<unknown, GraphqlContext>({
      name: 'Query',
      fields: {
        ...(values
          ? {
              values: {
                description: 'A field for each metric.',
                type: new GraphQLNonNull(values),
                resolve: () => ({}),
              },
            }
          : {}),
        query: {
          description: 'Metrics over a range, by time and dimensions.',
          type: new GraphQLNonNull(queryAnswer(grain)),
          args: {
            input: { type: new GraphQLNonNull(metricQueryInput(time)) },
            after: { type: GraphQLString, description: '`page.next` of the page before.' },
          },
          resolve: async (_root, { input, after }: QueryArguments, { caller }) => {
            const query = readQueryInput(after == null ? input : { ...input, cursor: after });
            return describeAnswer(await caller.engine.query(caller.principal, query, askedBy(caller)));
          },
        },
        dimensionValues: {
          description: 'The values that a dimension has among the rows of the caller.',
          type: new GraphQLNonNull(DimensionValuesType),
          args: {
            dimension: { type: new GraphQLNonNull(GraphQLString) },
            search: { type: GraphQLString, description: 'Contained in the text, whatever the case.' },
            limit: { type: GraphQLInt },
            after: { type: GraphQLString, description: '`next` of the page before.' },
            tenants: {
              type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
              description: 'For keys bound to several tenants: those to read.',
            },
          },
          resolve: async (_root, list: ValuesArguments, { caller }) =>
            describeValues(await caller.engine.values(caller.principal, readValues(list), askedBy(caller))),
        },
        metrics: {
          description: 'The metrics that the caller may see, by name.',
          type: new GraphQLNonNull(metricPage(metric)),
          args: {
            search: { type: GraphQLString, description: 'Words in name, title, description or tags.' },
            tag: { type: GraphQLString },
            owner: { type: GraphQLString },
            limit: { type: GraphQLInt },
            after: { type: GraphQLString, description: '`next` of the page before.' },
          },
          resolve: (_root, list: ListArguments, { caller }) => listMetrics(caller, list),
        },
        changelog: {
          description:
            'What was released of the metrics and models that the caller may see, the newest first.',
          type: new GraphQLNonNull(ChangelogPage),
          args: {
            metric: { type: GraphQLString, description: 'Only of this one.' },
            limit: { type: GraphQLInt },
            after: { type: GraphQLString, description: '`next` of the page before.' },
          },
          resolve: (_root, list: ChangelogArguments, { caller }) => listChangelog(caller, list),
        },
        metric: {
          description: 'One metric, `roas`, or one version of it, `roas@1`.',
          type: new GraphQLNonNull(metric),
          args: { name: { type: new GraphQLNonNull(GraphQLString) } },
          resolve: (_root, { name }: { readonly name: string }, { caller }) =>
            caller.engine.describeMetric(caller.principal, name),
        },
      },
    }),
  });
}

function listChangelog({ engine, principal }: GraphqlCaller, list: ChangelogArguments) {
  const metric = list.metric ?? null;
  const models = metric === null ? engine.listModelChanges(principal) : [];
  const { items, next } = paginate(
    [...engine.listChanges(principal, metric), ...models],
    readPage(list),
    'descending',
  );
  return { items: items.map(describeChange), next };
}

/** Changes of models in the form of those of metrics. */
function describeChange(entry: ChangelogEntry | ModelChange) {
  if (!('model' in entry)) return entry;
  const changes = entry.changes.map(
    ({ dimension, what }) => `${dimension ?? entry.model}: ${what ?? 'changed'}`,
  );
  return { ...entry, changes };
}

function readPage({ limit: asked, after }: Pick<ListArguments, 'limit' | 'after'>): PageRequest {
  const limit = asked ?? PAGE_LIMIT.default;
  if (limit < 1 || limit > PAGE_LIMIT.maximum)
    throw parameterError('limit', `must be between 1 and ${PAGE_LIMIT.maximum}`);
  return { limit, ...(after == null ? {} : { cursor: after }) };
}

async function listMetrics({ principal, engine }: GraphqlCaller, list: ListArguments) {
  const page = readPage(list);
  const filter = {
    ...(list.search == null ? {} : { search: list.search }),
    ...(list.tag == null ? {} : { tag: list.tag }),
    ...(list.owner == null ? {} : { owner: list.owner }),
  };
  return paginate(filterMetrics(await engine.listMetrics(principal), filter), page);
}

function readValues({ dimension, search, limit, after, tenants }: ValuesArguments): ValuesRequest {
  const most = VALUES_LIMIT.maximum;
  if (limit != null && (limit < 1 || limit > most))
    throw parameterError('limit', `must be between 1 and ${most}`);
  return {
    dimension,
    ...(search == null ? {} : { search }),
    ...(limit == null ? {} : { limit }),
    ...(after == null ? {} : { cursor: after }),
    ...(tenants == null ? {} : { tenants }),
  };
}

function describeValues({ items, next }: DimensionValues) {
  return { items: items.map((item) => (item instanceof ExactNumber ? item.digits : item)), next };
}
