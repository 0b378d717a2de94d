/**
 * How many requests a minute: of one principal, of one tenant, and of strangers from one address, before any
 * database is asked who they are. Counted in this process alone, in windows that begin with their first request.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { hashOf } from '../../base/hash.ts';
import { invariant } from '../../base/invariant.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import type { Principal } from '../../tenancy/principal.ts';
import { CountingWindows, type WindowCount } from '../counting-windows.ts';

/** Requests a minute; `null` does not count them. */
export interface RateLimits {
  readonly perPrincipal: number | null;
  /** Of all principals that are bound to the same tenants. */
  readonly perTenant: number | null;
  /** With credentials that have not been good lately. */
  readonly perAddress: number | null;
}

/** Counts requests of principals' routes before and after it is known whose they are. */
export interface RateCounter {
  /** Before authentication. @throws SemanticError HTTP_RATE_LIMITED */
  countStranger(request: FastifyRequest, reply: FastifyReply): void;
  /** After it. @throws SemanticError HTTP_RATE_LIMITED */
  countPrincipal(request: FastifyRequest, reply: FastifyReply): void;
}

const WINDOW_SECONDS = 60;

type Whose = 'address' | 'principal' | 'tenant';

interface Counted extends WindowCount {
  readonly whose: Whose;
  readonly limit: number;
}

type Count = (request: FastifyRequest) => Counted | null;

/** How many are counted at one time, of each sort; beyond, those longest unheard of are forgotten. */
const COUNTED = 20_000;
/** How long a credential that was good counts as one that probably still is. */
const REMEMBER_MS = 60_000;

export function createRateCounter({ perAddress, perPrincipal, perTenant }: RateLimits): RateCounter {
  const address = createCount('address', perAddress, ({ ip }) => networkOf(ip));
  const callers = [
    createCount('principal', perPrincipal, principalKey),
    createCount('tenant', perTenant, tenantKey),
  ];
  const good = new LRUCache<string, true>({ max: COUNTED, ttl: REMEMBER_MS });
  return {
    countStranger(request, reply) {
      // One address may speak for many: those who are known are not turned away for the strangers beside them.
      if (good.has(credentialHash(request))) return;
      const counted = address(request);
      if (counted?.isExceeded) throw refuse(counted, reply, [counted]);
    },
    countPrincipal(request, reply) {
      // Whoever brings none is a stranger still.
      if (request.principal?.kind !== 'public') good.set(credentialHash(request), true);
      countAll(callers, request, reply);
    },
  };
}

function createCount(whose: Whose, limit: number | null, keyOf: (request: FastifyRequest) => string): Count {
  if (limit === null) return () => null;
  const windows = new CountingWindows({ limit, windowSeconds: WINDOW_SECONDS, remembered: COUNTED });
  return (request) => ({ whose, limit, ...windows.count(keyOf(request)) });
}

/** One after another: what one refuses is not counted by the next. */
function countAll(counts: readonly Count[], request: FastifyRequest, reply: FastifyReply): void {
  const all: Counted[] = [];
  for (const count of counts) {
    const counted = count(request);
    if (counted === null) continue;
    all.push(counted);
    if (counted.isExceeded) throw refuse(counted, reply, all);
  }
  tell(all, reply);
}

/** In the words of the IETF's draft on fields for rate limits. */
function tell(counted: readonly Counted[], reply: FastifyReply): void {
  if (counted.length === 0) return;
  const policies = counted.map(({ whose, limit }) => `"${whose}";q=${limit};w=${WINDOW_SECONDS}`);
  const left = counted.map(({ whose, remaining, seconds }) => `"${whose}";r=${remaining};t=${seconds}`);
  reply.header('ratelimit-policy', policies.join(', ')).header('ratelimit', left.join(', '));
}

function refuse(
  { whose, limit, seconds }: Counted,
  reply: FastifyReply,
  all: readonly Counted[],
): SemanticError {
  tell(all, reply);
  reply.header('retry-after', seconds);
  return new SemanticError('HTTP_RATE_LIMITED', { limit, window: WINDOW_SECONDS, whose, seconds });
}

/** Whoever has an address of IPv6 has all of its network. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}

/** Credentials themselves are not kept. */
function credentialHash({ headers }: FastifyRequest): string {
  return createHash('sha256')
    .update(headers.authorization ?? '')
    .digest('base64');
}

function principalKey({ principal, ip }: FastifyRequest): string {
  const { kind, id } = known(principal);
  return kind === 'public' ? `${kind} ${networkOf(ip)}` : `${kind} ${id}`;
}

/** Who speaks for several tenants uses up none of what each of them has. */
function tenantKey({ principal }: FastifyRequest): string {
  const { kind, tenants } = known(principal);
  // What strangers ask uses up nothing of what those who speak for the tenant have.
  return kind === 'public' ? kind : hashOf([...tenants].sort());
}

function known(principal: Principal | null): Principal {
  invariant(principal !== null, 'principals are counted once they are known');
  return principal;
}
