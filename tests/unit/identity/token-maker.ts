/** An issuer on this machine: it makes tokens, right ones and odd ones, and serves the keys they are signed with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Issuer } from '../../../src/identity/issuer.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');
export const SECONDS = NOW.getTime() / 1_000;
export const ISSUER = 'https://login.customer.example';

export interface TokenMaker {
  readonly issuer: Issuer;
  /** Times that the keys were fetched. */
  readonly fetches: () => number;
  /** What the next fetches are answered with; 200 unless told. */
  setStatus(status: number): void;
  /** A token of these claims beside, or in place of, the usual ones; `undefined` leaves one out. */
  make(claims?: JWTPayload, header?: object, key?: CryptoKey): Promise<string>;
  readonly otherKey: CryptoKey;
  close(): Promise<void>;
}

export async function startTokenMaker(change: Partial<Issuer> = {}): Promise<TokenMaker> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  let [fetches, status] = [0, 200];
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(status, { 'content-type': 'application/json' }).end(status === 200 ? jwks : '{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    issuer: {
      issuer: ISSUER,
      jwks: new URL(`http://127.0.0.1:${port}/jwks`),
      audience: 'vitrine',
      algorithms: ['ES256'],
      longestLifetimeSeconds: 3_600,
      claims: { tenant: 'org', capability: 'role', groups: 'teams', rows: new Map([['region', 'areas']]) },
      capabilities: new Map([
        ['boss', 'admin'],
        ['analyst', 'analyst'],
      ]),
      groups: null,
      tenants: null,
      ...change,
    },
    fetches: () => fetches,
    setStatus(next) {
      status = next;
    },
    make: async (claims = {}, header = {}, key = privateKey) => {
      const usual = { iss: ISSUER, aud: 'vitrine', sub: 'ann', iat: SECONDS, exp: SECONDS + 600, org: 'a' };
      const signing = new SignJWT({ ...usual, ...claims });
      return signing.setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
    },
    otherKey: other.privateKey,
    close: async () => {
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A token put together by hand, with whatever stands in for a signature. */
export function assemble(header: unknown, payload: unknown, signature = 'c2ln'): string {
  const encode = (part: unknown) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${signature}`;
}
