/**
 * To whom a note is told: whoever has one of its tenants, sees its metric, and sees its dimension as it is; where
 * conditions hide rows, only values that were written down under the same conditions.
 */
import { hashOf } from '../../base/hash.ts';
import { type Catalog, isCurrent } from '../../catalog/catalog.ts';
import { findDimension, isInClear } from '../../catalog/find-dimension.ts';
import type {
  AnnotationFilter,
  AnnotationSubject,
  StoredAnnotation,
  Visibility,
} from '../../store/annotation.ts';
import { hasCapability, type Principal } from '../../tenancy/principal.ts';
import { valuesIn } from '../../tenancy/row-condition.ts';
import { withOwnValues } from '../rows-in-scope.ts';

export interface NoteReader {
  readonly principal: Principal;
  /** What of the catalog the principal may see. */
  readonly view: Catalog;
}

/** No hash: of whoever lacks a value that tells its rows, nobody knows which these are. */
const UNKNOWN_ROWS = 'unknown';

/** Those beside the tenants that need no look at a note. */
export function rightsOf(reader: NoteReader): Pick<AnnotationFilter, 'visibility' | 'rowScope'> {
  const visibility: Visibility | null = hasCapability(reader.principal, 'analyst') ? null : 'client';
  const rows = rowScopeOf(reader);
  return { visibility, rowScope: rows === '' ? null : (rows ?? UNKNOWN_ROWS) };
}

/** Equal for those who see the same rows of whatever tenant; empty for all rows, `null` where it cannot be told. */
export function rowScopeOf({ principal, view }: NoteReader): string | null {
  const { key, bySource } = view.rows;
  if (key === '') return '';
  const names = [...bySource.values()].flat().map((condition) => valuesIn(condition).name);
  const own = withOwnValues({ tenants: [] }, [...new Set(names)].sort(), { principal, catalog: view });
  return own && hashOf([key, own.rows ?? {}]);
}

/** Whether the reader may know of what a note is about; what the project does not have any more, an admin may. */
export function mayKnowSubject(
  { metric, dimension }: AnnotationSubject,
  { principal, view }: NoteReader,
  whole: Catalog,
): boolean {
  const isAdmin = hasCapability(principal, 'admin');
  if (metric !== null && !seesMetric(metric, view) && !(isAdmin && !hasMetric(metric, whole))) return false;
  if (dimension === null) return true;
  const found = findDimension(dimension, view);
  return found ? isInClear(dimension, view) : isAdmin && !isDimension(dimension, whole);
}

/** Of one note, all at once. */
export function mayTell(note: StoredAnnotation, reader: NoteReader, whole: Catalog): boolean {
  const { visibility, rowScope } = rightsOf(reader);
  const dimension = note.dimension?.name ?? null;
  return (
    note.tenants.some((tenant) => reader.principal.tenants.includes(tenant)) &&
    (visibility === null || note.visibility === visibility) &&
    (rowScope === null || dimension === null || note.rowScope === rowScope) &&
    mayKnowSubject({ metric: note.metric, dimension }, reader, whole)
  );
}

/** The metric of today that a note is on: it may have got another name since. */
export function metricOfToday(metric: string, catalog: Catalog): string {
  return catalog.metrics.has(metric) ? metric : (catalog.aliases.get(metric) ?? metric);
}

function seesMetric(written: string, view: Catalog): boolean {
  const metric = view.metrics.get(metricOfToday(written, view));
  return (
    metric !== undefined && isCurrent(metric) && !metric.isPrivate && !view.veil.metrics.has(metric.name)
  );
}

function hasMetric(written: string, whole: Catalog): boolean {
  return whole.metrics.has(metricOfToday(written, whole));
}

/** Also one that is sensitive, and hidden from everybody. */
function isDimension(written: string, whole: Catalog): boolean {
  return findDimension(written, whole) !== undefined || !isInClear(written, whole);
}
