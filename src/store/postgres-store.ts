/** The store on PostgreSQL, a server or embedded, in the schema `vitrine` that `migrate` keeps. */
import { isStorableText } from '../postgres/encode-statement.ts';
import type { PostgresDatabase } from '../postgres/postgres-database.ts';
import type { Principal, TenantId } from '../tenancy/principal.ts';
import type {
  AnnotationBody,
  AnnotationChoice,
  AnnotationFilter,
  AnnotationPage,
  AnnotationPageRequest,
  AnnotationSubject,
  StoredAnnotation,
} from './annotation.ts';
import { AnnotationLog } from './annotation-log.ts';
import { AuditLog } from './audit-log.ts';
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
import { DeploymentLog } from './deployment-log.ts';
import type { FreezePageRequest, KeptFreeze, NewFreeze, StoredFreezeHead } from './freeze.ts';
import { FreezeLog } from './freeze-log.ts';
import { KeptWrites } from './kept-writes.ts';
import { KeyProofs } from './key-proofs.ts';
import { KeyRing, type KeyRingOptions } from './key-ring.ts';
import { type RunStatement, runStatementOn } from './run-statement.ts';
import type {
  CheckedKeys,
  KeptWrite,
  KeyProofRecord,
  KeyReplacement,
  NewServiceKey,
  ServiceKey,
  Store,
  StoredReceipt,
  WriteClaim,
} from './store.ts';

export type StoreOptions = KeyRingOptions;

/** Closing the store closes `database`; whoever shares one closes all its users at the same time. */
export function createPostgresStore(database: PostgresDatabase, options: StoreOptions): Store {
  return new PostgresStore(database, options);
}

class PostgresStore implements Store {
  readonly #database: PostgresDatabase;
  readonly #run: RunStatement;
  readonly #keys: KeyRing;
  readonly #proofs: KeyProofs;
  readonly #writes: KeptWrites;
  readonly #audit: AuditLog;
  readonly #deployments: DeploymentLog;
  readonly #freezes: FreezeLog;
  readonly #annotations: AnnotationLog;
  readonly #now: () => Date;

  constructor(database: PostgresDatabase, options: StoreOptions) {
    this.#database = database;
    this.#run = runStatementOn(database);
    this.#keys = new KeyRing(this.#run, options);
    this.#proofs = new KeyProofs(this.#run, options.now);
    this.#writes = new KeptWrites(this.#run, options);
    this.#audit = new AuditLog(database);
    this.#deployments = new DeploymentLog(database);
    this.#freezes = new FreezeLog(this.#run);
    this.#annotations = new AnnotationLog(database);
    this.#now = options.now;
  }

  createKey(request: NewServiceKey): Promise<{ readonly id: string; readonly key: string }> {
    return this.#keys.create(request);
  }

  listKeys(): Promise<readonly ServiceKey[]> {
    return this.#keys.list();
  }

  findKey(id: string): Promise<ServiceKey | null> {
    return this.#keys.find(id);
  }

  replaceKey(
    id: string,
    replacement: KeyReplacement,
  ): Promise<{ readonly id: string; readonly key: string } | null> {
    return this.#keys.replace(id, replacement);
  }

  revokeKey(id: string): Promise<boolean> {
    return this.#keys.revoke(id);
  }

  findPrincipal(key: string): Promise<Principal | null> {
    return this.#keys.findPrincipal(key);
  }

  findBearer(id: string): Promise<Principal | null> {
    return this.#keys.findBearer(id);
  }

  async saveReceipt({ id, scopeHash, body }: StoredReceipt): Promise<void> {
    await this.#run(
      'read_write',
      `INSERT INTO vitrine.receipts (id, scope_hash, body, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO NOTHING`,
      [id, scopeHash, body, this.#now().toISOString()],
    );
  }

  async findReceipt(id: string): Promise<StoredReceipt | null> {
    // The id comes from a URL; one that cannot be stored was never stored.
    if (!isStorableText(id)) return null;
    const [row] = await this.#run(
      'read_only',
      'SELECT scope_hash, body FROM vitrine.receipts WHERE id = $1',
      [id],
    );
    const [scopeHash = null, body = null] = row ?? [];
    return scopeHash === null || body === null ? null : { id, scopeHash, body };
  }

  saveKeyProofs(warehouse: string, checked: readonly CheckedKeys[]): Promise<void> {
    return this.#proofs.save(warehouse, checked);
  }

  listKeyProofs(warehouse: string): Promise<readonly KeyProofRecord[]> {
    return this.#proofs.list(warehouse);
  }

  claimWrite(write: KeptWrite): Promise<WriteClaim> {
    return this.#writes.claim(write);
  }

  finishWrite(write: KeptWrite, reply: string): Promise<void> {
    return this.#writes.finish(write, reply);
  }

  releaseWrite(write: KeptWrite): Promise<void> {
    return this.#writes.release(write);
  }

  writeAudit(records: readonly AuditRecord[]): Promise<void> {
    return this.#audit.write(records);
  }

  readAudit(filter: AuditFilter, page: AuditPageRequest): Promise<AuditPage> {
    return this.#audit.read(filter, page);
  }

  countUsage(filter: UsageFilter): Promise<readonly MetricUsage[]> {
    return this.#audit.countUsage(filter);
  }

  forgetAudit(before: Date, most: number): Promise<number> {
    return this.#audit.forget(before, most);
  }

  addDeployment(deployment: Deployment, hasWaited: boolean): Promise<DeploymentOutcome> {
    return this.#deployments.add(deployment, hasWaited);
  }

  readDeployments(filter: DeploymentFilter, page: DeploymentPageRequest): Promise<DeploymentPage> {
    return this.#deployments.read(filter, page);
  }

  addFreeze(freeze: NewFreeze): Promise<string | null> {
    return this.#freezes.add(freeze);
  }

  findFreeze(id: string): Promise<KeptFreeze | null> {
    return this.#freezes.find(id);
  }

  listFreezes(
    project: string,
    tenants: readonly TenantId[],
    page: FreezePageRequest,
  ): Promise<readonly KeptFreeze<StoredFreezeHead>[]> {
    return this.#freezes.list(project, tenants, page);
  }

  addAnnotation(note: StoredAnnotation, most: number): Promise<boolean> {
    return this.#annotations.add(note, most);
  }

  findAnnotation(project: string, id: string): Promise<StoredAnnotation | null> {
    return this.#annotations.find(project, id);
  }

  changeAnnotation(id: string, revision: number, changed: AnnotationBody, at: string): Promise<boolean> {
    return this.#annotations.change(id, revision, changed, at);
  }

  removeAnnotation(id: string, revision: number): Promise<boolean> {
    return this.#annotations.remove(id, revision);
  }

  listAnnotationSubjects(filter: AnnotationFilter): Promise<readonly AnnotationSubject[]> {
    return this.#annotations.listSubjects(filter);
  }

  readAnnotations(
    filter: AnnotationFilter,
    choice: AnnotationChoice,
    page: AnnotationPageRequest,
  ): Promise<AnnotationPage> {
    return this.#annotations.read(filter, choice, page);
  }

  async ping(): Promise<boolean> {
    try {
      await this.#run('read_only', 'SELECT FROM vitrine.service_keys LIMIT 0', []);
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
