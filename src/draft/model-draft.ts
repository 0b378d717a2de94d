/** A model before it is written: what the table's own schema says, and what was guessed. */
import type { PhysicalSource } from '../tenancy/scope.ts';

export interface ModelDraft {
  readonly name: string;
  readonly source: PhysicalSource;
  readonly description: string | null;
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly tenant: TenantDraft;
  readonly time: TimeGuess | null;
  readonly joins: readonly JoinDraft[];
  readonly dimensions: readonly MemberDraft[];
  readonly facts: readonly MemberDraft[];
  /** Sentences about what was left out or should be looked at. */
  readonly notes: readonly string[];
}

export type TenantDraft =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'join'; readonly join: string }
  | { readonly kind: 'shared' }
  /** Nobody can guess it: the line is left to be filled in. */
  | { readonly kind: 'unknown' };

export interface TimeGuess {
  readonly member: string;
  readonly reason: string;
}

export interface JoinDraft {
  readonly name: string;
  readonly target: string;
  readonly on: readonly (readonly [column: string, target: string])[];
}

export interface MemberDraft {
  readonly name: string;
  readonly type: string;
  /** `null` where it is called like the member. */
  readonly column: string | null;
  readonly zone: string | null;
  readonly values: readonly string[] | null;
  readonly description: string | null;
}

/** A model that joins may lead to: one that is drafted now, or one that the project has. */
export interface KnownModel {
  readonly name: string;
  readonly source: PhysicalSource;
  readonly tenant:
    | { readonly kind: 'column'; readonly column: string }
    | { readonly kind: 'through' }
    | { readonly kind: 'shared' }
    | { readonly kind: 'unknown' };
  /** Declared keys. */
  readonly keys: readonly (readonly string[])[];
}

/** What the operator says, and what the project says already. */
export interface DraftRequest {
  readonly tenantColumn: string | null;
  /** `schema.table` of reference data. */
  readonly shared: ReadonlySet<string>;
  /** Zone of zoneless times, to be checked. */
  readonly zone: string;
  /** Models of the project. */
  readonly existing: readonly KnownModel[];
  /** Role → model. */
  readonly roles: ReadonlyMap<string, string>;
}
