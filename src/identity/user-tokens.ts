/**
 * Tokens of users, made by the customer's own identity provider: whose they are is read off claims that the
 * operator has named. A token that is anything less than right is no token.
 */
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Capability } from '../base/capability.ts';
import { includesCapability } from '../base/capability.ts';
import { isClaimValue, MOST_CLAIM_VALUES } from '../base/claim.ts';
import { isGroupName } from '../base/group-name.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Principal, TenantId } from '../tenancy/principal.ts';
import type { Issuer } from './issuer.ts';
import { keysOf } from './issuer-keys.ts';

/** How far the clocks of issuers may be from ours. */
const CLOCK_TOLERANCE_SECONDS = 30;
const LONGEST_TOKEN = 8_192;
const LONGEST_SUBJECT = 255;
const LONGEST_TENANT = 200;
const MOST_GROUPS = 200;
const FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

interface KnownIssuer {
  readonly issuer: Issuer;
  readonly keys: JWTVerifyGetKey;
}

export class UserTokens {
  private readonly issuers: ReadonlyMap<string, KnownIssuer>;
  private readonly now: () => Date;

  /** Issuers by `iss`, each once. */
  constructor(issuers: readonly Issuer[], now: () => Date) {
    this.issuers = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: keysOf(issuer.jwks) }]));
    this.now = now;
  }

  /**
   * The principal of a token, `null` for whatever is none of a known issuer's.
   * @throws SemanticError TENANT_REFUSED for a true token without exactly one tenant, TENANT_ISSUER_UNAVAILABLE
   */
  async findPrincipal(token: string): Promise<Principal | null> {
    if (token.length > LONGEST_TOKEN || !FORM.test(token)) return null;
    const known = this.issuers.get(readIssuer(token) ?? '');
    if (!known) return null;
    const payload = await this.verify(token, known);
    return payload && readPrincipal(payload, known.issuer);
  }

  private async verify(token: string, { issuer, keys }: KnownIssuer): Promise<JWTPayload | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...issuer.algorithms],
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: this.now(),
      });
      const isNamed = typeof protectedHeader.kid === 'string' && protectedHeader.kid !== '';
      return isNamed && this.isTimely(payload, issuer) ? payload : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** What the library lets pass: times that are no whole seconds, made in the future, or too far apart. */
  private isTimely({ iat, exp }: JWTPayload, { longestLifetimeSeconds }: Issuer): boolean {
    if (!Number.isSafeInteger(iat) || !Number.isSafeInteger(exp)) return false;
    const [made = 0, ends = 0] = [iat, exp];
    const isMade = made <= this.now().getTime() / 1_000 + CLOCK_TOLERANCE_SECONDS;
    return isMade && ends > made && ends - made <= longestLifetimeSeconds;
  }
}

/** Before anything of it is believed. */
function readIssuer(token: string): string | null {
  try {
    const { iss } = decodeJwt(token);
    const { kid } = decodeProtectedHeader(token);
    return typeof iss === 'string' && typeof kid === 'string' ? iss : null;
  } catch {
    return null;
  }
}

function readPrincipal(payload: JWTPayload, issuer: Issuer): Principal | null {
  const sub: unknown = payload.sub;
  if (!isPlainText(sub, LONGEST_SUBJECT)) return null;
  const { tenant, capability, groups, rows } = issuer.claims;
  return {
    kind: 'user',
    id: `${issuer.issuer} ${sub}`,
    tenants: [readTenant(claimOf(payload, tenant), issuer)],
    capability: readCapability(textsOf(payload, capability), issuer),
    groups: readGroups(textsOf(payload, groups), issuer),
    claims: Object.fromEntries([...rows].flatMap(([name, claim]) => readClaim(name, payload, claim))),
  };
}

/** One text, and nothing that could be taken for several or for all. */
function readTenant(claim: unknown, { tenants }: Issuer): TenantId {
  if (!isPlainText(claim, LONGEST_TENANT) || claim !== claim.trim() || tenants?.has(claim) === false)
    throw new SemanticError('TENANT_REFUSED', {});
  return claim as TenantId;
}

/** Text that can be stored and shown: no control characters, no half of a character. */
function isPlainText(claim: unknown, longest: number): claim is string {
  return (
    typeof claim === 'string' && claim !== '' && claim.length <= longest && !/[\p{Cc}\p{Cs}]/u.test(claim)
  );
}

/** The highest of those that its values stand for. */
function readCapability(values: readonly string[], { capabilities }: Issuer): Capability {
  const owned = values.flatMap((value) => capabilities.get(value) ?? []);
  return owned.reduce<Capability>(
    (highest, next) => (includesCapability(next, highest) ? next : highest),
    'viewer',
  );
}

function readGroups(values: readonly string[], { groups }: Issuer): readonly string[] {
  const named = groups ? values.flatMap((value) => groups.get(value) ?? []) : values.filter(isGroupName);
  return [...new Set(named)].sort().slice(0, MOST_GROUPS);
}

/** A list of plain texts under its name; nothing where it is anything else, so that it shows no rows. */
function readClaim(
  name: string,
  payload: JWTPayload,
  claim: string,
): readonly (readonly [string, readonly string[]])[] {
  if (claimOf(payload, claim) === undefined) return [];
  const values: readonly unknown[] = [claimOf(payload, claim)].flat();
  const isFit = values.length <= MOST_CLAIM_VALUES && values.every(isClaimValue);
  return isFit ? [[name, values.filter(isClaimValue)]] : [];
}

/** The texts of a claim that is one, or a list of some; none of any other. */
function textsOf(payload: JWTPayload, name: string | null): readonly string[] {
  const claim = name === null ? undefined : claimOf(payload, name);
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.every((value) => typeof value === 'string') ? values : [];
}

function claimOf(payload: JWTPayload, name: string): unknown {
  return Object.hasOwn(payload, name) ? payload[name] : undefined;
}
