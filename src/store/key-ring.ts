/**
 * Service keys in the store: made, listed, revoked, and recognised when a caller shows one. Recognised
 * keys are remembered for a short while, so that most requests need no look-up.
 */
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { invariant } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isStorableText } from '../postgres/encode-statement.ts';
import { CAPABILITIES, type Capability, type Principal, type TenantId } from '../tenancy/principal.ts';
import type { RunStatement } from './run-statement.ts';
import { generateKey, hmacOfKey, isEnvironment, isKeyId, isSameHmac, parseKey } from './service-key.ts';
import type { NewServiceKey, ServiceKey } from './store.ts';

export interface KeyRingOptions {
  /** The server's secret, under which keys are hashed; at least 32 characters. */
  readonly secret: string;
  /** Stands in every key, so that a key of one environment is nothing in another: `live`, `test`. */
  readonly environment: string;
  /** Wall clock, for expiry. */
  readonly now: () => Date;
  /** Milliseconds that never step back, for what is remembered; the process's own unless given. */
  readonly elapsedMs?: () => number;
}

/** A key with what its genuineness is judged by; never leaves this module. */
interface StoredKey {
  readonly key: ServiceKey;
  readonly hmac: string;
}

/** Revocation on another server holds after this at the latest; the promise is 60 s. */
const REMEMBER_MS = 30_000;
const MOST_REMEMBERED = 10_000;
const LONGEST_LABEL = 200;
const MOST_TENANTS = 1_000;
const END_OF_YEARS = Date.UTC(10_000, 0);

/** Instants as ISO 8601 in UTC, lists as JSON: texts that need no knowledge of PostgreSQL to read. */
const COLUMNS = `id, label, array_to_json(tenants)::text, capability,
  to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  to_char(expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  to_char(revoked_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  key_hmac`;

export class KeyRing {
  readonly #run: RunStatement;
  readonly #options: KeyRingOptions;
  readonly #remembered: LRUCache<string, StoredKey>;

  constructor(run: RunStatement, options: KeyRingOptions) {
    invariant(options.secret.length >= 32, "the server's secret is too short");
    invariant(isEnvironment(options.environment), 'an environment is lower-case letters and digits');
    this.#run = run;
    this.#options = options;
    this.#remembered = new LRUCache({
      max: MOST_REMEMBERED,
      ttl: REMEMBER_MS,
      ttlResolution: 0,
      perf: { now: options.elapsedMs ?? (() => performance.now()) },
    });
  }

  /** @throws SemanticError TENANT_KEY_INVALID */
  async create(request: NewServiceKey): Promise<{ readonly id: string; readonly key: string }> {
    const { secret, environment, now } = this.#options;
    const tenants = checkTenants(request.tenants);
    checkLabel(request.label);
    const expiresAt = request.expiresAt === null ? null : checkExpiry(request.expiresAt, now());
    const { id, key } = generateKey(environment);
    await this.#run(
      'read_write',
      `INSERT INTO vitrine.service_keys (id, label, tenants, capability, key_hmac, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        request.label,
        tenants,
        request.capability,
        hmacOfKey(key, secret),
        now().toISOString(),
        expiresAt,
      ],
    );
    return { id, key };
  }

  async list(): Promise<readonly ServiceKey[]> {
    const rows = await this.#run(
      'read_only',
      `SELECT ${COLUMNS} FROM vitrine.service_keys ORDER BY created_at, id`,
      [],
    );
    return rows.map((row) => readKey(row).key);
  }

  async revoke(id: string): Promise<boolean> {
    if (!isKeyId(id)) return false;
    const rows = await this.#run(
      'read_write',
      `UPDATE vitrine.service_keys SET revoked_at = $2
       WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
       RETURNING id`,
      [id, this.#options.now().toISOString()],
    );
    this.#remembered.delete(id);
    return rows.length > 0;
  }

  /** Text that is not of the form of a key of this environment never reaches the database. */
  async findPrincipal(text: string): Promise<Principal | null> {
    const parsed = parseKey(text);
    if (parsed === null || parsed.environment !== this.#options.environment) return null;
    const stored = this.#remembered.get(parsed.id) ?? (await this.#load(parsed.id));
    if (stored === null || !isSameHmac(stored.hmac, hmacOfKey(text, this.#options.secret))) return null;
    const { id, tenants, capability, revokedAt, expiresAt } = stored.key;
    const isExpired = expiresAt !== null && Date.parse(expiresAt) <= this.#options.now().getTime();
    return revokedAt !== null || isExpired ? null : { kind: 'service_key', id, tenants, capability };
  }

  async #load(id: string): Promise<StoredKey | null> {
    const [row] = await this.#run('read_only', `SELECT ${COLUMNS} FROM vitrine.service_keys WHERE id = $1`, [
      id,
    ]);
    if (row === undefined) return null;
    const stored = readKey(row);
    this.#remembered.set(id, stored);
    return stored;
  }
}

function checkTenants(tenants: readonly string[]): readonly string[] {
  if (tenants.length === 0) refuse('it must list at least one tenant');
  if (tenants.length > MOST_TENANTS) refuse(`it can list at most ${MOST_TENANTS} tenants`);
  if (!tenants.every((tenant) => tenant !== '' && isStorableText(tenant))) refuse('a tenant cannot be empty');
  return [...new Set(tenants)];
}

function checkLabel(label: string): void {
  if (label.trim() === '' || label.length > LONGEST_LABEL || !isStorableText(label))
    refuse(`its label must have 1 to ${LONGEST_LABEL} characters`);
}

/** The instant in the form in which it is stored. */
function checkExpiry(expiresAt: string, now: Date): string {
  const expiry = parseInstant(expiresAt);
  if (expiry === null || expiry <= now.getTime() || expiry >= END_OF_YEARS)
    refuse('its expiry must be a future date-time with offset, as 2030-01-31T00:00:00Z');
  return new Date(expiry).toISOString();
}

/** Milliseconds since 1970, `null` for anything that is not one exact instant. */
function parseInstant(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

function refuse(problem: string): never {
  throw new SemanticError('TENANT_KEY_INVALID', { problem });
}

function readKey(row: readonly (string | null)[]): StoredKey {
  const [id, label, tenantList, capability, createdAt, expiresAt, revokedAt, hmac] = row;
  const tenants: unknown = JSON.parse(tenantList ?? '[]');
  invariant(id && label && createdAt && hmac, 'a stored key lacks a column');
  invariant(isTenantList(tenants), 'a stored key has no tenants');
  invariant(isCapability(capability), 'a stored key has an unknown capability');
  return {
    key: {
      id,
      label,
      tenants,
      capability,
      createdAt,
      expiresAt: expiresAt ?? null,
      revokedAt: revokedAt ?? null,
    },
    hmac,
  };
}

function isTenantList(value: unknown): value is readonly TenantId[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== '')
  );
}

function isCapability(value: unknown): value is Capability {
  return CAPABILITIES.some((capability) => capability === value);
}
