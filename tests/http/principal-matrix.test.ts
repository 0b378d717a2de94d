/** Each route under each sort of caller: who is answered, and in which words the others are refused. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InjectOptions } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAPABILITIES, type Capability, includesCapability } from '../../src/base/capability.ts';
import { UserTokens } from '../../src/identity/user-tokens.ts';
import { routes } from '../../src/serving/routes/list-routes.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, PROCESS_TOKEN, type ServedShop, serveShop } from '../support/served-shop.ts';

/** Anyone; whoever has the capability; those and tokens for embedding and the public as well; this machine alone. */
type Door = 'anyone' | Capability | 'embeds' | 'process';

const HEX = '0123456789abcdef';
const QUERY = { metrics: ['open_orders'] };
const post = (url: string, payload: object): InjectOptions => ({ method: 'POST', url, payload });
const get = (url: string): InjectOptions => ({ method: 'GET', url });
const remove = (url: string): InjectOptions => ({ method: 'DELETE', url });
const KEY = { label: 'x', tenants: ['a'], capability: 'viewer' };

/** A request that whoever is let in gets an answer to, be it that there is no such thing. */
const ROUTES: Readonly<Record<string, readonly [door: Door, request: InjectOptions]>> = {
  'POST /v1/query': ['embeds', post('/v1/query', QUERY)],
  'POST /v1/query/plan': ['analyst', post('/v1/query/plan', QUERY)],
  'GET /v1/metrics/:metric/values': ['embeds', get('/v1/metrics/open_orders/values')],
  'GET /v1/dimensions/:dimension/values': ['embeds', get('/v1/dimensions/orders.status/values')],
  'GET /v1/receipts/:id': ['viewer', get(`/v1/receipts/${'0'.repeat(64)}`)],
  'POST /v1/freezes': ['analyst', post('/v1/freezes', { name: 'x', queries: { one: QUERY } })],
  'GET /v1/freezes': ['viewer', get('/v1/freezes')],
  'GET /v1/freezes/:freeze': ['viewer', get(`/v1/freezes/${'0'.repeat(64)}`)],
  'POST /v1/freezes/:freeze/query': ['viewer', post(`/v1/freezes/${'0'.repeat(64)}/query`, QUERY)],
  'POST /v1/annotations': ['analyst', post('/v1/annotations', { text: 'x' })],
  'GET /v1/annotations': ['viewer', get('/v1/annotations')],
  'GET /v1/annotations/:annotation': ['viewer', get(`/v1/annotations/${HEX}`)],
  'PATCH /v1/annotations/:annotation': [
    'analyst',
    { method: 'PATCH', url: `/v1/annotations/${HEX}`, payload: { revision: 1 } },
  ],
  'DELETE /v1/annotations/:annotation': ['analyst', remove(`/v1/annotations/${HEX}`)],
  'GET /v1/metrics': ['embeds', get('/v1/metrics')],
  'GET /v1/metrics/:metric': ['embeds', get('/v1/metrics/open_orders')],
  'GET /v1/dimensions': ['embeds', get('/v1/dimensions')],
  'GET /v1/dimensions/:dimension': ['embeds', get('/v1/dimensions/orders.status')],
  'GET /v1/tenants': ['viewer', get('/v1/tenants')],
  'GET /v1/metrics/:metric/versions': ['viewer', get('/v1/metrics/open_orders/versions')],
  'GET /v1/metrics/:metric/lineage': ['viewer', get('/v1/metrics/open_orders/lineage')],
  'GET /v1/metrics/:metric/changelog': ['viewer', get('/v1/metrics/open_orders/changelog')],
  'GET /v1/dimensions/:dimension/changelog': ['viewer', get('/v1/dimensions/orders.status/changelog')],
  'GET /v1/schema.graphql': ['viewer', get('/v1/schema.graphql')],
  'GET /v1/changelog': ['viewer', get('/v1/changelog')],
  'GET /v1/changelog.atom': ['viewer', get('/v1/changelog.atom')],
  'GET /v1/deployments': ['analyst', get('/v1/deployments')],
  'GET /v1/benchmarks': ['viewer', get('/v1/benchmarks')],
  'POST /graphql': ['viewer', post('/graphql', { query: '{ metrics { next } }' })],
  'POST /v1/embed-tokens': ['partner', post('/v1/embed-tokens', QUERY)],
  'GET /v1/keys': ['admin', get('/v1/keys')],
  'POST /v1/keys': ['admin', post('/v1/keys', KEY)],
  'POST /v1/keys/:id/rotate': ['admin', post(`/v1/keys/${HEX}/rotate`, {})],
  'DELETE /v1/keys/:id': ['admin', remove(`/v1/keys/${HEX}`)],
  'GET /v1/audit': ['admin', get('/v1/audit')],
  'GET /v1/audit/export': ['admin', get('/v1/audit/export')],
  'GET /v1/usage': ['admin', get('/v1/usage')],
  'GET /v1/openapi.json': ['anyone', get('/v1/openapi.json')],
  'GET /livez': ['anyone', get('/livez')],
  'GET /readyz': ['anyone', get('/readyz')],
  'POST /internal/query': [
    'process',
    post('/internal/query', { asker: { tenants: ['a'], as: null }, query: QUERY }),
  ],
  'POST /internal/values': [
    'process',
    post('/internal/values', {
      asker: { tenants: ['a'], as: null },
      request: { dimension: 'orders.status' },
    }),
  ],
  'POST /internal/keys': ['process', post('/internal/keys', { ...KEY, expiresAt: null })],
  'GET /internal/keys': ['process', get('/internal/keys')],
  'DELETE /internal/keys/:id': ['process', remove(`/internal/keys/${HEX}`)],
  'POST /internal/keys/:id/replacement': [
    'process',
    post(`/internal/keys/${HEX}/replacement`, { overlapMs: 0, expiresAt: null }),
  ],
  'POST /internal/seed': ['process', post('/internal/seed', {})],
  'POST /internal/reload': ['process', post('/internal/reload', {})],
  'POST /internal/audit': ['process', post('/internal/audit', { filter: {}, page: { limit: 1 } })],
  'POST /internal/usage': ['process', post('/internal/usage', {})],
  'POST /internal/deployments': ['process', post('/internal/deployments', { page: { limit: 1 } })],
  'POST /internal/key-proofs': ['process', post('/internal/key-proofs', { checked: [] })],
  'POST /internal/inspections': ['process', post('/internal/inspections', { kind: 'table_names' })],
};

