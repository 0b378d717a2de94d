/**
 * Who is calling, decided by a route's classification before its body is read. Whatever is wrong with a
 * credential, the answer is the same.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SemanticError } from '../../errors/semantic-error.ts';
import { isEmbedToken } from '../../identity/embed-tokens.ts';
import type { Store } from '../../store/store.ts';
import type { Principal } from '../../tenancy/principal.ts';
import type { RouteAccess } from '../routes/route.ts';
import type { RateCounter } from './rate-limits.ts';
import { refuseEmbedded } from './refuse-embedded.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes for principals. */
    principal: Principal | null;
    /** When the request arrived, by `performance.now()`. */
    arrivedAt: number;
    /** Milliseconds that authentication took. */
    authenticationTime: number;
  }

  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

export interface AuthenticationOptions {
  readonly store: Pick<Store, 'findPrincipal'>;
  /** Tokens of users; `null` takes none. */
  readonly tokens: FindsPrincipal | null;
  /** Tokens for embedding. */
  readonly embedTokens: FindsPrincipal;
  /** Who asks without any credential, where such are answered; `null` answers none. */
  readonly publicPrincipal: Principal | null;
  /** The token of this process, for routes of the command line; `null` serves none of them. */
  readonly processToken: string | null;
  readonly counter: RateCounter;
}

/** Whose credentials are known. */
export interface FindsPrincipal {
  /** `null` for what is not genuine. */
  findPrincipal(credential: string): Promise<Principal | null>;
}

export function addAuthentication(app: FastifyInstance, options: AuthenticationOptions): void {
  app.decorateRequest('principal', null);
  app.decorateRequest('arrivedAt', 0);
  app.decorateRequest('authenticationTime', 0);
  app.addHook('onRequest', async (request, reply) => {
    request.arrivedAt = performance.now();
    if (request.is404) return;
    switch (request.routeOptions.config.access) {
      case 'public':
        return;
      case 'principal':
        options.counter.countStranger(request, reply);
        request.principal = await findPrincipal(request, options);
        request.authenticationTime = performance.now() - request.arrivedAt;
        options.counter.countPrincipal(request, reply);
        refuseEmbedded(request);
        return;
      case 'process':
        checkProcess(request, options.processToken);
        return;
      case undefined:
        throw new SemanticError('TENANT_UNAUTHENTICATED', {});
    }
  });
}

async function findPrincipal(request: FastifyRequest, options: AuthenticationOptions): Promise<Principal> {
  const { embeds } = request.routeOptions.config;
  // A credential that is not good is never taken for none.
  if (request.headers.authorization === undefined && embeds && options.publicPrincipal)
    return options.publicPrincipal;
  const credential = bearerOf(request);
  const principal =
    credential === null ? null : ((await issuerOf(credential, options)?.findPrincipal(credential)) ?? null);
  if (principal === null) throw new SemanticError('TENANT_UNAUTHENTICATED', {});
  return principal;
}

/** Who can say whether it is genuine: by its form, it is of one sort alone. */
function issuerOf(
  credential: string,
  { store, tokens, embedTokens }: AuthenticationOptions,
): FindsPrincipal | null {
  if (credential.startsWith('vtr_')) return store;
  return isEmbedToken(credential) ? embedTokens : tokens;
}

/** Behaves as if there were nothing here for anyone who is not on this machine. */
function checkProcess(request: FastifyRequest, processToken: string | null): void {
  if (processToken === null || !isLocal(request.socket))
    throw new SemanticError('HTTP_NOT_FOUND', { place: pathOf(request) });
  const token = bearerOf(request);
  if (token === null || !sameText(token, processToken)) throw new SemanticError('TENANT_UNAUTHENTICATED', {});
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer +([\x21-\x7e]{1,8192})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Whether the other end of a connection is this machine. */
function isLocal({ remoteAddress, localAddress }: FastifyRequest['socket']): boolean {
  if (remoteAddress === undefined) return false;
  return remoteAddress === localAddress || /^(::ffff:)?127\.|^::1$/.test(remoteAddress);
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The path that was asked, without its query string. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
