/**
 * Validates and runs documents against the schema of what their principal may see. A catalog's view never changes, so
 * each view has one schema, and what was found valid for it once is valid for it again.
 */
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../../catalog/catalog.ts';
import type { GraphqlCaller, GraphqlContext } from './graphql-context.ts';
import { parseDocument } from './limits.ts';
import { buildGraphqlSchema } from './schema.ts';

export interface GraphqlRequest {
  readonly source: string;
  readonly caller: GraphqlCaller;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

interface SchemaOfView {
  readonly schema: GraphQLSchema;
  /** By their texts. */
  readonly valid: LRUCache<string, DocumentNode>;
}

/** Valid documents that are kept for each view. */
const KEPT_DOCUMENTS = 200;
const MOST_ERRORS = 10;

const schemas = new WeakMap<Catalog, SchemaOfView>();

/** Of what `view` shows. */
export function schemaOf(view: Catalog): GraphQLSchema {
  return ofView(view).schema;
}

/** @throws SemanticError HTTP_GRAPHQL_INVALID, HTTP_GRAPHQL_LIMIT */
export async function executeGraphql({
  source,
  caller,
  variables,
  operationName,
}: GraphqlRequest): Promise<ExecutionResult> {
  const { schema, valid } = ofView(caller.engine.view(caller.principal));
  const known = valid.get(source);
  const document = known ?? parseDocument(source);
  if (!known) {
    const errors = validate(schema, document, undefined, { maxErrors: MOST_ERRORS });
    if (errors.length > 0) return { errors };
    valid.set(source, document);
  }
  const contextValue: GraphqlContext = { caller };
  return execute({
    schema,
    document,
    contextValue,
    variableValues: variables,
    operationName: operationName ?? null,
  });
}

function ofView(view: Catalog): SchemaOfView {
  const known = schemas.get(view);
  if (known) return known;
  const made = {
    schema: buildGraphqlSchema(view),
    valid: new LRUCache<string, DocumentNode>({ max: KEPT_DOCUMENTS }),
  };
  schemas.set(view, made);
  return made;
}
