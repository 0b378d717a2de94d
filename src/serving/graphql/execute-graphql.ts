/** Mercurius as an executor only: it validates, caches and runs documents; the route and its limits are ours. */
import type { FastifyInstance } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { mercurius } from 'mercurius';
import type { Project } from '../../catalog/catalog.ts';
import { ownGrains } from '../../query/own-grains.ts';
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

/** Registers mercurius without routes of its own; the schema follows the project that a request is for. */
export async function addGraphql(app: FastifyInstance, project: Project): Promise<ExecuteGraphql> {
  await app.register(mercurius, {
    schema: buildGraphqlSchema(project),
    routes: false,
    // Errors stay as they are: the route tells them, and logs what is a bug.
    errorFormatter: (execution) => ({ statusCode: 200, response: execution }),
  });
  let grains = grainsOf(project);
  return ({ source, caller, variables, operationName }) => {
    const asked = caller.engine.catalog().project;
    if (grainsOf(asked) !== grains) {
      app.graphql.replaceSchema(buildGraphqlSchema(asked));
      grains = grainsOf(asked);
    }
    return app.graphql(source, { caller }, variables, operationName);
  };
}

/** All of a project that the schema tells. */
function grainsOf(project: Project): string {
  return ownGrains(project).join(' ');
}
