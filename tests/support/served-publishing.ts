/** The shop that publishes, behind the real server whose project can be changed, with keys of every kind. */
import type { Capability } from '../../src/base/capability.ts';
import type { AuditRecord } from '../../src/store/audit-record.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import type { Files } from '../unit/catalog/small-project.ts';
import { buildBareApp } from './bare-app.ts';
import { openTestPglite } from './databases.ts';
import { openPublishingShop, resetTables } from './publishing.ts';
import { ask, type Reply, readJson } from './served-shop.ts';
import { runScript } from './statements.ts';

const HEADERS = { 'x-request-id': 'freezes' };

/** Who holds each key; `financeA` is an analyst in the group `finance`. */
const KEYS = {
  analystA: [['a'], 'analyst', []],
  financeA: [['a'], 'analyst', ['finance']],
  viewerA: [['a'], 'viewer', []],
  partnerA: [['a'], 'partner', []],
  adminA: [['a'], 'admin', []],
  analystB: [['b'], 'analyst', []],
  analystBoth: [['a', 'b'], 'analyst', []],
} as const satisfies Record<string, readonly [readonly string[], Capability, readonly string[]]>;

export type PublishingKey = keyof typeof KEYS;

export interface ServedPublishing {
  /** Of all requests so far. */
  readonly records: AuditRecord[];
  readonly keys: Readonly<Record<PublishingKey, string>>;
  /** Hash of the catalog at first. */
  readonly catalog: string;
  /** `key` is the name of one, or a credential itself. */
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    options?: SendOptions,
  ): Promise<Reply>;
  get(url: string, key?: string | null): Promise<Reply>;
  post(url: string, payload: object, key?: string | null): Promise<Reply>;
  /** The id of a freeze of these queries. */
  publish(queries: object, key?: string): Promise<string>;
  /** Status, code and path of what cannot be published. */
  refusal(queries: object, key?: string | null): Promise<readonly unknown[]>;
  /** Serves a project of these files meanwhile. */
  withFiles(files: Files, body: () => Promise<void>): Promise<void>;
  runScript(script: string): Promise<void>;
  resetTables(): Promise<void>;
  close(): Promise<void>;
}

interface SendOptions {
  readonly payload?: object;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function servePublishing(): Promise<ServedPublishing> {
  const opened = await openTestPglite();
  const shop = await openPublishingShop(opened.database);
  let engine = shop.atFirst;
  const records: AuditRecord[] = [];
  const app = await buildBareApp({
    engine: () => engine,
    store: shop.store,
    accounts: { finished: () => {}, record: (record) => records.push(record) },
  });
  await app.ready();
  const made: Record<string, string> = {};
  for (const [label, [tenants, capability, groups]] of Object.entries(KEYS)) {
    const bound = tenants.map((id) => id as TenantId);
    const request = { label, tenants: bound, capability, groups, expiresAt: null };
    made[label] = (await shop.store.createKey(request)).key;
  }
  const keys = made as Record<PublishingKey, string>;
  let names = 0;
  const send: ServedPublishing['send'] = (method, url, { payload, key = 'analystA', headers = {} } = {}) => {
    const credential = key === null ? null : (made[key] ?? key);
    const body = payload === undefined ? {} : { payload };
    return ask(app, credential, { method, url, headers: { ...HEADERS, ...headers }, ...body });
  };
  const post: ServedPublishing['post'] = (url, payload, key = 'analystA') =>
    send('POST', url, { payload, key });
  return {
    records,
    keys,
    catalog: shop.atFirst.catalog().hash,
    send,
    get: (url, key = 'analystA') => send('GET', url, { key }),
    post,
    async publish(queries, key) {
      names += 1;
      const reply = await post('/v1/freezes', { name: `report ${names}`, queries }, key);
      if (reply.status !== 201) throw new Error(reply.text);
      return String(readJson(reply)['id']);
    },
    async refusal(queries, key) {
      const reply = await post('/v1/freezes', { name: 'refused', queries }, key);
      const { code, path } = readJson(reply);
      return [reply.status, code, path];
    },
    async withFiles(files, body) {
      engine = shop.engineOf(files);
      try {
        await body();
      } finally {
        engine = shop.atFirst;
      }
    },
    runScript: (script) => runScript(opened.database, script),
    resetTables: () => resetTables(opened.database),
    close: async () => {
      await app.close();
      await opened.close();
    },
  };
}
