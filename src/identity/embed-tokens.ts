/**
 * Tokens for embedding: minted here for whoever holds a key, and taken from browsers for some minutes. They are signed,
 * and not secret to their bearer. Whose they are is looked up at each use, so that they end with the key at the latest.
 */
import { hkdfSync, randomUUID } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  type EmbedGrant,
  embedPrincipal,
  hasCapability,
  isTenantId,
  type Principal,
} from '../tenancy/principal.ts';

/** Seconds from making a token to its end. */
export const EMBED_LIFETIME = { default: 300, longest: 600 } as const;

const TYPE = 'vitrine-embed+jwt';
const AUDIENCE = 'vitrine-embed';
const ISSUER = 'vitrine';
const ALGORITHM = 'HS256';
/** Separates this use of the server's secret from any other. */
const PURPOSE = 'vitrine embed token v1';
const KEY_BYTES = 32;
/** As much as a header of a request is read of. */
const LONGEST_TOKEN = 8_192;
/** How far the clocks of servers of one store may be apart. */
const CLOCK_TOLERANCE_SECONDS = 5;
const FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

const strict = { additionalProperties: false } as const;
const texts = Type.Array(Type.String());
const nullableText = Type.Union([Type.String(), Type.Null()]);

const PayloadSchema = Type.Object(
  {
    iss: Type.Literal(ISSUER),
    aud: Type.Literal(AUDIENCE),
    sub: Type.String({ minLength: 1 }),
    jti: Type.String({ minLength: 1 }),
    iat: Type.Integer(),
    exp: Type.Integer(),
    tenant: Type.String({ minLength: 1 }),
    embedding: Type.Object(
      {
        metrics: Type.Array(Type.String(), { minItems: 1 }),
        dimensions: texts,
        filters: Type.Array(
          Type.Object(
            { dimension: Type.String(), values: Type.Array(Type.String(), { minItems: 1 }) },
            strict,
          ),
        ),
        window: Type.Union([Type.Object({ from: nullableText, to: nullableText }, strict), Type.Null()]),
        finestGrain: nullableText,
        rows: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
        origins: texts,
      },
      strict,
    ),
  },
  strict,
);

const payloadSchema = Compile(PayloadSchema);

type Payload = Static<typeof PayloadSchema>;

export interface EmbedTokensParts {
  /** The server's secret; the same on every server of one store. */
  readonly secret: string;
  readonly now: () => Date;
  /** The principal of a live key by its id; `null` for one that has ended. */
  readonly findMaker: (id: string) => Promise<Principal | null>;
}

export interface MintedToken {
  readonly token: string;
  /** ISO 8601, in UTC. */
  readonly expiresAt: string;
}

/** Whether `credential` says of itself that it is one, before anything of it is believed. */
export function isEmbedToken(credential: string): boolean {
  try {
    return FORM.test(credential) && decodeProtectedHeader(credential).typ === TYPE;
  } catch {
    return false;
  }
}

export class EmbedTokens {
  readonly #key: Uint8Array;
  readonly #parts: Omit<EmbedTokensParts, 'secret'>;

  constructor({ secret, ...parts }: EmbedTokensParts) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
    this.#parts = parts;
  }

  /** `grant` is within what the key with that id may see. @throws SemanticError TENANT_EMBEDDING_INVALID */
  async mint(maker: string, grant: EmbedGrant, lifetimeSeconds: number): Promise<MintedToken> {
    const made = Math.floor(this.#parts.now().getTime() / 1_000);
    const ends = made + lifetimeSeconds;
    const token = await new SignJWT({ ...grant })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(maker)
      .setJti(randomUUID())
      .setIssuedAt(made)
      .setExpirationTime(ends)
      .sign(this.#key);
    if (token.length > LONGEST_TOKEN)
      throw new SemanticError('TENANT_EMBEDDING_INVALID', {
        problem: `it would have ${token.length} characters, and no more than ${LONGEST_TOKEN} are taken`,
      });
    return { token, expiresAt: new Date(ends * 1_000).toISOString() };
  }

  /** `null` for whatever is not such a token, or not any more. */
  async findPrincipal(token: string): Promise<Principal | null> {
    if (token.length > LONGEST_TOKEN || !FORM.test(token)) return null;
    const payload = await this.#verify(token);
    if (!payload) return null;
    const { tenant, embedding } = payload;
    const maker = await this.#parts.findMaker(payload.sub);
    if (!maker || !hasCapability(maker, 'partner')) return null;
    if (!isTenantId(tenant) || !maker.tenants.includes(tenant)) return null;
    return embedPrincipal(maker, { tenant, embedding });
  }

  async #verify(token: string): Promise<Payload | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        typ: TYPE,
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
        currentDate: this.#parts.now(),
      });
      return this.#read(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** What the library lets pass: a form of another kind, tokens made in the future, or for too long. */
  #read(payload: JWTPayload): Payload | null {
    if (!payloadSchema.Check(payload)) return null;
    const { iat, exp } = payload;
    const isMade = iat <= this.#parts.now().getTime() / 1_000 + CLOCK_TOLERANCE_SECONDS;
    return isMade && exp > iat && exp - iat <= EMBED_LIFETIME.longest ? payload : null;
  }
}
