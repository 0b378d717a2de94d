/** `GET /v1/annotations`: the notes that the caller may read. */
import Type from 'typebox';
import type { AnnotationPosition } from '../../../store/annotation.ts';
import { PAGE_LIMIT, PageParameters } from '../../paginate.ts';
import { parameterError } from '../../parse-query-string.ts';
import { readInstant } from '../../read-instant.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { AnnotationPageSchema, writeAnnotation } from './annotation-schemas.ts';

const bound = (description: string) =>
  Type.Optional(Type.String({ maxLength: 40, description, examples: ['2026-01-31'] }));

const ListParameters = Type.Object({
  metric: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Only notes that touch this metric: its own, and those on all metrics.',
      examples: ['roas'],
    }),
  ),
  from: bound('Only notes on this moment or later ones; without offset in the reporting zone.'),
  to: bound('Only notes on moments before this one; without offset in the reporting zone.'),
  ...PageParameters,
});

export const listAnnotationsRoute = principalRoute({
  method: 'GET',
  path: '/v1/annotations',
  schemas: { params: NoParameters, query: ListParameters, body: NoBody },
  locate: (pointer) => `?${pointer.slice(1)}`,
  documentation: {
    operationId: 'listAnnotations',
    tag: 'Annotations',
    summary: 'List notes on numbers',
    description: 'The notes that the caller may read, of all its tenants, the newest first.',
    answer: { description: 'One page of notes.', schema: AnnotationPageSchema },
    problems: [
      'HTTP_PARAMETER',
      'QUERY_UNKNOWN_METRIC',
      'QUERY_BAD_TIME',
      'QUERY_EMPTY_RANGE',
      'TENANT_PROFILE',
      'SERVER_NOT_READY',
      'WAREHOUSE_UNAVAILABLE',
      'WAREHOUSE_TIMEOUT',
    ],
  },
  handle: async ({ query, signal, principal }, { engine }) => {
    const { cursor, limit = PAGE_LIMIT.default, ...asked } = query;
    const after = cursor === undefined ? null : readPlace(cursor);
    const { items, next } = await engine.annotations.list(principal, { ...asked, limit, after }, { signal });
    return { text: JSON.stringify({ items: items.map(writeAnnotation), next: next && writePlace(next) }) };
  },
});

function writePlace(place: AnnotationPosition): string {
  return Buffer.from(JSON.stringify([place])).toString('base64url');
}

/** Who makes one up goes on elsewhere among what they may see. @throws SemanticError HTTP_PARAMETER */
function readPlace(cursor: string): AnnotationPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, place] = /^\["(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)"\]$/.exec(text) ?? [];
  if (place !== undefined && readInstant(place) !== null && writePlace(place) === cursor) return place;
  throw parameterError('cursor', 'is not a cursor of this list');
}
