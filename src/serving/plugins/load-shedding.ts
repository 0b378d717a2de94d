/**
 * Requests that come when there is too much to do are turned away at once, so that those under way are
 * answered. Health routes and the command line of this machine are let in always.
 */
import { fastifyUnderPressure } from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SemanticError } from '../../errors/semantic-error.ts';
import { livezRoute, readyzRoute } from '../rest/health/health-routes.ts';

/** `null` sets no limit. */
export interface LoadLimits {
  /** Requests under way at one time. */
  readonly requests: number | null;
  /** Milliseconds that the event loop may lag behind, on average over twice that time. */
  readonly lagMs: number | null;
}

const ALWAYS_SERVED: readonly string[] = [livezRoute.path, readyzRoute.path];

/** Returns why new requests are turned away at a time; `null` while they are not. */
export async function addLoadShedding(
  app: FastifyInstance,
  limits: LoadLimits,
): Promise<() => string | null> {
  if (limits.lagMs !== null)
    await app.register(fastifyUnderPressure, {
      maxEventLoopDelay: limits.lagMs,
      // One stall is no lag: it has to last for as long as several turns of the loop.
      sampleInterval: 2 * limits.lagMs,
      // It measures; whom to turn away is decided below.
      pressureHandler: () => {},
    });
  let underWay = 0;
  const findOverload = (): string | null => {
    if (limits.requests !== null && underWay >= limits.requests) return 'too many requests are under way';
    return limits.lagMs !== null && app.isUnderPressure() ? 'it lags behind' : null;
  };
  app.addHook('onRequest', async (request, reply) => {
    if (isAlwaysServed(request)) return;
    const reason = findOverload();
    if (reason !== null) throw new SemanticError('SERVER_OVERLOADED', { reason });
    underWay += 1;
    // Also where the client went away.
    reply.raw.once('close', () => {
      underWay -= 1;
    });
  });
  return findOverload;
}

function isAlwaysServed({ routeOptions }: FastifyRequest): boolean {
  const { url, config } = routeOptions;
  return config?.access === 'process' || (url !== undefined && ALWAYS_SERVED.includes(url));
}
