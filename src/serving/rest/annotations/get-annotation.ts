/** `GET /v1/annotations/{annotation}`: one note. */
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { AnnotationParameter, AnnotationSchema, writeAnnotation } from './annotation-schemas.ts';

export const getAnnotationRoute = principalRoute({
  method: 'GET',
  path: '/v1/annotations/:annotation',
  schemas: { params: AnnotationParameter, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'getAnnotation',
    tag: 'Annotations',
    summary: 'Read a note on numbers',
    description: 'One that the caller may not read is answered like one that does not exist.',
    answer: { description: 'The note.', schema: AnnotationSchema },
    problems: ['TENANT_ANNOTATION_UNKNOWN', 'SERVER_NOT_READY'],
  },
  handle: async ({ params: { annotation }, principal }, { engine }) => ({
    text: JSON.stringify(writeAnnotation(await engine.annotations.find(principal, annotation))),
  }),
});
