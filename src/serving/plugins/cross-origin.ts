/**
 * Pages of other origins may ask the routes that tokens for embedding may use, whoever serves the pages: a preflight
 * does not know the token, and which origins that is for is checked with it. Browsers send no cookies along.
 */
import { fastifyCors } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Seconds for which browsers need not ask again. */
const PREFLIGHT_KEPT = 600;

const EMBEDDED = {
  origin: '*',
  credentials: false,
  methods: ['GET', 'POST'],
  allowedHeaders: ['Authorization', 'Content-Type', 'If-None-Match', 'Idempotency-Key'],
  exposedHeaders: [
    'Deprecation',
    'ETag',
    'Link',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'Sunset',
    'X-Request-Id',
  ],
  maxAge: PREFLIGHT_KEPT,
};

/** Before whatever may refuse a request, so that pages can read refusals too. */
export async function addCrossOrigin(app: FastifyInstance): Promise<void> {
  // For preflights of places where there is nothing, the library brings a route of its own.
  app.addHook('onRoute', (route) => {
    if (route.url === '*') route.config = { ...route.config, access: 'public' };
  });
  await app.register(fastifyCors, {
    delegator: (request, decide) => {
      const isEmbedded = request.routeOptions.config.embeds === true;
      decide(null, isEmbedded ? { ...EMBEDDED, preflight: isPreflight(request) } : { origin: false });
    },
  });
}

/** Any other OPTIONS is a method that is not served. */
function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers;
}
