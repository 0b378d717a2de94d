/** `PATCH /v1/annotations/{annotation}`: another text, place or visibility for a note. */
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { WRITING_PROBLEMS } from './annotation-problems.ts';
import {
  AnnotationChangeSchema,
  AnnotationParameter,
  AnnotationSchema,
  writeAnnotation,
} from './annotation-schemas.ts';

export const changeAnnotationRoute = principalRoute({
  method: 'PATCH',
  path: '/v1/annotations/:annotation',
  schemas: { params: AnnotationParameter, query: NoParameters, body: AnnotationChangeSchema },
  documentation: {
    operationId: 'changeAnnotation',
    tag: 'Annotations',
    summary: 'Change a note on numbers',
    description:
      'For its author, and for admins of all its tenants. `revision` must be that of the note as it was read: of two who change it at once, one is told.',
    answer: { description: 'The note as it is now.', schema: AnnotationSchema },
    problems: [
      ...WRITING_PROBLEMS,
      'TENANT_ANNOTATION_UNKNOWN',
      'TENANT_ANNOTATION_OTHERS',
      'QUERY_ANNOTATION_STALE',
    ],
    bodyExamples: { 'Another text': { revision: 1, text: 'Paused until the 5th.' } },
  },
  handle: async ({ params: { annotation }, body, signal, principal }, { engine }) => ({
    text: JSON.stringify(
      writeAnnotation(await engine.annotations.change(principal, annotation, body, { signal })),
    ),
  }),
});
