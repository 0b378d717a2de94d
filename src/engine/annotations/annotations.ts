/** Notes on numbers: what can be written, and what is told to whom. */
import type { AnnotationPosition, Visibility } from '../../store/annotation.ts';
import type { Principal } from '../../tenancy/principal.ts';

/** At most: notes of a tenant, characters of a text, tenants of a note, and notes beside an answer. */
export const ANNOTATION_LIMITS = { ofTenant: 10_000, text: 2_000, tenants: 100, told: 100 } as const;

type Scalar = string | number | boolean;

/** What a note says; of what is left out it says nothing. */
export interface AnnotationContent {
  readonly text: string;
  /** As queries name it, without a version. */
  readonly metric?: string | null | undefined;
  /** As queries name it, with one value of it as in a condition `eq`. */
  readonly dimension?: string | null | undefined;
  readonly value?: Scalar | null | undefined;
  /** As bounds of queries, in the reporting zone; half-open. */
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  /** For the agency alone unless given. */
  readonly visibility?: Visibility | undefined;
}

export interface AnnotationRequest extends AnnotationContent {
  /** The writer's only one unless given. */
  readonly tenants?: readonly string[] | undefined;
}

/** What is left out stays as it is. */
export interface AnnotationChange extends Partial<AnnotationContent> {
  /** Of the note as its editor has read it. */
  readonly revision: number;
}

/** A note as it is told. */
export interface Annotation {
  readonly id: string;
  readonly text: string;
  /** Those of the reader. */
  readonly tenants: readonly string[];
  readonly metric: string | null;
  readonly dimension: string | null;
  readonly value: Scalar | null;
  /** ISO 8601, in UTC. */
  readonly from: string | null;
  readonly to: string | null;
  readonly visibility: Visibility;
  /** Id of the principal. */
  readonly author: string;
  readonly revision: number;
  readonly madeAt: string;
  readonly editedAt: string | null;
}

export interface AnnotationList {
  /** Notes that touch this metric: its own, and those on all metrics. */
  readonly metric?: string | undefined;
  /** Notes whose range meets this one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface AnnotationOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface Annotations {
  /**
   * @throws SemanticError TENANT_CAPABILITY, TENANT_REQUIRED, TENANT_REFUSED, QUERY_ANNOTATION_REFUSED, and those of
   * metrics, dimensions, values and bounds in queries
   */
  write(principal: Principal, request: AnnotationRequest, options?: AnnotationOptions): Promise<Annotation>;
  /** Those that `principal` may read, the newest first. @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_BAD_TIME */
  list(
    principal: Principal,
    asked: AnnotationList & { readonly limit: number; readonly after: AnnotationPosition | null },
    options?: AnnotationOptions,
  ): Promise<{ readonly items: readonly Annotation[]; readonly next: AnnotationPosition | null }>;
  /** @throws SemanticError TENANT_ANNOTATION_UNKNOWN */
  find(principal: Principal, id: string): Promise<Annotation>;
  /** @throws SemanticError TENANT_ANNOTATION_UNKNOWN, TENANT_ANNOTATION_OTHERS, QUERY_ANNOTATION_STALE, as `write` */
  change(
    principal: Principal,
    id: string,
    change: AnnotationChange,
    options?: AnnotationOptions,
  ): Promise<Annotation>;
  /** @throws SemanticError TENANT_ANNOTATION_UNKNOWN, TENANT_ANNOTATION_OTHERS, QUERY_ANNOTATION_STALE */
  remove(principal: Principal, id: string): Promise<void>;
}
