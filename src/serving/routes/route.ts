/**
 * What a route is, before any web framework: its address, who may call it, what it takes and answers, and a
 * function from checked input to text. The server, the documentation and the tests all read this one form.
 */
import type { Static, TObject, TSchema } from 'typebox';
import type { ServedCode } from '../../errors/examples/problem-examples.ts';
import type { Principal } from '../../tenancy/principal.ts';
import { compileParameters } from '../read-parameters.ts';
import { compileValidator, type Validate } from '../schema-validator.ts';
import type { Trail } from '../trail.ts';
import type { ProcessServices, RouteServices } from './route-services.ts';

/**
 * Who may call: anyone; the bearer of a service key; or the command line on this machine, by the token that
 * the serving process keeps.
 */
export const ROUTE_ACCESS = ['public', 'principal', 'process'] as const;

export type RouteAccess = (typeof ROUTE_ACCESS)[number];

/** Whether requests of the method bring a body. */
export function takesBody({ method }: Pick<Route, 'method'>): boolean {
  return method === 'POST' || method === 'PATCH';
}

/** One request, before it is checked. */
export interface RouteInput {
  readonly params: unknown;
  readonly queryString: string;
  readonly body: unknown;
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
  /** Logs a bug that the route answers itself instead of throwing it. */
  readonly reportBug: (bug: unknown) => void;
  /** What is kept of the request. */
  readonly trail: Trail;
}

export interface RouteReply {
  /** 200 unless given. */
  readonly status?: number;
  /** `application/json` unless given. */
  readonly contentType?: string;
  readonly text: string;
  /** Further headers, by their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether nobody may keep it, and it has no entity tag. */
  readonly isSecret?: true;
}

/** A reply that is written while it is read; it has no entity tag. */
export interface RouteStream {
  readonly contentType: string;
  readonly stream: AsyncIterable<string>;
}

export type RouteAnswer = RouteReply | RouteStream;

/** What the documentation says of a route. */
export interface RouteDocumentation {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly answer: RouteAnswerDocumentation;
  /** Codes it may answer with, beside those that every route of its access shares. */
  readonly problems: readonly ServedCode[];
  readonly bodyExamples?: Readonly<Record<string, unknown>>;
}

export interface RouteAnswerDocumentation {
  /** 200 unless given. */
  readonly status?: number;
  readonly description: string;
  /** `application/json` unless given. */
  readonly contentTypes?: readonly string[];
  readonly schema: TSchema;
  readonly example?: unknown;
  /** A status at which refusals come in the same form, beside problems. */
  readonly refusals?: number;
}

/** What of a request a route declares. */
export interface RouteSchemas<Params extends TObject, Query extends TObject, Body extends TSchema> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Checks the body instead of the schema's plain validator, where there is one that tells faults better. */
  readonly checkBody?: Validate<Static<Body>>;
}

/** A request that fits its schemas. */
export interface RouteCall<Params extends TObject, Query extends TObject, Body extends TSchema> {
  readonly params: Static<Params>;
  readonly query: Static<Query>;
  readonly body: Static<Body>;
  readonly signal: AbortSignal;
  readonly reportBug: (bug: unknown) => void;
  /** What is kept of the request. */
  readonly trail: Trail;
}

interface RouteAddress {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Whether it may be sent again under the same `Idempotency-Key` without happening again; POST alone. */
  readonly repeatable?: true;
  /** Whether tokens for embedding may be used here, by pages of any origin. */
  readonly embeds?: true;
  /** With `:name` for parameters. */
  readonly path: string;
  /** `null` keeps a route out of the documentation. */
  readonly documentation: RouteDocumentation | null;
  /** Where a fault at a JSON Pointer of the query is in this route's own input. */
  readonly locate?: (pointer: string) => string;
}

/** A route as the server mounts it: input is checked inside `call`. */
export type Route = RouteAddress & {
  readonly schemas: RouteSchemas<TObject, TObject, TSchema>;
} & (
    | {
        readonly access: 'public';
        readonly call: (input: RouteInput, services: RouteServices) => Promise<RouteAnswer>;
      }
    | {
        readonly access: 'process';
        readonly call: (input: RouteInput, services: ProcessServices) => Promise<RouteAnswer>;
      }
    | {
        readonly access: 'principal';
        readonly call: (
          input: RouteInput & { readonly principal: Principal },
          services: RouteServices,
        ) => Promise<RouteAnswer>;
      }
  );

type RouteDefinition<
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Caller,
  Services = RouteServices,
> = RouteAddress & {
  readonly schemas: RouteSchemas<Params, Query, Body>;
  readonly handle: (
    call: RouteCall<Params, Query, Body> & Caller,
    services: Services,
  ) => Promise<RouteAnswer> | RouteAnswer;
};

/** A route for anyone. */
export function publicRoute<Params extends TObject, Query extends TObject, Body extends TSchema>(
  definition: RouteDefinition<Params, Query, Body, unknown>,
): Route {
  return { ...definition, access: 'public', call: checkedCall(definition) };
}

/** A route for the command line on this machine. */
export function processRoute<Params extends TObject, Query extends TObject, Body extends TSchema>(
  definition: RouteDefinition<Params, Query, Body, unknown, ProcessServices>,
): Route {
  return { ...definition, access: 'process', call: checkedCall(definition) };
}

/** A route for the bearer of a key, who is handed to it. */
export function principalRoute<Params extends TObject, Query extends TObject, Body extends TSchema>(
  definition: RouteDefinition<Params, Query, Body, { readonly principal: Principal }>,
): Route {
  const check = compileCheck(definition.schemas);
  return {
    ...definition,
    access: 'principal',
    call: async (input, services) =>
      definition.handle({ ...check(input), principal: input.principal }, services),
  };
}

function checkedCall<Params extends TObject, Query extends TObject, Body extends TSchema, Services>(
  definition: RouteDefinition<Params, Query, Body, unknown, Services>,
): (input: RouteInput, services: Services) => Promise<RouteAnswer> {
  const check = compileCheck(definition.schemas);
  return async (input, services) => definition.handle(check(input), services);
}

function compileCheck<Params extends TObject, Query extends TObject, Body extends TSchema>(
  schemas: RouteSchemas<Params, Query, Body>,
): (input: RouteInput) => RouteCall<Params, Query, Body> {
  const checkParams = compileValidator(schemas.params);
  const readQuery = compileParameters(schemas.query);
  const checkBody = schemas.checkBody ?? compileValidator(schemas.body);
  return ({ params, queryString, body, signal, reportBug, trail }) => ({
    params: checkParams(params),
    query: readQuery(queryString),
    body: checkBody(body),
    signal,
    reportBug,
    trail,
  });
}
