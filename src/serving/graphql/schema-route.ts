/** `GET /v1/schema.graphql`: the schema as text, for tools that make code of it, and to compare with an earlier one. */
import { lexicographicSortSchema, printSchema } from 'graphql';
import Type from 'typebox';
import { NoBody, NoParameters } from '../routes/no-input.ts';
import { principalRoute } from '../routes/route.ts';
import { schemaOf } from './execute-graphql.ts';

export const schemaRoute = principalRoute({
  method: 'GET',
  path: '/v1/schema.graphql',
  schemas: { params: NoParameters, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'getGraphqlSchema',
    tag: 'GraphQL',
    summary: 'The GraphQL schema',
    description:
      'What the caller may ask for in GraphQL, in the schema definition language, sorted by name so that two states can be compared.',
    answer: { description: 'The schema.', contentTypes: ['text/plain'], schema: Type.String() },
    problems: ['HTTP_PARAMETER'],
  },
  handle: async ({ principal }, { engine }) => ({
    text: `${printSchema(lexicographicSortSchema(schemaOf(engine.view(principal))))}\n`,
    contentType: 'text/plain; charset=utf-8',
  }),
});
