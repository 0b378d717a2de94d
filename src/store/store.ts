/**
 * Vitrine's own tables: service keys, receipts and proofs of keys. Every method but `ping` throws SERVER_NOT_READY while
 * the store does not answer.
 */
import type { Capability, Principal, TenantId } from '../tenancy/principal.ts';

/** A key as it is listed: never with its secret. */
export interface ServiceKey {
  readonly id: string;
  readonly label: string;
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
  /** ISO 8601 instants. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewServiceKey {
  readonly label: string;
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
  readonly expiresAt: string | null;
}

export interface Store {
  /**
   * Stores id and HMAC, and returns the key itself (`vtr_<env>_<id>_<secret>`), once.
   * @throws SemanticError TENANT_KEY_INVALID
   */
  createKey(request: NewServiceKey): Promise<{ readonly id: string; readonly key: string }>;
  listKeys(): Promise<readonly ServiceKey[]>;
  /** Returns whether there was such a live key. */
  revokeKey(id: string): Promise<boolean>;
  /** The principal of a live key, compared in constant time; `null` for anything else. */
  findPrincipal(key: string): Promise<Principal | null>;
  /** Keeps a receipt; storing the same id again changes nothing. */
  saveReceipt(receipt: StoredReceipt): Promise<void>;
  /** Whoever asks for it must be shown that it is of rows that they may see. */
  findReceipt(id: string): Promise<StoredReceipt | null>;
  /** Keeps what was found of models' keys on one warehouse; a definition that does not hold is forgotten. */
  saveKeyProofs(warehouse: string, checked: readonly CheckedKeys[]): Promise<void>;
  /** The definitions whose keys hold on that warehouse. */
  listKeyProofs(warehouse: string): Promise<readonly KeyProofRecord[]>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

export interface StoredReceipt {
  readonly id: string;
  /** Hash of the effective scope under which it may be read. */
  readonly scopeHash: string;
  /** The receipt's JSON text, as it is served. */
  readonly body: string;
}

/** The keys of one model as they were found on the real table. */
export interface CheckedKeys {
  /** Hash of what was looked at: a model's source, keys and tenant rule. */
  readonly definition: string;
  /** `schema.table` */
  readonly source: string;
  /** Hash of the table as it was. */
  readonly physical: string;
  readonly proven: boolean;
}

export interface KeyProofRecord {
  readonly definition: string;
  /** ISO 8601, in UTC. */
  readonly provenAt: string;
}
