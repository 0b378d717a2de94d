/** Receipts on their way to the store and back, to those who may ask what they are receipts of. */
import { LRUCache } from 'lru-cache';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { CAPABILITIES } from '../base/capability.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Store, StoredReceipt } from '../store/store.ts';
import { satisfiesRule } from '../tenancy/access-rule.ts';
import { hasCapability, type Principal } from '../tenancy/principal.ts';
import { disguised } from './disguises-in-scope.ts';
import { HIDDEN_KEYS, hashScope, RESTRICTED_KEYS } from './make-receipt.ts';
import { withOwnValues } from './rows-in-scope.ts';

const REMEMBERED_RECEIPTS = 10_000;

const Scoped = Type.Object({
  scope: Type.Object({
    tenants: Type.Array(Type.String()),
    rows: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
    shown: Type.Optional(Type.String()),
    recipient: Type.Optional(Type.String()),
  }),
  access: Type.Array(
    Type.Object({
      rule: Type.Object({
        groups: Type.Union([Type.Array(Type.String()), Type.Null()]),
        capability: Type.Union([Type.Enum(CAPABILITIES), Type.Null()]),
      }),
      satisfied: Type.Boolean(),
    }),
  ),
});

/** Who reads, and what of the catalog it may see. */
interface Reader {
  readonly principal: Principal;
  readonly catalog: Pick<Catalog, 'rows' | 'shown'>;
}

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

/** Whether it is of rows that `principal` may ask for, and was made for somebody who may see what it may. */
function isReadable(
  { scopeHash, body }: StoredReceipt,
  reader: Reader & { readonly secret: string },
): boolean {
  const { principal } = reader;
  const { scope, access } = Value.Parse(Scoped, { access: [], ...readObject(body) });
  const tenants = principal.tenants.filter((tenant) => scope.tenants.includes(tenant)).sort();
  const outcomes = access.map(({ rule }) => ({ rule, satisfied: satisfiesRule(principal, rule) }));
  const own = withOwnValues({ tenants }, Object.keys(scope.rows ?? {}), reader);
  if (own === null || tenants.length !== scope.tenants.length) return false;
  const has = { shown: scope.shown !== undefined, recipient: scope.recipient !== undefined };
  return hashScope(disguised(own, has, reader), outcomes) === scopeHash;
}

function withoutKeys(body: string, hidden: readonly string[]): string {
  const fields = Object.entries(readObject(body)).filter(([key]) => !hidden.includes(key));
  return JSON.stringify(Object.fromEntries(fields));
}

function readObject(body: string): object {
  const parsed: unknown = JSON.parse(body);
  return parsed !== null && typeof parsed === 'object' ? parsed : {};
}
