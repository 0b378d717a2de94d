/** The GraphQL schema: the same engine as REST, asked in one generic query, and the catalog. */
import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { ExactNumber } from '../../base/exact-number.ts';
import { invariant } from '../../base/invariant.ts';
import type { Project } from '../../catalog/catalog.ts';
import { type Answer, hasTotal } from '../../engine/answer.ts';
import { type DimensionValues, VALUES_LIMIT, type ValuesRequest } from '../../engine/read-values.ts';
import type { AskOptions } from '../../engine/run-facts.ts';
import { filterMetrics } from '../filter-metrics.ts';
import { PAGE_LIMIT, paginate } from '../paginate.ts';
import { parameterError } from '../parse-query-string.ts';
import type { GraphqlCaller, GraphqlContext } from './graphql-context.ts';
import { grainEnum, metricQueryInput, readQueryInput } from './input-types.ts';
import { DimensionValuesType, metricPage, metricType, queryAnswer } from './output-types.ts';

interface ListArguments {
  readonly search?: string | null;
  readonly tag?: string | null;
  readonly owner?: string | null;
  readonly limit?: number | null;
  readonly after?: string | null;
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

/** Of the catalog it knows the grains alone. */
export function buildGraphqlSchema(project: Project): GraphQLSchema {
  const grain = grainEnum(project);
  const metric = metricType(grain);
  return new GraphQLSchema({
    query: new GraphQLObjectType<unknown, GraphqlContext>({
      name: 'Query',
      fields: {
        query: {
          description: 'Metrics over a range, by time and dimensions.',
          type: new GraphQLNonNull(queryAnswer(grain)),
          args: {
            input: { type: new GraphQLNonNull(metricQueryInput(grain)) },
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

/** Each field is a run of its own. */
function askedBy({ signal, trail }: GraphqlCaller): AskOptions {
  return { signal, tell: trail.run() };
}

async function listMetrics({ principal, engine }: GraphqlCaller, list: ListArguments) {
  const limit = list.limit ?? PAGE_LIMIT.default;
  if (limit < 1 || limit > PAGE_LIMIT.maximum)
    throw parameterError('limit', `must be between 1 and ${PAGE_LIMIT.maximum}`);
  const filter = {
    ...(list.search == null ? {} : { search: list.search }),
    ...(list.tag == null ? {} : { tag: list.tag }),
    ...(list.owner == null ? {} : { owner: list.owner }),
  };
  const page = { limit, ...(list.after == null ? {} : { cursor: list.after }) };
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

/** Rows as objects; exact numbers are told as strings, for GraphQL's JSON has doubles only. */
function describeAnswer(answer: Answer) {
  const names = answer.columns.map(({ name }) => name);
  const metrics = answer.columns.filter(hasTotal).map(({ name }) => name);
  return {
    ...answer,
    rows: answer.rows.map((row) => toRecord(names, row)),
    totals: answer.totals === null ? null : toRecord(metrics, answer.totals),
  };
}

function toRecord(names: readonly string[], cells: Answer['rows'][number]): Record<string, unknown> {
  invariant(names.length === cells.length, 'a row has as many cells as the answer has columns');
  return Object.fromEntries(
    cells.map((cell, index) => [names[index], cell instanceof ExactNumber ? cell.digits : cell]),
  );
}
