/** Wires catalog, planner, warehouse and store into the one engine that every surface calls. */
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Rule } from '../planner/rules/rule.ts';
import { bindQuery } from '../query/bind-query.ts';
import { checkQuery } from '../query/check-query.ts';
import type { Store, StoredReceipt } from '../store/store.ts';
import { hasCapability, type Principal } from '../tenancy/principal.ts';
import { resolveScope } from '../tenancy/scope.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { describeDimensions, describeMetricNamed, describeMetrics } from './describe-catalog.ts';
import type { Engine } from './engine.ts';
import { explainQuery } from './explain-query.ts';
import { hashScope, makeReceipt, RESTRICTED_KEYS } from './make-receipt.ts';
import { PlanCache } from './prepare-query.ts';
import { runQuery } from './run-query.ts';

export interface EngineParts {
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  readonly store: Store;
  /** The clock. */
  readonly now: () => Date;
  /** How long one query may take, in milliseconds; 30 s unless given. */
  readonly timeoutMs?: number;
  /** The planner's rules; all unless given. */
  readonly rules?: readonly Rule[];
}

const DEFAULT_TIMEOUT_MS = 30_000;
const REMEMBERED_RECEIPTS = 10_000;

export function createEngine({
  catalog,
  warehouse,
  store,
  now,
  timeoutMs = DEFAULT_TIMEOUT_MS,
  rules,
}: EngineParts): Engine {
  const plans = new PlanCache(rules);
  const receipts = new ReceiptBook(store);
  return {
    catalog: () => catalog,
    async query(principal, request, signal) {
      const query = checkQuery(request);
      const scope = resolveScope(principal, query.tenants ?? null);
      const asked = now();
      const bound = bindQuery(query, catalog, { now: asked });
      const prepared = plans.prepare(bound.shape, catalog);
      const bare = await runQuery(prepared, bound, {
        catalog,
        warehouse,
        scope,
        timeoutMs,
        now: asked,
        signal,
      });
      const receipt = makeReceipt({ catalog, query, bound, prepared, scope, answer: bare });
      await receipts.save(receipt);
      return { ...bare, receipt: { id: receipt.id, url: `/v1/receipts/${receipt.id}` } };
    },
    plan(principal, request) {
      const query = checkQuery(request);
      resolveScope(principal, query.tenants ?? null);
      const bound = bindQuery(query, catalog, { now: now() });
      return explainQuery(plans.prepare(bound.shape, catalog), bound);
    },
    listMetrics: () => describeMetrics(catalog),
    describeMetric: (_principal, name) => describeMetricNamed(name, catalog),
    listDimensions: () => describeDimensions(catalog),
    receipt: (principal, id) => receipts.read(principal, id),
    async ready() {
      const [warehouseReady, storeReady] = await Promise.all([warehouse.ping(), store.ping()]);
      return { warehouse: warehouseReady, store: storeReady };
    },
  };
}

/** Receipts on their way to the store and back. */
class ReceiptBook {
  private readonly store: Store;
  /** Ids known to be stored: a repeated answer costs no write. */
  private readonly saved = new LRUCache<string, true>({ max: REMEMBERED_RECEIPTS });

  constructor(store: Store) {
    this.store = store;
  }

  async save(receipt: StoredReceipt): Promise<void> {
    if (this.saved.has(receipt.id)) return;
    await this.store.saveReceipt(receipt);
    this.saved.set(receipt.id, true);
  }

  async read(principal: Principal, id: string): Promise<string> {
    const scopes = principal.tenants.map((tenant) => hashScope({ tenant }));
    for (const scopeHash of scopes) {
      const found = /^[0-9a-f]{64}$/.test(id) ? await this.store.findReceipt(id, scopeHash) : null;
      if (found)
        return hasCapability(principal, 'analyst') ? found.body : withoutKeys(found.body, RESTRICTED_KEYS);
    }
    throw new SemanticError('TENANT_RECEIPT_UNKNOWN', { receipt: id.slice(0, 80) });
  }
}

function withoutKeys(body: string, hidden: readonly string[]): string {
  const parsed: unknown = JSON.parse(body);
  const fields = Object.entries(parsed ?? {}).filter(([key]) => !hidden.includes(key));
  return JSON.stringify(Object.fromEntries(fields));
}
