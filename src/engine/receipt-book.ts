/** Receipts on their way to the store and back, to those who may ask what they are receipts of. */
import { LRUCache } from 'lru-cache';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { SemanticError } from '../errors/semantic-error.ts';
import { ConditionSchema } from '../query/metric-query.ts';
import { namedDimensions } from '../query/named-dimensions.ts';
import type { Store, StoredReceipt } from '../store/store.ts';
import { hasCapability } from '../tenancy/principal.ts';
import { HIDDEN_KEYS, RESTRICTED_KEYS } from './make-receipt.ts';
import { KeptScopeSchema, mayRead, type Reader } from './may-read.ts';

/** What of a receipt decides who may read it. */
const KeptReceiptSchema = Type.Object({
  ...KeptScopeSchema.properties,
  query: Type.Object({ by: Type.Array(Type.String()), where: Type.Array(ConditionSchema) }),
});

const REMEMBERED_RECEIPTS = 10_000;

export class ReceiptBook {
  private readonly store: Pick<Store, 'saveReceipt' | 'findReceipt'>;
  readonly #secret: string;
  /** Ids known to be stored: a repeated answer costs no write. */
  private readonly saved = new LRUCache<string, true>({ max: REMEMBERED_RECEIPTS });

  /** `secret` as pseudonyms are made by. */
  constructor(store: Pick<Store, 'saveReceipt' | 'findReceipt'>, secret: string) {
    this.store = store;
    this.#secret = secret;
  }

  async save(receipt: StoredReceipt): Promise<void> {
    if (this.saved.has(receipt.id)) return;
    await this.store.saveReceipt(receipt);
    this.saved.set(receipt.id, true);
  }

  /** The receipt's JSON text. @throws SemanticError TENANT_RECEIPT_UNKNOWN */
  async read({ principal, catalog }: Reader, id: string): Promise<string> {
    const found = /^[0-9a-f]{64}$/.test(id) ? await this.store.findReceipt(id) : null;
    if (!found || !isReadable(found, { principal, catalog, secret: this.#secret }))
      throw new SemanticError('TENANT_RECEIPT_UNKNOWN', { receipt: id.slice(0, 80) });
    const hidden = hasCapability(principal, 'analyst') ? HIDDEN_KEYS : [...HIDDEN_KEYS, ...RESTRICTED_KEYS];
    return withoutKeys(found.body, hidden);
  }
}

function isReadable(
  { scopeHash, body }: StoredReceipt,
  reader: Reader & { readonly secret: string },
): boolean {
  const { query, ...kept } = Value.Parse(KeptReceiptSchema, { access: [], ...readObject(body) });
  return mayRead({ ...kept, scopeHash, dimensions: namedDimensions(query) }, reader);
}

function withoutKeys(body: string, hidden: readonly string[]): string {
  const fields = Object.entries(readObject(body)).filter(([key]) => !hidden.includes(key));
  return JSON.stringify(Object.fromEntries(fields));
}

function readObject(body: string): object {
  const parsed: unknown = JSON.parse(body);
  return parsed !== null && typeof parsed === 'object' ? parsed : {};
}
