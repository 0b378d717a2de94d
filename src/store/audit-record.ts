/** The account of one request, as the store keeps it: who asked for what and how it ended, without a value of it. */
import type { Principal, TenantId } from '../tenancy/principal.ts';

/** `abandoned`: the caller left before the answer was written. */
export const AUDIT_OUTCOMES = ['answered', 'refused', 'failed', 'abandoned'] as const;

export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export const AUDIT_SURFACES = ['rest', 'graphql'] as const;

export interface AuditedMetric {
  readonly metric: string;
  readonly version: number;
  /** Rows of the answers that it stood in; `null` where there was none. */
  readonly rows: number | null;
}

export interface AuditRecord {
  /** A UUID: a record that is written again is the same. */
  readonly id: string;
  readonly requestId: string;
  /** When the request arrived: ISO 8601, in UTC. */
  readonly at: string;
  /** `null` for a request whose credential was not known. */
  readonly principal: Pick<Principal, 'kind' | 'id' | 'capability'> | null;
  /** Those in scope; before there is a scope, all of the principal. */
  readonly tenants: readonly string[];
  readonly method: string;
  /** The template, as `/v1/metrics/:metric/values`. */
  readonly route: string;
  readonly surface: (typeof AUDIT_SURFACES)[number];
  /** Hash of the catalog that answered. */
  readonly catalog: string | null;
  readonly metrics: readonly AuditedMetric[];
  /** Hashes of the statements, as in receipts. */
  readonly sql: readonly string[];
  readonly rows: number | null;
  readonly ms: number;
  /** `null` for what was abandoned. */
  readonly status: number | null;
  readonly outcome: AuditOutcome;
  /** The code of the error, where there was one of the catalogue. */
  readonly code: string | null;
}

/** Where a page ended. */
export interface AuditPosition {
  readonly at: string;
  readonly id: string;
}

export interface AuditFilter {
  /** Only records of which all tenants are among these, and none without tenants; `all` for the operator alone. */
  readonly tenants: readonly TenantId[] | 'all';
  /** ISO 8601 instants: the first one, and the one behind the last. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Id of the principal. */
  readonly principal?: string | undefined;
  readonly metric?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly route?: string | undefined;
}

export interface AuditPageRequest {
  readonly limit: number;
  /** Only what is older. */
  readonly after?: AuditPosition | undefined;
}

export interface AuditPage {
  /** Newest first. */
  readonly items: readonly AuditRecord[];
  readonly next: AuditPosition | null;
}

export interface UsageFilter extends Pick<AuditFilter, 'tenants' | 'from' | 'to'> {
  /** Only these. */
  readonly metrics?: readonly string[] | undefined;
}

/** More are counted, and not named. */
export const MOST_CALLERS = 20;

/** Who asked for a version of a metric. */
export interface UsageCaller extends Pick<Principal, 'kind' | 'id'> {
  readonly requests: number;
  /** ISO 8601, in UTC. */
  readonly lastAsked: string;
}

/** How much one version of a metric was asked for, over a range. */
export interface MetricUsage {
  readonly metric: string;
  readonly version: number;
  /** Requests that were answered with it. */
  readonly requests: number;
  /** Different principals among them. */
  readonly principals: number;
  /** Those who asked most, {@link MOST_CALLERS} of them. */
  readonly callers: readonly UsageCaller[];
  readonly rows: number;
  /** ISO 8601, in UTC. */
  readonly lastAsked: string;
}
