/** Notes on numbers: written by those who work on them, and told to whoever may see what they are about. */
import { randomBytes } from 'node:crypto';
import type { Catalog } from '../../catalog/catalog.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { isStorableText } from '../../postgres/encode-statement.ts';
import { limit } from '../../query/check-query.ts';
import { askMetric } from '../../query/find-metric.ts';
import type { AnnotationFilter, AnnotationPosition, StoredAnnotation } from '../../store/annotation.ts';
import type { Store } from '../../store/store.ts';
import { hasCapability, type Principal } from '../../tenancy/principal.ts';
import { resolveScope, type Scope } from '../../tenancy/scope.ts';
import {
  ANNOTATION_LIMITS,
  type Annotation,
  type AnnotationChange,
  type AnnotationList,
  type AnnotationOptions,
  type AnnotationRequest,
  type Annotations,
} from './annotations.ts';
import { mayKnowSubject, mayTell, metricOfToday, type NoteReader, rightsOf, rowScopeOf } from './may-tell.ts';
import { readContent, readRange, refused, valueOf, withChange } from './read-content.ts';

interface AnnotationParts {
  readonly catalog: Catalog;
  readonly store: Pick<
    Store,
    | 'addAnnotation'
    | 'findAnnotation'
    | 'changeAnnotation'
    | 'removeAnnotation'
    | 'listAnnotationSubjects'
    | 'readAnnotations'
  >;
  readonly now: () => Date;
  /** What a principal may see. */
  readonly viewOf: (principal: Principal) => Catalog;
  /** The reporting zone of the tenants. */
  readonly zoneOf: (scope: Scope, signal: AbortSignal | undefined) => Promise<string>;
}

const ID_BYTES = 16;

export class AnnotationBook implements Annotations {
  readonly #parts: AnnotationParts;

  constructor(parts: AnnotationParts) {
    this.#parts = parts;
  }

  async write(
    principal: Principal,
    { tenants: asked, ...content }: AnnotationRequest,
    { signal }: AnnotationOptions = {},
  ): Promise<Annotation> {
    requireAnalyst(principal);
    limit('tenants of an annotation', asked?.length ?? 0, ANNOTATION_LIMITS.tenants, '/tenants');
    const scope = resolveScope(principal, asked ?? null);
    if (!scope.tenants.every(isStorableText))
      throw refused('its tenants have no text that can be kept', '/tenants');
    const { catalog, store, now, zoneOf } = this.#parts;
    const reader = this.#readerOf(principal);
    const zone = isBounded(content) ? await zoneOf(scope, signal) : catalog.project.zone;
    const note: StoredAnnotation = {
      ...readContent(content, { view: reader.view, zone, rowScope: rowScopeOf(reader) }),
      id: randomBytes(ID_BYTES).toString('hex'),
      project: catalog.project.name,
      tenants: scope.tenants,
      author: authorOf(principal),
      revision: 1,
      madeAt: now().toISOString(),
      editedAt: null,
    };
    const { ofTenant } = ANNOTATION_LIMITS;
    if (!(await store.addAnnotation(note, ofTenant)))
      throw new SemanticError('QUERY_LIMIT_EXCEEDED', {
        what: 'annotations of a tenant',
        actual: ofTenant + 1,
        limit: ofTenant,
      });
    return tell(note, principal);
  }

  async list(
    principal: Principal,
    {
      metric,
      limit: most,
      after,
      ...range
    }: AnnotationList & { readonly limit: number; readonly after: AnnotationPosition | null },
    { signal }: AnnotationOptions = {},
  ): Promise<{ readonly items: readonly Annotation[]; readonly next: AnnotationPosition | null }> {
    const { catalog, store, zoneOf } = this.#parts;
    const reader = this.#readerOf(principal);
    const named = metric === undefined ? null : askMetric(metric, reader.view, '/metric').name;
    const zone = isBounded(range)
      ? await zoneOf(resolveScope(principal, 'all'), signal)
      : catalog.project.zone;
    const filter: AnnotationFilter = {
      project: catalog.project.name,
      tenants: principal.tenants,
      ...rightsOf(reader),
      ...readRange(range, zone, ''),
    };
    const subjects = (await store.listAnnotationSubjects(filter)).filter(
      (subject) =>
        (named === null || subject.metric === null || metricOfToday(subject.metric, catalog) === named) &&
        mayKnowSubject(subject, reader, catalog),
    );
    if (subjects.length === 0) return { items: [], next: null };
    const page = await store.readAnnotations(filter, { subjects, values: null }, { limit: most, after });
    return { items: page.items.map((note) => tell(note, principal)), next: page.next };
  }

