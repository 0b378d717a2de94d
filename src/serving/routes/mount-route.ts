/**
 * Puts one route into Fastify: the request becomes a route's input, its reply a response with the headers
 * that every response has. Methods that a path does not serve are mounted as refusals.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hashOf } from '../../base/hash.ts';
import { invariant } from '../../base/invariant.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { hasCapability } from '../../tenancy/principal.ts';
import { callOnce, idempotencyKeyOf } from '../call-once.ts';
import { entityTagOf, namesTag } from '../conditional.ts';
import { queryStringOf } from '../parse-query-string.ts';
import { pathOf } from '../plugins/authentication.ts';
import { reportBug } from '../plugins/problems.ts';
import { toSemanticError } from '../problem.ts';
import {
  type Route,
  type RouteAnswer,
  type RouteInput,
  type RouteReply,
  type RouteStream,
  takesBody,
} from './route.ts';
import type { MountedServices, ProcessServices, RouteServices } from './route-services.ts';

/** Mounts `routes`, and a 405 for the other methods of their paths. */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], services: MountedServices): void {
  for (const route of routes) mountRoute(app, route, services);
  const embedded = new Set(routes.flatMap(({ path, embeds }) => (embeds ? [path] : [])));
  for (const [path, methods] of methodsByPath(routes))
    mountRefusal(app, { path, embeds: embedded.has(path) }, methods);
}

function mountRoute(app: FastifyInstance, route: Route, services: MountedServices): void {
  app.route({
    method: route.method,
    url: route.path,
    config: {
      access: route.access,
      embeds: route.embeds === true,
      ...(route.locate === undefined ? {} : { locate: route.locate }),
    },
    handler: async (request, reply) => {
      const started = performance.now();
      const answer = await callRoute(route, { request, reply }, services);
      return respond(answer, { request, reply }, performance.now() - started);
    },
  });
}

async function callRoute(
  route: Route,
  { request, reply }: Exchange,
  mounted: MountedServices,
): Promise<RouteAnswer> {
  const input = readInput(route, request, reply);
  const services: ProcessServices = { ...mounted, engine: mounted.engine() };
  if (route.access === 'process') return route.call(input, services);
  const { operator: _operator, reload: _reload, ...others } = services;
  const given: RouteServices = others;
  if (route.access === 'public') return route.call(input, given);
  const { principal } = request;
  invariant(principal !== null, 'a route for principals was reached without one');
  const call = () => route.call({ ...input, principal }, given);
  const key = route.repeatable ? idempotencyKeyOf(request) : null;
  if (key === null) return call();
  const callWhole = async (): Promise<RouteReply> => {
    const answer = await call();
    invariant('text' in answer, 'what can be sent again is answered whole');
    return answer;
  };
  const asked = hashOf([route.method, pathOf(request), input.queryString, input.body]);
  const write = { owner: `${principal.kind} ${principal.id}`, key, request: asked };
  return callOnce(write, services.writes, callWhole);
}

function readInput(route: Route, request: FastifyRequest, reply: FastifyReply): RouteInput {
  if (takesBody(route) && request.body === undefined)
    throw new SemanticError('HTTP_BODY_INVALID', {}, { hint: 'Send a JSON object.' });
  return {
    params: request.params,
    queryString: queryStringOf(request.url),
    body: request.body ?? null,
    signal: abortOnDisconnect(reply),
    reportBug: (bug) => reportBug(request, bug),
    trail: request.trail,
  };
}

/** Aborts when the connection closes before the response is written. */
function abortOnDisconnect(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  if (reply.raw.destroyed) controller.abort();
  return controller.signal;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function respond(answer: RouteAnswer, exchange: Exchange, handledIn: number): FastifyReply {
  if ('stream' in answer) return respondInPieces(answer, exchange);
  const { request, reply } = exchange;
  const status = answer.status ?? 200;
  const tag = entityTagOf(answer.text);
  reply
    .code(status)
    .header('cache-control', answer.isSecret ? 'private, no-store' : 'private, no-cache')
    .header(
      'vary',
      request.routeOptions.config.embeds
        ? 'Authorization, Origin, accept-encoding'
        : 'Authorization, accept-encoding',
    )
    .header('x-content-type-options', 'nosniff');
  if (answer.headers) reply.headers(answer.headers);
  if (!answer.isSecret) reply.header('etag', tag);
  if (request.principal !== null && hasCapability(request.principal, 'analyst'))
    reply.header(
      'server-timing',
      `auth;dur=${request.authenticationTime.toFixed(1)}, handle;dur=${handledIn.toFixed(1)}`,
    );
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && status === 200 && namesTag(request.headers['if-none-match'], tag))
    return reply.code(304).send();
  return reply.type(answer.contentType ?? 'application/json; charset=utf-8').send(answer.text);
}

/** Where the pieces end before they should, so does the connection: half an answer must not pass for a whole one. */
function respondInPieces({ contentType, stream }: RouteStream, { request, reply }: Exchange): FastifyReply {
  const pieces = Readable.from(stream, { objectMode: false });
  pieces.once('error', (error) => {
    request.trail.fail(toSemanticError(error, pathOf(request)));
    reportBug(request, error);
  });
  return reply
    .header('cache-control', 'private, no-store')
    .header('vary', 'Authorization, accept-encoding')
    .header('x-content-type-options', 'nosniff')
    .type(contentType)
    .send(pieces);
}

function methodsByPath(routes: readonly Route[]): Map<string, Set<string>> {
  const byPath = new Map<string, Set<string>>();
  for (const { path, method } of routes) {
    const methods = byPath.get(path) ?? new Set();
    methods.add(method);
    if (method === 'GET') methods.add('HEAD');
    byPath.set(path, methods);
  }
  return byPath;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

function mountRefusal(
  app: FastifyInstance,
  { path, embeds }: { readonly path: string; readonly embeds: boolean },
  served: ReadonlySet<string>,
): void {
  const refused = METHODS.filter((method) => !served.has(method) && app.supportedMethods.includes(method));
  app.route({
    method: refused,
    url: path,
    config: { access: 'public', embeds },
    exposeHeadRoute: false,
    // Refused before the body is looked at: what is in it does not matter here.
    onRequest: async (request, reply) => {
      reply.header('allow', [...served].join(', '));
      throw new SemanticError('HTTP_METHOD_NOT_ALLOWED', { method: request.method, place: pathOf(request) });
    },
    handler: async (_request, reply) => reply.send(),
  });
}
