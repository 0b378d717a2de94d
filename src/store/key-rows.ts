/** Service keys as rows of the store. */
import { CAPABILITIES, type Capability } from '../base/capability.ts';
import { invariant } from '../base/invariant.ts';
import type { Claims, TenantId } from '../tenancy/principal.ts';
import type { ServiceKey } from './store.ts';

/** A key with what its genuineness is judged by; never leaves the store. */
export interface StoredKey {
  readonly key: ServiceKey;
  /** The first key of those of which each was made in the place of the one before. */
  readonly line: string;
  readonly hmac: string;
}

/** Instants as ISO 8601 in UTC, lists as JSON: texts that need no knowledge of PostgreSQL to read. */
export const KEY_COLUMNS = `id, label, array_to_json(tenants)::text, capability, array_to_json(groups)::text,
  claims::text, replaces, line,
  to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  to_char(expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  to_char(revoked_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  key_hmac`;

/** A row of {@link KEY_COLUMNS}. */
export function readKey(row: readonly (string | null)[]): StoredKey {
  const [id, label, tenantList, capability, groupList, claimList, ...others] = row;
  const [replaces = null, line = null, createdAt, ...ends] = others;
  const [expiresAt = null, revokedAt = null, hmac] = ends;
  const tenants: unknown = JSON.parse(tenantList ?? '[]');
  const groups: unknown = JSON.parse(groupList ?? '[]');
  const claims: unknown = JSON.parse(claimList ?? '{}');
  invariant(id && label && createdAt && hmac, 'a stored key lacks a column');
  invariant(isTenantList(tenants), 'a stored key has no tenants');
  invariant(isTextList(groups), 'a stored key has no list of groups');
  invariant(isClaims(claims), 'a stored key has no lists of claims');
  invariant(isCapability(capability), 'a stored key has an unknown capability');
  const key = { id, label, tenants, capability, groups, claims, replaces, createdAt, expiresAt, revokedAt };
  return { key, line: line ?? id, hmac };
}

function isTenantList(value: unknown): value is readonly TenantId[] {
  return isTextList(value) && value.length > 0;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}

function isClaims(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && Object.values(value).every(isValueList);
}

function isValueList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isCapability(value: unknown): value is Capability {
  return CAPABILITIES.some((capability) => capability === value);
}
