/**
 * Vitrine's own tables: service keys, receipts, proofs of keys, writes that may be sent again, the audit,
 * deployments, published answers, and notes on numbers. Every method but `ping` throws SERVER_NOT_READY while the store does not answer.
 */
import type { Capability } from '../base/capability.ts';
import type { Claims, Principal, TenantId } from '../tenancy/principal.ts';
import type {
  AnnotationBody,
  AnnotationChoice,
  AnnotationFilter,
  AnnotationPage,
  AnnotationPageRequest,
  AnnotationSubject,
  StoredAnnotation,
} from './annotation.ts';
import type {
  AuditFilter,
  AuditPage,
  AuditPageRequest,
  AuditRecord,
  MetricUsage,
  UsageFilter,
} from './audit-record.ts';
import type {
  Deployment,
  DeploymentFilter,
  DeploymentOutcome,
  DeploymentPage,
  DeploymentPageRequest,
} from './deployment.ts';
import type { FreezePageRequest, KeptFreeze, NewFreeze, StoredFreezeHead } from './freeze.ts';

/** A key as it is listed: never with its secret. */
export interface ServiceKey {
  readonly id: string;
  readonly label: string;
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
  /** In code-point order; often none. */
  readonly groups: readonly string[];
  /** What policies ask of it beside; often none. */
  readonly claims: Claims;
  /** The id of the key in whose place it was made. */
  readonly replaces: string | null;
  /** ISO 8601 instants. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewServiceKey {
  readonly label: string;
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
  /** None unless given. */
  readonly groups?: readonly string[];
  /** None unless given. */
  readonly claims?: Claims;
  readonly expiresAt: string | null;
}

/** How a key takes the place of another. */
export interface KeyReplacement {
  /** How long the replaced key still lives beside it, in milliseconds. */
  readonly overlapMs: number;
  /** When the new key ends; `null` for when the replaced one would have. */
  readonly expiresAt: string | null;
}

export interface Store {
  /**
   * Stores id and HMAC, and returns the key itself (`vtr_<env>_<id>_<secret>`), once.
   * @throws SemanticError TENANT_KEY_INVALID
   */
  createKey(request: NewServiceKey): Promise<{ readonly id: string; readonly key: string }>;
  listKeys(): Promise<readonly ServiceKey[]>;
  findKey(id: string): Promise<ServiceKey | null>;
  /**
   * A new key with the rights of a live one, which lives on for a while; `null` where there is no such live key.
   * Of a line of keys two are live at most.
   * @throws SemanticError TENANT_KEY_INVALID
   */
  replaceKey(
    id: string,
    replacement: KeyReplacement,
  ): Promise<{ readonly id: string; readonly key: string } | null>;
  /** Returns whether there was such a live key. */
  revokeKey(id: string): Promise<boolean>;
  /** The principal of a live key, compared in constant time; `null` for anything else. */
  findPrincipal(key: string): Promise<Principal | null>;
  /** The principal of a live key by its id, for those whom the key itself has let in; `null` where there is none. */
  findBearer(id: string): Promise<Principal | null>;
  /** Keeps a receipt; storing the same id again changes nothing. */
  saveReceipt(receipt: StoredReceipt): Promise<void>;
  /** Whoever asks for it must be shown that it is of rows that they may see. */
  findReceipt(id: string): Promise<StoredReceipt | null>;
  /** Keeps what was found of models' keys on one warehouse; a definition that does not hold is forgotten. */
  saveKeyProofs(warehouse: string, checked: readonly CheckedKeys[]): Promise<void>;
  /** The definitions whose keys hold on that warehouse. */
  listKeyProofs(warehouse: string): Promise<readonly KeyProofRecord[]>;
  /** Whether a write may begin; if it has been done already, how it was answered. */
  claimWrite(write: KeptWrite): Promise<WriteClaim>;
  /** Keeps the answer of a claimed write for a day. */
  finishWrite(write: KeptWrite, reply: string): Promise<void>;
  /** Gives up a claimed write that came to nothing, so that it can be sent again. */
  releaseWrite(write: KeptWrite): Promise<void>;
  /** Keeps records for good; writing the same one again changes nothing. */
  writeAudit(records: readonly AuditRecord[]): Promise<void>;
  /** Instants and positions must be well-formed; other texts may be anything. */
  readAudit(filter: AuditFilter, page: AuditPageRequest): Promise<AuditPage>;
  /** Most asked first. */
  countUsage(filter: UsageFilter): Promise<readonly MetricUsage[]>;
  /** Removes at most `most` of the records from before that moment, the oldest first; returns how many. */
  forgetAudit(before: Date, most: number): Promise<number>;
  /**
   * Keeps what a server began to serve, unless the newest of its project is the same, or is later than what `hasWaited`
   * for a store that was away.
   */
  addDeployment(deployment: Deployment, hasWaited: boolean): Promise<DeploymentOutcome>;
  /** Moments must be well-formed; a project may be any text. */
  readDeployments(filter: DeploymentFilter, page: DeploymentPageRequest): Promise<DeploymentPage>;
  /** Keeps a published answer for good; its id, or `null` where the tenants have one of that name. */
  addFreeze(freeze: NewFreeze): Promise<string | null>;
  /** Whoever asks for it must be shown that they may. @throws SemanticError SERVER_FREEZE_EDITED */
  findFreeze(id: string): Promise<KeptFreeze | null>;
  /** Of a project, and of tenants that are all among these, a page of them, the newest first. @throws SemanticError SERVER_FREEZE_EDITED */
  listFreezes(
    project: string,
    tenants: readonly TenantId[],
    page: FreezePageRequest,
  ): Promise<readonly KeptFreeze<StoredFreezeHead>[]>;
  /** Keeps a note, unless one of its tenants has `most` already; returns whether it is kept. */
  addAnnotation(note: StoredAnnotation, most: number): Promise<boolean>;
  /** Whoever asks for it must be shown that they may. */
  findAnnotation(project: string, id: string): Promise<StoredAnnotation | null>;
  /** Returns whether the note was at that revision still; it is at the next one then. */
  changeAnnotation(id: string, revision: number, changed: AnnotationBody, at: string): Promise<boolean>;
  /** Returns whether the note was at that revision still. */
  removeAnnotation(id: string, revision: number): Promise<boolean>;
  /** What notes are about, each once. Moments must be well-formed. */
  listAnnotationSubjects(filter: AnnotationFilter): Promise<readonly AnnotationSubject[]>;
  /** The newest first. Moments must be well-formed, and texts storable. */
  readAnnotations(
    filter: AnnotationFilter,
    choice: AnnotationChoice,
    page: AnnotationPageRequest,
  ): Promise<AnnotationPage>;
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

/** A write that may be sent again. */
export interface KeptWrite {
  /** Whose it is. */
  readonly owner: string;
  /** What the owner calls it. */
  readonly key: string;
  /** Hash of what is asked. */
  readonly request: string;
}

export type WriteClaim =
  | { readonly kind: 'new' }
  | { readonly kind: 'under_way' }
  /** The owner has called something else by this key. */
  | { readonly kind: 'differs' }
  | { readonly kind: 'done'; readonly reply: string };
