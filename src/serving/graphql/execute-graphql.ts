/** Mercurius as an executor only: it validates, caches and runs documents; the route and its limits are ours. */
import type { FastifyInstance } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { mercurius } from 'mercurius';
import type { Engine } from '../../engine/engine.ts';
import type { GraphqlCaller } from './graphql-context.ts';
import { buildGraphqlSchema } from './schema.ts';

export interface GraphqlRequest {
  readonly source: string;
  readonly caller: GraphqlCaller;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Validates and runs one document; throws for one that does not fit the schema. */
export type ExecuteGraphql = (request: GraphqlRequest) => Promise<ExecutionResult>;

/** Registers mercurius without routes of its own. */
export async function addGraphql(app: FastifyInstance, engine: Engine): Promise<ExecuteGraphql> {
  await app.register(mercurius, {
    schema: buildGraphqlSchema(engine),
    routes: false,
    // Errors stay as they are: the route tells them, and logs what is a bug.
    errorFormatter: (execution) => ({ statusCode: 200, response: execution }),
  });
  return ({ source, caller, variables, operationName }) =>
    app.graphql(source, { caller }, variables, operationName);
}
