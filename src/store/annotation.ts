/** A note on numbers as the store keeps it, and by what notes are looked for. */
import type { PrincipalKind, TenantId } from '../tenancy/principal.ts';

/** Who is told: those who work on the numbers, or everybody of the tenant who may see what it is about. */
export const VISIBILITIES = ['agency', 'client'] as const;

export type Visibility = (typeof VISIBILITIES)[number];

/** A value of a dimension: its text, and what that is in JSON. */
export interface StoredValue {
  readonly text: string;
  readonly kind: 'string' | 'number' | 'boolean';
}

/** What of a note can be changed. */
export interface AnnotationBody {
  readonly text: string;
  /** By its own name; `null` for all metrics. */
  readonly metric: string | null;
  /** As queries name it, with one value of it; `null` for all rows. */
  readonly dimension: { readonly name: string; readonly value: StoredValue } | null;
  /** ISO 8601 instants, half-open; `null` where the range is open. */
  readonly from: string | null;
  readonly to: string | null;
  readonly visibility: Visibility;
  /** Hash of the conditions on rows that its writer is under; empty for none. */
  readonly rowScope: string;
}

export interface StoredAnnotation extends AnnotationBody {
  readonly id: string;
  readonly project: string;
  /** In code-point order. */
  readonly tenants: readonly TenantId[];
  readonly author: { readonly kind: PrincipalKind; readonly id: string };
  /** 1 at first, and one more with each change. */
  readonly revision: number;
  /** ISO 8601, in UTC, to the millisecond. */
  readonly madeAt: string;
  /** `null` until it is changed. */
  readonly editedAt: string | null;
}

/** What notes are about: a metric, a dimension, both, or neither. */
export interface AnnotationSubject {
  readonly metric: string | null;
  readonly dimension: string | null;
}

export interface AnnotationFilter {
  readonly project: string;
  /** Notes on at least one of them. */
  readonly tenants: readonly TenantId[];
  /** `client` leaves those out that are for the agency. */
  readonly visibility: Visibility | null;
  /** Where given, notes on values of dimensions are those that were written under the same conditions on rows. */
  readonly rowScope: string | null;
  /** Moments that the range of a note must meet; `null` where open. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Further conditions, which whoever reads has found by the subjects that there are. */
export interface AnnotationChoice {
  readonly subjects: readonly AnnotationSubject[];
  /** Texts of the values that count, by dimension; `null` for all values of all dimensions. */
  readonly values: ReadonlyMap<string, readonly string[]> | null;
}

/** Where in the order of a list a note stands: a moment of its own, in ISO 8601 in UTC. */
export type AnnotationPosition = string;

export interface AnnotationPageRequest {
  readonly limit: number;
  readonly after: AnnotationPosition | null;
}

export interface AnnotationPage {
  /** The newest first. */
  readonly items: readonly StoredAnnotation[];
  /** The last of them, where there are more. */
  readonly next: AnnotationPosition | null;
}