const CALLERS = [
  ...CAPABILITIES.map((capability) => `key of a ${capability}` as const),
  ...CAPABILITIES.map((capability) => `user who is a ${capability}` as const),
  'token for embedding',
  'nobody',
  'revoked key',
  'process token',
] as const;

type Caller = (typeof CALLERS)[number];

let shop: ServedShop;
let issuer: Server;
const credentials = new Map<Caller, string | null>();

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] });
  issuer = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(jwks);
  });
  await new Promise<void>((listening) => issuer.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/`;
  const known = {
    issuer: address,
    jwks: new URL(address),
    audience: 'metrics',
    algorithms: ['ES256'] as const,
    longestLifetimeSeconds: 3_600,
    claims: { tenant: 'org', capability: 'role', groups: null, rows: new Map() },
    capabilities: new Map(CAPABILITIES.map((capability) => [capability, capability])),
    groups: null,
    tenants: null,
  };
  const tokens = new UserTokens([known], () => new Date());
  shop = await serveShop({ also: 'public' }, tokens, { publicTenant: 'a' as TenantId });
  for (const capability of CAPABILITIES) {
    const request = { label: capability, tenants: ['a' as TenantId], capability, expiresAt: null };
    credentials.set(`key of a ${capability}`, (await shop.store.createKey(request)).key);
    const token = new SignJWT({ org: 'a', role: capability })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(address)
      .setAudience('metrics')
      .setSubject(capability)
      .setIssuedAt()
      .setExpirationTime('10 minutes');
    credentials.set(`user who is a ${capability}`, await token.sign(privateKey));
  }
  const grant = { metrics: ['open_orders'], dimensions: ['orders.status'] };
  const minted = await ask(
    shop.app,
    credentials.get('key of a partner') ?? '',
    post('/v1/embed-tokens', grant),
  );
  credentials.set('token for embedding', JSON.parse(minted.text).token);
  credentials.set('nobody', null);
  credentials.set('revoked key', shop.keys.revoked);
  credentials.set('process token', PROCESS_TOKEN);
});
afterAll(async () => {
  await shop.close();
  await new Promise((closed) => issuer.close(closed));
});

const UNAUTHENTICATED = [401, 'TENANT_UNAUTHENTICATED'] as const;

/** The refusal that the caller must be given; `null` for an answer. */
function refusalOf(door: Door, caller: Caller, route: string): readonly [number, string] | null {
  if (door === 'anyone') return null;
  if (door === 'process') return caller === 'process token' ? null : UNAUTHENTICATED;
  switch (caller) {
    case 'process token':
    case 'revoked key':
      return UNAUTHENTICATED;
    case 'nobody':
      return door === 'embeds' ? null : UNAUTHENTICATED;
    case 'token for embedding':
      return door === 'embeds' ? null : [403, 'TENANT_EMBEDDING'];
    default: {
      const own = CAPABILITIES.find((capability) => caller.endsWith(` ${capability}`)) ?? 'viewer';
      const least = door === 'embeds' ? 'viewer' : door;
      if (!includesCapability(own, least)) return [403, 'TENANT_CAPABILITY'];
      // Tokens for embedding end with the key that made them, and users have none.
      return route === 'POST /v1/embed-tokens' && caller.startsWith('user')
        ? [400, 'TENANT_EMBEDDING_INVALID']
        : null;
    }
  }
}

const cells = Object.entries(ROUTES).flatMap(([route, [door, request]]) =>
  CALLERS.map((caller) => ({ route, caller, request, refusal: refusalOf(door, caller, route) })),
);

describe('the matrix of routes and callers', () => {
  it('has every route of the table', () => {
    expect(Object.keys(ROUTES).toSorted()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it.each(cells)('$route: $caller', async ({ caller, request, refusal }) => {
    const { status, text } = await ask(shop.app, credentials.get(caller) ?? null, request);
    // What is asked for need not exist, and what is made may be there already.
    const isRefused = status >= 400 && status !== 404 && status !== 409;
    expect(isRefused ? [status, JSON.parse(text).code] : null).toEqual(refusal);
  });
});
