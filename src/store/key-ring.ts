/**
 * Service keys in the store: made, listed, replaced, revoked, and recognised when a caller shows one.
 * Recognised keys are remembered for a short while, so that most requests need no look-up.
 */
import { LRUCache } from 'lru-cache';
import { invariant } from '../base/invariant.ts';
import type { Principal } from '../tenancy/principal.ts';
import { checkExpiry, checkNewKey, refuseKey } from './check-new-key.ts';
import { KEY_COLUMNS, readKey, type StoredKey } from './key-rows.ts';
import type { RunStatement } from './run-statement.ts';
import { generateKey, hmacOfKey, isEnvironment, isKeyId, isSameHmac, parseKey } from './service-key.ts';
import type { KeyReplacement, NewServiceKey, ServiceKey } from './store.ts';

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

/** Revocation on another server holds after this at the latest; the promise is 60 s. */
const REMEMBER_MS = 30_000;
const MOST_REMEMBERED = 10_000;

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
    const { label, tenants, capability, groups, claims, expiresAt } = checkNewKey(request, now());
    const { id, key } = generateKey(environment);
    await this.#run(
      'read_write',
      `INSERT INTO vitrine.service_keys (id, label, tenants, capability, groups, claims, key_hmac, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)`,
      [
        id,
        label,
        tenants,
        capability,
        groups,
        JSON.stringify(claims),
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
      `SELECT ${KEY_COLUMNS} FROM vitrine.service_keys ORDER BY created_at, id`,
      [],
    );
    return rows.map((row) => readKey(row).key);
  }

  async find(id: string): Promise<ServiceKey | null> {
    return isKeyId(id) ? ((await this.#load(id))?.key ?? null) : null;
  }

  /** Of a line of keys two are live at most: the one that this one replaced ends now. */
  async replace(
    id: string,
    { overlapMs, expiresAt }: KeyReplacement,
  ): Promise<{ readonly id: string; readonly key: string } | null> {
    if (!isKeyId(id)) return null;
    const { secret, environment, now } = this.#options;
    const instant = now();
    const ends = new Date(instant.getTime() + overlapMs).toISOString();
    const expiry = expiresAt === null ? null : checkExpiry(expiresAt, instant);
    const next = generateKey(environment);
    const made = await this.#run(
      'read_write',
      `WITH replaced AS (
         SELECT * FROM vitrine.service_keys
         WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2) FOR UPDATE
       ), made AS (
         INSERT INTO vitrine.service_keys
           (id, label, tenants, capability, groups, claims, key_hmac, created_at, expires_at, replaces, line)
         SELECT $3, label, tenants, capability, groups, claims, $4, $2, coalesce($5, expires_at), id, coalesce(line, id)
         FROM replaced
         ON CONFLICT (replaces) DO NOTHING
         RETURNING replaces
       ), shortened AS (
         UPDATE vitrine.service_keys SET expires_at = least(expires_at, $6)
         WHERE id IN (SELECT replaces FROM made)
       ), ended AS (
         UPDATE vitrine.service_keys SET revoked_at = $2
         WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
           AND id IN (SELECT replaced.replaces FROM replaced JOIN made ON made.replaces = replaced.id)
         RETURNING id
       )
       SELECT replaced.id, made.replaces, (SELECT id FROM ended)
       FROM replaced LEFT JOIN made ON made.replaces = replaced.id`,
      [id, instant.toISOString(), next.id, hmacOfKey(next.key, secret), expiry, ends],
    );
    const [row] = made;
    if (row === undefined) return null;
    const [, replaces = null, ended = null] = row;
    if (replaces === null) refuseKey('the key has been replaced already');
    for (const changed of [id, ended]) if (changed !== null) this.#remembered.delete(changed);
    return next;
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
    const stored = await this.#recall(parsed.id);
    if (stored === null || !isSameHmac(stored.hmac, hmacOfKey(text, this.#options.secret))) return null;
    return this.#bearerOf(stored);
  }

  /** Whoever holds what the key has made, as long as the key lives itself. */
  async findBearer(id: string): Promise<Principal | null> {
    const stored = isKeyId(id) ? await this.#recall(id) : null;
    return stored && this.#bearerOf(stored);
  }

  async #recall(id: string): Promise<StoredKey | null> {
    return this.#remembered.get(id) ?? (await this.#load(id));
  }

  /** `null` for a key that has ended. */
  #bearerOf({ key, line }: StoredKey): Principal | null {
    const { id, tenants, capability, groups, claims, revokedAt, expiresAt } = key;
    const isExpired = expiresAt !== null && Date.parse(expiresAt) <= this.#options.now().getTime();
    if (revokedAt !== null || isExpired) return null;
    return { kind: 'service_key', id, line, tenants, capability, groups, claims };
  }

  async #load(id: string): Promise<StoredKey | null> {
    const [row] = await this.#run(
      'read_only',
      `SELECT ${KEY_COLUMNS} FROM vitrine.service_keys WHERE id = $1`,
      [id],
    );
    if (row === undefined) return null;
    const stored = readKey(row);
    this.#remembered.set(id, stored);
    return stored;
  }
}