  async find(principal: Principal, id: string): Promise<Annotation> {
    return tell(await this.#find(principal, id), principal);
  }

  async change(
    principal: Principal,
    id: string,
    change: AnnotationChange,
    { signal }: AnnotationOptions = {},
  ): Promise<Annotation> {
    const note = await this.#findOwn(principal, id);
    const { store, now, zoneOf, catalog } = this.#parts;
    const { revision } = change;
    if (revision !== note.revision) throw stale(revision);
    const reader = this.#readerOf(principal);
    const zone = isBounded(change)
      ? await zoneOf(resolveScope(principal, note.tenants), signal)
      : catalog.project.zone;
    const setting = { view: reader.view, zone, rowScope: rowScopeOf(reader) };
    const changed = readContent(withChange(note, change), setting);
    const editedAt = now().toISOString();
    if (!(await store.changeAnnotation(id, revision, changed, editedAt))) throw stale(revision);
    return tell({ ...note, ...changed, revision: revision + 1, editedAt }, principal);
  }

  async remove(principal: Principal, id: string): Promise<void> {
    const { revision } = await this.#findOwn(principal, id);
    if (!(await this.#parts.store.removeAnnotation(id, revision))) throw stale(revision);
  }

  /** Whoever may not read it is told what is told of one that does not exist. */
  async #find(principal: Principal, id: string): Promise<StoredAnnotation> {
    const { catalog, store } = this.#parts;
    const note = await store.findAnnotation(catalog.project.name, id);
    if (!note || !mayTell(note, this.#readerOf(principal), catalog))
      throw new SemanticError('TENANT_ANNOTATION_UNKNOWN', { annotation: id.slice(0, 80) });
    return note;
  }

  /** One that the principal may change. */
  async #findOwn(principal: Principal, id: string): Promise<StoredAnnotation> {
    requireAnalyst(principal);
    const note = await this.#find(principal, id);
    const { kind, id: author } = authorOf(principal);
    const isAuthor = note.author.kind === kind && note.author.id === author;
    const hasAll = note.tenants.every((tenant) => principal.tenants.includes(tenant));
    if (!hasAll || !(isAuthor || hasCapability(principal, 'admin')))
      throw new SemanticError('TENANT_ANNOTATION_OTHERS', {});
    return note;
  }

  #readerOf(principal: Principal): NoteReader {
    return { principal, view: this.#parts.viewOf(principal) };
  }
}

function requireAnalyst(principal: Principal): void {
  if (!hasCapability(principal, 'analyst'))
    throw new SemanticError('TENANT_CAPABILITY', { capability: 'analyst' });
}

/** A key that was made in the place of another writes as that one did. PostgreSQL holds neither NUL nor half a character. */
function authorOf({ kind, id, line = id }: Principal): StoredAnnotation['author'] {
  return { kind, id: line.toWellFormed().replaceAll('\0', '\uFFFD') };
}

function isBounded({ from, to }: { readonly from?: unknown; readonly to?: unknown }): boolean {
  return from != null || to != null;
}

function stale(revision: number): SemanticError {
  return new SemanticError('QUERY_ANNOTATION_STALE', { revision }, { path: '/revision' });
}

/** Of its tenants, those of the reader. */
function tell(note: StoredAnnotation, { tenants: own }: Principal): Annotation {
  const { id, text, metric, from, to, visibility, author, revision, madeAt, editedAt } = note;
  return {
    id,
    text,
    tenants: note.tenants.filter((tenant) => own.includes(tenant)),
    metric,
    dimension: note.dimension?.name ?? null,
    value: valueOf(note),
    from,
    to,
    visibility,
    author: author.id,
    revision,
    madeAt,
    editedAt,
  };
}
