/**
 * What may be asked about the warehouse's tables as a whole, over the rows of all tenants: a closed set.
 * The answers are names, counts and ids of tenants, never a row of anybody's data.
 */
import type { PhysicalSource } from '../tenancy/scope.ts';

export type Inspection =
  | SystemInspection
  | TenantInspection
  | {
      /** Two columns: rows, and then one for each test: rows that it holds for. */
      readonly kind: 'column_counts';
      readonly source: PhysicalSource;
      readonly tests: readonly ColumnTest[];
    }
  | {
      /** One count: keys that several rows of one tenant have. Rows without a whole key are left out. */
      readonly kind: 'repeated_keys';
      readonly source: PhysicalSource;
      readonly columns: readonly string[];
      /** Where the tenant of a row stands; `null` counts over all of them together. */
      readonly tenant: TenantRoute | null;
    }
  | {
      /**
       * One count: values of `columns`, within one tenant, whose days have gaps between the first and the last; all
       * rows of a tenant are one value where there are no columns.
       */
      readonly kind: 'broken_runs';
      readonly source: PhysicalSource;
      readonly date: string;
      readonly columns: readonly string[];
      readonly tenant: TenantRoute | null;
    }
  | {
      /** One count: rows whose key is whole and that no row of the target has. */
      readonly kind: 'orphans';
      readonly source: PhysicalSource;
      readonly target: PhysicalSource;
      readonly on: readonly InspectedPair[];
    }
  | {
      /** One count: rows that are valid at a time at which another row of their key and tenant is, too. */
      readonly kind: 'overlaps';
      readonly source: PhysicalSource;
      readonly keys: readonly string[];
      readonly primaryKey: readonly string[];
      readonly validity: InspectedValidity;
      readonly tenant: TenantRoute | null;
    }
  | {
      /** One count: rows that end before they begin. */
      readonly kind: 'reversed';
      readonly source: PhysicalSource;
      readonly validity: InspectedValidity;
    }
  | {
      /** One count: groups of tenants whose ids differ by case or surrounding space only. */
      readonly kind: 'tenant_variants';
      readonly source: PhysicalSource;
      readonly column: string;
    };

/** Ids of the project's tenants, from the model that lists them: what a scope over all of them is made of. */
export interface TenantInspection {
  readonly kind: 'tenants';
  readonly source: PhysicalSource;
  readonly column: string;
}

/** Read from the database's own catalog; tables that do not exist are absent from the answer. */
export type SystemInspection =
  | { readonly kind: SystemSubject; readonly sources: readonly PhysicalSource[] }
  /** Schema and name of every table and view outside of the database's own schemas. */
  | { readonly kind: 'table_names' }
  | RoleInspection;

/** What the role that reads may do, asked at start; nobody asks it over HTTP. */
export type RoleInspection =
  | { readonly kind: 'warehouse_role' }
  /** What keeps rows of the sources from it; of `other_readable`, what it may read besides them. */
  | { readonly kind: 'protection' | 'other_readable'; readonly sources: readonly PhysicalSource[] };

/** `tables`, and what belongs to them. */
export type SystemSubject = 'tables' | 'columns' | 'keys' | 'foreign_keys';

export type ColumnTest =
  | { readonly column: string; readonly test: 'null' | 'fraction' | 'beyond_digits' | 'no_flag' }
  /** Values, as text, beside those that are listed. */
  | { readonly column: string; readonly test: 'unlisted'; readonly values: readonly string[] };

/** Columns of the moments from and until which a row is valid; null is open. */
export interface InspectedValidity {
  readonly from: string;
  readonly until: string;
}

/** The way from a row to the column that says whose it is. */
export interface TenantRoute {
  readonly hops: readonly {
    readonly columns: readonly string[];
    readonly parent: PhysicalSource;
    readonly parentColumns: readonly string[];
  }[];
  readonly column: string;
}

/** A pair of columns that a join equates; tenant columns by their text, as queries do. */
export interface InspectedPair {
  readonly column: string;
  readonly target: string;
  readonly byText: boolean;
}
