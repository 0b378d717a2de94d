/** What somebody writes in a note, checked against what they may see, as it is kept. */
import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../../catalog/catalog.ts';
import { isInClear } from '../../catalog/find-dimension.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { isStorableText } from '../../postgres/encode-statement.ts';
import { nameDimension } from '../../query/bind-member.ts';
import { askMetric } from '../../query/find-metric.ts';
import { resolveBound } from '../../query/resolve-bound.ts';
import { valueText } from '../../query/value-text.ts';
import type { AnnotationBody, StoredAnnotation, StoredValue } from '../../store/annotation.ts';
import {
  ANNOTATION_LIMITS,
  type Annotation,
  type AnnotationChange,
  type AnnotationContent,
} from './annotations.ts';

export interface ContentSetting {
  /** What of the catalog its writer may see. */
  readonly view: Catalog;
  /** The reporting zone. */
  readonly zone: string;
  /** As `rowScopeOf` tells it. */
  readonly rowScope: string | null;
}

/** Types whose values are the same in every answer, whatever the zone. */
const TYPES: ReadonlySet<string> = new Set(['string', 'key', 'integer', 'boolean', 'date']);

/** @throws SemanticError QUERY_ANNOTATION_REFUSED, and those of metrics, dimensions, values and bounds in queries */
export function readContent(content: AnnotationContent, setting: ContentSetting): AnnotationBody {
  const { text, visibility = 'agency' } = content;
  const { view } = setting;
  if (text.trim() === '' || Array.from(text).length > ANNOTATION_LIMITS.text || !isStorableText(text))
    throw refused(
      `its text must have 1 to ${ANNOTATION_LIMITS.text} characters, and more than blanks`,
      '/text',
    );
  const metric = content.metric == null ? null : metricNamed(content.metric, view);
  const dimension = readDimension(content, setting);
  const { from, to } = readRange(content, setting.zone, '');
  return { text, visibility, metric, dimension, from, to, rowScope: setting.rowScope ?? '' };
}

/** The note as a request that `change` has been brought into. */
export function withChange(note: StoredAnnotation, change: AnnotationChange): AnnotationContent {
  const { text, visibility, metric, from, to } = note;
  const { revision: _revision, ...changed } = change;
  const kept = { text, visibility, metric, from, to, dimension: note.dimension?.name ?? null };
  const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  const content: AnnotationContent = { ...kept, value: valueOf(note), ...given };
  // Another dimension has other values, and none has none.
  const renamed = change.dimension !== undefined && change.dimension !== kept.dimension;
  return renamed ? { ...content, value: change.value } : content;
}

/** The value as JSON has it. */
export function valueOf({ dimension }: Pick<AnnotationBody, 'dimension'>): Annotation['value'] {
  if (dimension === null) return null;
  const { text, kind } = dimension.value;
  if (kind === 'boolean') return text === 'true';
  return kind === 'number' ? Number(text) : text;
}

/** Instants, half-open. @throws SemanticError QUERY_BAD_TIME, QUERY_EMPTY_RANGE */
export function readRange(
  { from, to }: { readonly from?: string | null | undefined; readonly to?: string | null | undefined },
  zone: string,
  place: string,
): Pick<AnnotationBody, 'from' | 'to'> {
  const range = { from: instantOf(from, zone, `${place}/from`), to: instantOf(to, zone, `${place}/to`) };
  if (range.from && range.to && Temporal.Instant.compare(range.from, range.to) >= 0)
    throw new SemanticError(
      'QUERY_EMPTY_RANGE',
      { from: from ?? '', to: to ?? '' },
      { path: `${place}/to`, hint: 'A range ends with the first moment after it: a day ends with the next.' },
    );
  return range;
}

export function refused(problem: string, path: string): SemanticError {
  return new SemanticError('QUERY_ANNOTATION_REFUSED', { problem }, { path });
}

function metricNamed(written: string, view: Catalog): string {
  if (written.includes('@')) throw refused('it is on all versions of a metric, so it names none', '/metric');
  return askMetric(written, view, '/metric').name;
}

function readDimension(
  { dimension, value }: AnnotationContent,
  { view, zone, rowScope }: ContentSetting,
): AnnotationBody['dimension'] {
  if (dimension == null) {
    if (value == null) return null;
    throw refused('it has a value, but no dimension that it is of', '/value');
  }
  const { member } = nameDimension(dimension, view, '/dimension');
  if (!isInClear(dimension, view))
    throw refused('values of that dimension are not shown in clear', '/dimension');
  if (rowScope === null) throw refused('it is not known which rows its writer may see', '/dimension');
  if (!TYPES.has(member.type))
    throw refused(`a value of the type ${member.type} cannot be noted: say a range`, '/dimension');
  if (value == null) throw refused('it has a dimension, but no value of it', '/value');
  const text = valueText(value, { member: dimension, type: member.type, zone, pointer: '/value' });
  return { name: dimension, value: storedValue(text, member.type) };
}

/** Whole numbers that JSON keeps are numbers; longer ones are texts, as answers give them with `numbers: strings`. */
function storedValue(bound: string | boolean, type: string): StoredValue {
  if (typeof bound === 'boolean') return { text: String(bound), kind: 'boolean' };
  if (type !== 'integer') return { text: bound, kind: 'string' };
  const text = BigInt(bound).toString();
  return { text, kind: Number.isSafeInteger(Number(text)) ? 'number' : 'string' };
}

function instantOf(written: string | null | undefined, zone: string, path: string): string | null {
  if (written == null) return null;
  const { instant } = resolveBound(written, zone, path);
  const text = Temporal.Instant.from(instant).toString();
  if (/^(?!0000)\d{4}-/.test(text)) return text;
  const params = { value: written.slice(0, 40), expected: 'a moment of the years 1 to 9999 in UTC' };
  throw new SemanticError('QUERY_BAD_TIME', params, { path });
}
