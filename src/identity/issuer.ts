/** Whose tokens are taken, and how they are read: set by operators, never by a token or a request. */
import type { Capability } from '../base/capability.ts';

/** Signatures that the holder of a public key can check and not make. */
export const SIGNATURE_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

export interface Issuer {
  /** `iss`, exactly. */
  readonly issuer: string;
  /** Where its public keys are. */
  readonly jwks: URL;
  /** What `aud` must be, or hold. */
  readonly audience: string;
  readonly algorithms: readonly SignatureAlgorithm[];
  /** From `iat` to `exp` at most. */
  readonly longestLifetimeSeconds: number;
  readonly claims: IssuerClaims;
  /** Values of the claim of capability → what they stand for; any other is a viewer. */
  readonly capabilities: ReadonlyMap<string, Capability>;
  /** Values of the claim of groups → groups; `null` takes those that can name a group as they are. */
  readonly groups: ReadonlyMap<string, string> | null;
  /** The only tenants that it speaks for; `null` for whichever it names. */
  readonly tenants: ReadonlySet<string> | null;
}

/** Names of claims at the top of the token. */
export interface IssuerClaims {
  readonly tenant: string;
  readonly capability: string | null;
  readonly groups: string | null;
  /** What policies ask for → the token's claim that lists it. */
  readonly rows: ReadonlyMap<string, string>;
}
