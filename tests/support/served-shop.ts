/** The fixture shop behind the real server, with keys of every kind, to be asked by `inject`. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Capability } from '../../src/base/capability.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { EmbedTokens } from '../../src/identity/embed-tokens.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { type AuditCounts, type AuditFault, AuditWriter } from '../../src/server/audit-writer.ts';
import { type AppOptions, buildApp } from '../../src/serving/app.ts';
import type { KeepsAccounts } from '../../src/serving/plugins/accounts.ts';
import type { FindsPrincipal } from '../../src/serving/plugins/authentication.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { type DatabaseKind, openTestDatabase } from './databases.ts';
import { openShop } from './shop.ts';
import type { ShopAdditions } from './shop-additions.ts';

export const PROCESS_TOKEN = 'p'.repeat(64);

/** The server's. */
export const SECRET = 's'.repeat(32);

/** Who holds each key; `financeA` is an analyst in the group `finance`. */
type KeyName =
  | 'viewerA'
  | 'analystA'
  | 'financeA'
  | 'adminA'
  | 'adminBoth'
  | 'viewerB'
  | 'viewerBoth'
  | 'revoked';

export interface ServedShop {
  readonly app: FastifyInstance;
  readonly engine: Engine;
  readonly store: Store;
  /** The store's and the warehouse's. */
  readonly database: PostgresDatabase;
  /** How many transactions there have been. */
  readonly transactions: () => number;
  /** Brings the accounts of requests into the store; returns what was counted. */
  readonly flushAudit: () => Promise<AuditCounts>;
  readonly lifecycle: { isDraining: boolean };
  /** Sets the engine's clock. */
  readonly setNow: (instant: string) => void;
  readonly keys: Readonly<Record<KeyName, string>>;
  close(): Promise<void>;
}

/** What came back, as tests look at it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Who looks on, beside the audit. */
export interface Watching
  extends Partial<Pick<AppOptions, 'logger' | 'tracing' | 'publicTenant' | 'limits'>> {
  readonly finished?: KeepsAccounts['finished'];
  readonly warn?: (fault: AuditFault) => void;
  /** PGlite unless given. */
  readonly kind?: DatabaseKind;
  /** So many records of requests at most; all unless given. */
  readonly records?: number;
}

export async function serveShop(
  additions?: ShopAdditions,
  tokens: FindsPrincipal | null = null,
  watching: Watching = {},
): Promise<ServedShop> {
  const { finished = () => {}, warn = () => {}, logger = false, tracing, kind = 'pglite' } = watching;
  const { publicTenant = null, limits, records = Number.POSITIVE_INFINITY } = watching;
  let recorded = 0;
  const { database: uncounted, close } = await openTestDatabase(kind);
  const { database, transactions } = countTransactions(uncounted);
  const opened = await openShop(database);
  const engine = additions ? opened.engineWith(additions) : opened.engine;
  const warehouse = createPostgresWarehouse(database);
  const now = () => new Date();
  const store = createPostgresStore(database, { secret: SECRET, environment: 'test', now });
  const lifecycle = { isDraining: false };
  const writer = new AuditWriter({ store, warn });
  const app = await buildApp({
    accounts: {
      finished,
      record: (record) => {
        recorded += 1;
        if (recorded <= records) writer.add(record);
      },
    },
    tracing,
    publicTenant,
    ...(limits ? { limits } : {}),
    engine: () => engine,
    store,
    tokens,
    embedTokens: new EmbedTokens({
      secret: SECRET,
      now,
      findMaker: (id) => store.findBearer(id),
    }),
    reload: async () => ({}),
    seed: async () => {},
    operator: {
      inspect: (inspection) => warehouse.inspect(prepareInspection(inspection), { timeoutMs: 60_000 }),
      saveKeyProofs: (checked) => store.saveKeyProofs('test', checked),
    },
    processToken: PROCESS_TOKEN,
    isDraining: () => lifecycle.isDraining,
    version: '0.0.0-test',
    logger,
  });
  await app.ready();
  const make = (tenants: readonly string[], capability: Capability, groups: readonly string[] = []) =>
    store.createKey({
      label: 'test',
      tenants: tenants.map((id) => id as TenantId),
      capability,
      groups,
      expiresAt: null,
    });
  const revoked = await make(['a'], 'admin');
  await store.revokeKey(revoked.id);
  const keys = {
    viewerA: (await make(['a'], 'viewer')).key,
    analystA: (await make(['a'], 'analyst')).key,
    financeA: (await make(['a'], 'analyst', ['finance'])).key,
    adminA: (await make(['a'], 'admin', ['ops'])).key,
    adminBoth: (await make(['a', 'b'], 'admin')).key,
    viewerB: (await make(['b'], 'viewer')).key,
    viewerBoth: (await make(['a', 'b'], 'viewer')).key,
    revoked: revoked.key,
  };
  return {
    app,
    engine,
    store,
    database,
    transactions,
    lifecycle,
    setNow: (instant) => opened.setNow(instant),
    keys,
    flushAudit: async () => {
      // A busy machine may keep the store from answering in time.
      do await writer.flush();
      while (writer.counts().waiting > 0);
      return writer.counts();
    },
    close: async () => {
      await app.close();
      await writer.close();
      await close();
    },
  };
}

function countTransactions(database: PostgresDatabase): Pick<ServedShop, 'database' | 'transactions'> {
  let count = 0;
  return {
    transactions: () => count,
    database: {
      transaction: (statements, options) => {
        count += 1;
        return database.transaction(statements, options);
      },
      close: () => database.close(),
    },
  };
}

/** Sends one request as the bearer of `key`. */
export async function ask(app: FastifyInstance, key: string | null, options: InjectOptions): Promise<Reply> {
  const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await app.inject({ ...options, headers: { ...authorization, ...options.headers } });
  return { status: response.statusCode, headers: response.headers, text: response.body };
}

/** A JSON body without what differs from request to request. */
export function readJson(reply: Reply): Record<string, unknown> {
  const { request_id: _id, ...rest }: Record<string, unknown> = JSON.parse(reply.text);
  return rest;
}
