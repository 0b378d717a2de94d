/**
 * The one place where errors become responses. Routes never catch; what a client may not know is logged here
 * and answered as a bare 500.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SemanticError } from '../../errors/semantic-error.ts';
import { buildProblem, isRetryLater, RETRY_AFTER_SECONDS, toSemanticError } from '../problem.ts';
import { routeOf } from './accounts.ts';
import { pathOf } from './authentication.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Translates a JSON Pointer of the query into a place of this route's own input. */
    locate?: (pointer: string) => string;
  }
}

export function addProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new SemanticError('HTTP_NOT_FOUND', { place: pathOf(request) }), request, reply),
  );
}

/** Answers `error`; also given to Fastify for faults that come up before any route. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const context = { instance: pathOf(request), requestId: request.id };
  const fault = withoutHint(relocate(toSemanticError(error, context.instance), request), request);
  request.trail?.fail(fault);
  log(error, fault, request);
  const problem = buildProblem(fault, context);
  reply
    .code(problem.status)
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="vitrine"');
  if (fault !== null && isRetryLater(fault.code) && !reply.hasHeader('retry-after'))
    reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply.send(JSON.stringify(problem));
}

function relocate(fault: SemanticError | null, request: FastifyRequest): SemanticError | null {
  const locate = request.routeOptions.config?.locate;
  if (fault?.path === undefined || locate === undefined || !fault.path.startsWith('/')) return fault;
  const place = { path: locate(fault.path), hint: fault.hint };
  return Object.assign(new SemanticError(fault.code, fault.params, place), { cause: fault.cause });
}

/** Bearers of tokens for embedding cannot mend what a page asks: no names of what there is are told to them. */
function withoutHint(fault: SemanticError | null, { principal }: FastifyRequest): SemanticError | null {
  if (fault?.hint === undefined || principal?.kind !== 'embed') return fault;
  return Object.assign(new SemanticError(fault.code, fault.params, { path: fault.path }), {
    cause: fault.cause,
    hint: undefined,
  });
}

/** Logs what operators must see; of the address only its route, for the rest is whatever the caller wrote. */
function log(error: unknown, fault: SemanticError | null, request: FastifyRequest): void {
  const about = { err: error, method: request.method, route: routeOf(request) };
  if (fault === null) reportBug(request, error);
  else if (fault.status >= 500 || fault.cause !== undefined)
    request.log.warn({ ...about, code: fault.code }, 'refused');
}

/** Logs a fault of our own; that a client went away is none. */
export function reportBug(request: FastifyRequest, bug: unknown): void {
  if (isAbort(bug)) return;
  request.log.error({ err: bug, method: request.method, route: routeOf(request) }, 'bug');
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
