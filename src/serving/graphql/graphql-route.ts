/** `POST /graphql`: documents with the engine, the scope and the codes of REST. */
import type { ExecutionResult, GraphQLError } from 'graphql';
import { GraphqlRequestSchema, GraphqlResponseSchema } from '../openapi/wire-schemas.ts';
import { isRetryLater, RETRY_AFTER_SECONDS } from '../problem.ts';
import { NoParameters } from '../routes/no-input.ts';
import { principalRoute, type RouteInput, type RouteReply } from '../routes/route.ts';
import { executeGraphql } from './execute-graphql.ts';
import { refusalsOf, tellError } from './graphql-errors.ts';

const PATH = '/graphql';

const documentExample = {
  query:
    'query Roas($input: MetricQueryInput!) { query(input: $input) { rows range { from to } receipt { id url } } }',
  variables: {
    input: {
      metrics: [{ metric: 'roas' }],
      by: ['channel.name'],
      time: { grain: 'MONTH', from: '2026-05-01', to: '2026-07-01' },
    },
  },
};

export const graphqlRoute = principalRoute({
  method: 'POST',
  path: PATH,
  schemas: { params: NoParameters, query: NoParameters, body: GraphqlRequestSchema },
  documentation: {
    operationId: 'graphql',
    tag: 'GraphQL',
    summary: 'Ask in GraphQL',
    description:
      'The same engine, scope and limits as REST. Errors carry `code`, `status`, `path` and `hint` in `extensions`. ' +
      'Exact numbers are strings. One document a request, queries only.',
    answer: { description: 'Data, errors, or both.', schema: GraphqlResponseSchema, refusals: 400 },
    problems: ['HTTP_GRAPHQL_INVALID', 'HTTP_GRAPHQL_LIMIT'],
    bodyExamples: { 'Return on spend by channel and month': documentExample },
  },
  handle: async ({ body, signal, reportBug, trail, principal }, { engine }) => {
    const request = {
      source: body.query,
      caller: { principal, engine, signal, trail },
      variables: body.variables ?? {},
      operationName: body.operationName ?? undefined,
    };
    return tell(await settle(() => executeGraphql(request)), { reportBug, trail });
  },
});

type Teller = Pick<RouteInput, 'reportBug' | 'trail'>;

/** A refused document is an outcome too: it has errors and no data. */
async function settle(run: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  try {
    return await run();
  } catch (error) {
    const errors = refusalsOf(error);
    if (errors === null) throw error;
    return { errors };
  }
}

function tell({ data, errors }: ExecutionResult, { reportBug, trail }: Teller): RouteReply {
  if (errors === undefined) return { text: JSON.stringify({ data }) };
  const told = errors.map((error: GraphQLError) => tellError(error, PATH));
  for (const { fault, bug } of told) {
    trail.fail(fault);
    if (bug !== null) reportBug(bug);
  }
  const isLater = told.some(({ fault }) => fault !== null && isRetryLater(fault.code));
  return {
    ...(isLater ? { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } } : {}),
    // Without `data` nothing was run: the request itself was at fault.
    ...(data === undefined ? { status: 400 } : {}),
    text: JSON.stringify({
      errors: told.map((error) => error.told),
      ...(data === undefined ? {} : { data }),
    }),
  };
}
