/** Errors as GraphQL tells them: the codes of REST, in `extensions`. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { SemanticError } from '../../errors/semantic-error.ts';
import { toSemanticError } from '../problem.ts';

/** An error for a client, and what of it operators must see. */
export interface ToldError {
  readonly told: GraphQLFormattedError;
  /** `null` for a bug. */
  readonly fault: SemanticError | null;
  /** The error itself where it is Vitrine's fault, for the log; else `null`. */
  readonly bug: unknown;
}

/** Tells one error of an execution or validation that was asked for at the path `place`. */
export function tellError(error: GraphQLError, place: string): ToldError {
  const thrown = findThrown(error);
  const fault = thrown === undefined ? refused(error) : toSemanticError(thrown, place);
  const position = {
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
  };
  if (fault === null)
    return {
      told: { message: 'Internal Server Error', ...position, extensions: { status: 500 } },
      fault,
      bug: thrown,
    };
  const { code, status, path, hint } = fault;
  const extensions = {
    code,
    status,
    ...(path === undefined ? {} : { path }),
    ...(hint === undefined ? {} : { hint }),
  };
  return {
    told: { message: fault.message, ...position, extensions },
    fault,
    bug: status === 500 ? thrown : null,
  };
}

/** What a resolver threw; `undefined` where it was GraphQL itself that refused. */
function findThrown(error: GraphQLError): Error | undefined {
  let { originalError } = error;
  while (originalError instanceof GraphQLError) ({ originalError } = originalError);
  return originalError;
}

/** A document, variable or argument that does not fit the schema. */
function refused(error: GraphQLError): SemanticError {
  return new SemanticError('HTTP_GRAPHQL_INVALID', { problem: error.message });
}

/** The errors of a document that was refused by its size or form; `null` for anything else. */
export function refusalsOf(error: unknown): readonly GraphQLError[] | null {
  return error instanceof SemanticError ? [new GraphQLError(error.message, { originalError: error })] : null;
}
