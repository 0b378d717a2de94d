/** A published answer as the store keeps it: texts that are never changed, and an id that says so. */
import type { TenantId } from '../tenancy/principal.ts';

/** What lists tell of it. */
export interface StoredFreezeHead {
  /** Of the project's name. */
  readonly project: string;
  /** Unique among the freezes of these tenants. */
  readonly name: string;
  readonly note: string | null;
  /** In code-point order. */
  readonly tenants: readonly TenantId[];
  /** Id of the principal. */
  readonly madeBy: string;
  /** ISO 8601, in UTC, to the millisecond. */
  readonly madeAt: string;
  /** Hash of the catalog. */
  readonly catalog: string;
  /** JSON: the names of its queries, and by what it is told who may read it. */
  readonly head: string;
}

export interface NewFreeze extends StoredFreezeHead {
  /** JSON: queries, answers and definitions. */
  readonly content: string;
}

/** A place in the list of freezes: the moment and the id of one of them. */
export interface FreezePlace {
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly id: string;
}

export interface FreezePageRequest {
  /** Behind which to go on; without it from the newest. */
  readonly after?: FreezePlace | undefined;
  readonly limit: number;
}

/** A freeze by its id, which is a hash over all of it. */
export type KeptFreeze<Kept extends StoredFreezeHead = NewFreeze> = Kept & { readonly id: string };
