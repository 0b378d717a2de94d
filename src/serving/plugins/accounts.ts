/**
 * The account of each request, closed once: when its answer is written, or when its caller is gone. One line in the
 * log for every request; of those for principals, a record for the audit. Nothing of what the caller wrote is in
 * either but names that the catalog knows.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuditOutcome, AuditRecord } from '../../store/audit-record.ts';
import { Trail } from '../trail.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every request that reaches a route. */
    trail: Trail;
  }
}

/** A request that is over, by words of which there are few. */
export interface FinishedRequest extends Pick<AuditRecord, 'method' | 'ms' | 'status' | 'outcome' | 'code'> {
  /** The template; `null` where there is no route. */
  readonly route: string | null;
  /** Whether metrics or values were asked for. */
  readonly isQuestion: boolean;
}

/** Who is told of requests. Neither may throw or wait: the answer has been given. */
export interface KeepsAccounts {
  /** Of each request that is over. */
  readonly finished: (request: FinishedRequest) => void;
  /** Of each request for principals. */
  readonly record: (record: AuditRecord) => void;
}

export function addAccounts(app: FastifyInstance, accounts: KeepsAccounts | undefined): void {
  app.decorateRequest('trail');
  app.addHook('onRequest', async (request, reply) => {
    request.trail = new Trail(performance.now());
    let isOpen = true;
    const close = (isWritten: boolean) => {
      if (isOpen) closeAccount(request, isWritten ? reply.statusCode : null, accounts);
      isOpen = false;
    };
    reply.raw.once('finish', () => close(true));
    reply.raw.once('close', () => close(reply.raw.writableFinished));
  });
}

/** The template of the route that a request reached. */
export function routeOf({ is404, routeOptions }: FastifyRequest): string | null {
  return is404 ? null : (routeOptions.url ?? null);
}

function closeAccount(
  request: FastifyRequest,
  status: FastifyReply['statusCode'] | null,
  accounts: KeepsAccounts | undefined,
): void {
  const { principal, trail, method } = request;
  const failure = trail.failure();
  const route = routeOf(request);
  const summary = trail.summary();
  const ended = {
    method,
    status,
    ms: Math.round((performance.now() - trail.beganAt) * 10) / 10,
    outcome: judge(status, failure),
    code: failure?.code ?? null,
  };
  const tenants = summary.tenants ?? principal?.tenants ?? [];
  request.log.info({ route, ...ended, principal: principal?.id ?? null, tenants: tenants.length }, 'request');
  if (!accounts) return;
  accounts.finished({ route, ...ended, isQuestion: trail.isQuestion() });
  if (route === null || request.routeOptions.config.access !== 'principal') return;
  accounts.record({
    ...summary,
    ...ended,
    id: randomUUID(),
    requestId: request.id,
    at: new Date(Date.now() - ended.ms).toISOString(),
    principal: principal && { kind: principal.kind, id: principal.id, capability: principal.capability },
    tenants,
    route,
    surface: route === '/graphql' ? 'graphql' : 'rest',
  });
}

function judge(status: number | null, failure: ReturnType<Trail['failure']>): AuditOutcome {
  const worst = Math.max(status ?? 0, failure?.status ?? 0);
  // What broke while it was written counts as that, although its caller did not get the end of it.
  if (status === null) return worst >= 500 ? 'failed' : 'abandoned';
  return worst >= 500 ? 'failed' : worst >= 400 ? 'refused' : 'answered';
}
