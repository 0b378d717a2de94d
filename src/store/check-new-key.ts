/** What a new key must be, before it is made. */
import { Temporal } from 'temporal-polyfill';
import {
  isClaimName,
  isClaimValue,
  LONGEST_CLAIM_VALUE,
  MOST_CLAIM_VALUES,
  MOST_CLAIMS,
} from '../base/claim.ts';
import { isGroupName } from '../base/group-name.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isStorableText } from '../postgres/encode-statement.ts';
import type { Claims, TenantId } from '../tenancy/principal.ts';
import type { NewServiceKey } from './store.ts';

const LONGEST_LABEL = 200;
const MOST_TENANTS = 1_000;
const MOST_GROUPS = 100;
const END_OF_YEARS = Date.UTC(10_000, 0);

/** A key whose lists have no doubles and whose expiry is in the form in which it is stored. */
export interface CheckedKey extends Required<NewServiceKey> {
  readonly tenants: readonly TenantId[];
}

/** @throws SemanticError TENANT_KEY_INVALID */
export function checkNewKey(
  { label, tenants, capability, groups = [], claims = {}, expiresAt }: NewServiceKey,
  now: Date,
): CheckedKey {
  if (label.trim() === '' || label.length > LONGEST_LABEL || !isStorableText(label))
    refuseKey(`its label must have 1 to ${LONGEST_LABEL} characters`);
  if (tenants.length === 0) refuseKey('it must list at least one tenant');
  if (tenants.length > MOST_TENANTS) refuseKey(`it can list at most ${MOST_TENANTS} tenants`);
  if (!tenants.every((tenant) => tenant !== '' && isStorableText(tenant)))
    refuseKey('a tenant cannot be empty');
  if (groups.length > MOST_GROUPS) refuseKey(`it can list at most ${MOST_GROUPS} groups`);
  if (!groups.every(isGroupName))
    refuseKey('a group is a lower-case letter, then letters, digits, _ and -, 63 at most');
  checkClaims(claims);
  return {
    label,
    tenants: [...new Set(tenants)],
    capability,
    groups: [...new Set(groups)].sort(),
    claims: sortClaims(claims),
    expiresAt: expiresAt === null ? null : checkExpiry(expiresAt, now),
  };
}

function checkClaims(claims: Claims): void {
  const entries = Object.entries(claims);
  if (entries.length > MOST_CLAIMS) refuseKey(`it can have at most ${MOST_CLAIMS} claims`);
  for (const [name, values] of entries) {
    if (!isClaimName(name))
      refuseKey('a claim is a lower-case letter, then letters, digits and _, 63 at most');
    if (values.length > MOST_CLAIM_VALUES) refuseKey(`a claim can list at most ${MOST_CLAIM_VALUES} values`);
    if (!values.every(isClaimValue))
      refuseKey(`a value of a claim is a text of at most ${LONGEST_CLAIM_VALUE} characters, none of control`);
  }
}

/** By name, each value once. */
function sortClaims(claims: Claims): Claims {
  const sorted = Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, values]) => [name, [...new Set(values)].sort()]));
}

/** The instant in the form in which it is stored. @throws SemanticError TENANT_KEY_INVALID */
export function checkExpiry(expiresAt: string, now: Date): string {
  const expiry = parseInstant(expiresAt);
  if (expiry === null || expiry <= now.getTime() || expiry >= END_OF_YEARS)
    refuseKey('its expiry must be a future date-time with offset, as 2030-01-31T00:00:00Z');
  return new Date(expiry).toISOString();
}

export function refuseKey(problem: string): never {
  throw new SemanticError('TENANT_KEY_INVALID', { problem });
}

/** Milliseconds since 1970, `null` for anything that is not one exact instant. */
function parseInstant(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}
