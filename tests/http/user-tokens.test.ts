/** Tokens of users over HTTP, from a real OpenID provider; and that no bad credential is told from another. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserTokens } from '../../src/identity/user-tokens.ts';
import { routes } from '../../src/serving/routes/list-routes.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';
import { assemble } from '../unit/identity/token-maker.ts';

/** Clients of the provider, and what it says of each in its tokens. */
const CLAIMS: Readonly<Record<string, object>> = {
  ann: { org: 'a', role: 'analyst' },
  bob: { org: 'b', teams: ['finance'] },
  boss: { org: 'a', role: 'boss', teams: ['ops'] },
  stray: { role: 'boss' },
  many: { org: ['a', 'b'] },
};
const POLICY = `policy: returns
description: What comes back is for finance.
owner: security@shop.example
applies_to: { metrics: [refunds_amount] }
access: { groups: [finance] }
`;

let shop: ServedShop;
let server: Server;
let address: string;

beforeAll(async () => {
  let handle: RequestListener = (_request, response) => response.end();
  server = createServer((request, response) => handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  handle = await startProvider(address);
  const issuer = {
    issuer: address,
    jwks: new URL(`${address}/jwks`),
    audience: 'urn:vitrine',
    algorithms: ['RS256'] as const,
    longestLifetimeSeconds: 3_600,
    claims: { tenant: 'org', capability: 'role', groups: 'teams', rows: new Map([['region', 'areas']]) },
    capabilities: new Map([
      ['analyst', 'analyst'],
      ['boss', 'admin'],
    ] as const),
    groups: null,
    tenants: null,
  };
  const tokens = new UserTokens([issuer], () => new Date());
  shop = await serveShop({ files: { 'policies/returns.yaml': POLICY } }, tokens);
});
afterAll(async () => {
  await shop.close();
  await new Promise((closed) => server.close(closed));
});

async function startProvider(url: string): Promise<RequestListener> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(url, {
    clients: Object.keys(CLAIMS).map((client) => ({
      client_id: client,
      client_secret: `secret of ${client}`.replaceAll(' ', '-'),
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'first', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['of no use here'] },
    ttl: { ClientCredentials: 600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_context, { clientId = '' }) => ({ ...CLAIMS[clientId] }),
  });
  return provider.callback();
}

async function tokenOf(client: string): Promise<string> {
  const secret = Buffer.from(`${client}:secret-of-${client}`).toString('base64');
  const response = await fetch(`${address}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${secret}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'urn:vitrine' }),
  });
  const answer: { access_token?: string } = JSON.parse(await response.text());
  return answer.access_token ?? '';
}

const query = (credential: string, payload: object) =>
  ask(shop.app, credential, { method: 'POST', url: '/v1/query', payload });

describe('a token of a real provider', () => {
  it('reads the rows of its tenant', async () => {
    const asked = { metrics: ['revenue'], time: { from: '2026-01-01', to: '2026-02-01' } };
    expect((await query(await tokenOf('ann'), asked)).text).toContain('"data":[{"revenue":150.20}]');
    expect((await query(await tokenOf('bob'), asked)).text).toContain('"data":[{"revenue":1000000.00}]');
    const foreign = await query(await tokenOf('ann'), { ...asked, tenants: ['b'] });
    expect([foreign.status, readJson(foreign)['code']]).toEqual([403, 'TENANT_REFUSED']);
  });

  it('has the capability and the groups that its claims say', async () => {
    const plan = (credential: string) =>
      ask(shop.app, credential, { method: 'POST', url: '/v1/query/plan', payload: { metrics: ['revenue'] } });
    expect((await plan(await tokenOf('ann'))).status).toBe(200);
    expect((await plan(await tokenOf('bob'))).status).toBe(403);
    const refunds = { metrics: ['refunds_amount'] };
    expect((await query(await tokenOf('ann'), refunds)).status).toBe(404);
    expect((await query(await tokenOf('bob'), refunds)).status).toBe(200);
  });

  it('makes keys where it is an admin’s, for no more than it has', async () => {
    const made = async (payload: object) =>
      (await ask(shop.app, await tokenOf('boss'), { method: 'POST', url: '/v1/keys', payload })).status;
    const request = { label: 'l', tenants: ['a'], capability: 'viewer' };
    expect(await made({ ...request, groups: ['ops'] })).toBe(201);
    expect(await made({ ...request, tenants: ['b'] })).toBe(403);
    expect(await made({ ...request, groups: ['finance'] })).toBe(400);
  });

  it('without exactly one tenant reads nothing', async () => {
    for (const client of ['stray', 'many']) {
      const reply = await query(await tokenOf(client), { metrics: ['revenue'] });
      expect([reply.status, readJson(reply)['code']]).toEqual([403, 'TENANT_REFUSED']);
    }
  });
});

describe('a malformed credential', () => {
  it('of any kind is answered alike on every route', async () => {
    const token = await tokenOf('ann');
    const [head = '', body = '', signature = ''] = token.split('.');
    const key = shop.keys.viewerA;
    const claims = { iss: address, aud: 'urn:vitrine', sub: 'x', org: 'a', iat: 1, exp: 2 };
    const credentials = [
      '',
      'x',
      key.slice(0, -1),
      `${key}0`,
      key.toUpperCase(),
      key.replace('vtr_', 'vtr-'),
      key.slice(4),
      'vtr_',
      'vtr_test',
      'vtr_test__',
      'vtr_test_x_y',
      `vtr_live${key.slice(8)}`,
      `x${key}`,
      `${token}x`,
      token.slice(1),
      `${head}.${body}`,
      `${head}.${body}.`,
      `${head}..${signature}`,
      `.${body}.${signature}`,
      `${body}.${head}.${signature}`,
      `${head}.${head}.${signature}`,
      'a.b.c',
      '...',
      assemble({ alg: 'none' }, claims, ''),
      assemble({ alg: 'none' }, claims),
      assemble({ alg: 'HS256', kid: 'first' }, claims),
      assemble({ alg: 'RS256' }, claims),
      assemble({ alg: 'RS256', kid: 'first' }, claims),
      assemble({ alg: 'RS256', kid: 'no' }, claims),
      assemble('{', claims),
      assemble({ alg: 'RS256' }, '{'),
      assemble([], []),
      'x'.repeat(8_193),
    ];
    const guarded = routes.filter(({ access }) => access === 'principal');
    const bodies = new Set<string>();
    for (const credential of credentials) {
      for (const { method, path } of guarded) {
        const url = path.replace(/:\w+/g, 'roas');
        const reply = await ask(shop.app, credential, { method, url });
        const { instance, ...problem } = readJson(reply);
        expect([reply.status, instance]).toEqual([401, url]);
        bodies.add(JSON.stringify(problem));
      }
    }
    expect(credentials.length * guarded.length).toBeGreaterThan(300);
    expect(bodies.size).toBe(1);
  });

  it('of sixty forms of each kind is answered alike, and no database is asked', async () => {
    const partner = await shop.store.createKey({
      label: 'portal',
      tenants: ['a' as TenantId],
      capability: 'partner',
      expiresAt: null,
    });
    const minted = await ask(shop.app, partner.key, {
      method: 'POST',
      url: '/v1/embed-tokens',
      payload: { metrics: ['revenue'] },
    });
    const embed = String(readJson(minted)['token']);
    const genuine = { 'service key': shop.keys.viewerA, user: await tokenOf('ann'), embed };
    for (const [kind, credential] of Object.entries(genuine))
      expect([kind, (await query(credential, { metrics: ['revenue'] })).status]).toEqual([kind, 200]);
    const malformed = Object.values(genuine).flatMap(malform);
    expect([malformed.length, new Set(malformed).size]).toEqual([180, 180]);
    await shop.flushAudit();
    const before = shop.transactions();
    const told = new Set<string>();
    for (const credential of malformed) {
      const reply = await query(credential, { metrics: ['revenue'] });
      told.add(JSON.stringify([reply.status, readJson(reply)]));
    }
    expect([told.size, shop.transactions() - before]).toEqual([1, 0]);
    expect([...told][0]).toContain('TENANT_UNAUTHENTICATED');
  });
});

/** Sixty texts that are not quite `credential`: at twenty places, a character is no such one, missing, or there twice. */
function malform(credential: string): readonly string[] {
  const places = Array.from({ length: 20 }, (_, index) => Math.floor((index * (credential.length - 1)) / 19));
  return places.flatMap((place) => {
    const [before, at, after] = [credential.slice(0, place), credential[place], credential.slice(place + 1)];
    return [`${before}!${after}`, `${before}${after}`, `${before}${at}${at}${after}`];
  });
}
