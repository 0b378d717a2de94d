/** `POST /v1/annotations`: a note on numbers. */
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { WRITING_PROBLEMS } from './annotation-problems.ts';
import { AnnotationSchema, NewAnnotationSchema, writeAnnotation } from './annotation-schemas.ts';
import { annotationExample, newAnnotationExample } from './examples.ts';

export const writeAnnotationRoute = principalRoute({
  method: 'POST',
  path: '/v1/annotations',
  repeatable: true,
  schemas: { params: NoParameters, query: NoParameters, body: NewAnnotationSchema },
  documentation: {
    operationId: 'writeAnnotation',
    tag: 'Annotations',
    summary: 'Write a note on numbers',
    description:
      'On a metric, a range of time, a value of a dimension, any of them together, or all numbers of a tenant. For analysts and admins. `Location` of the answer is where it can be read.',
    answer: { status: 201, description: 'The note.', schema: AnnotationSchema, example: annotationExample },
    problems: [...WRITING_PROBLEMS, 'QUERY_LIMIT_EXCEEDED', 'TENANT_REQUIRED', 'TENANT_REFUSED'],
    bodyExamples: { 'A campaign that was paused': newAnnotationExample },
  },
  handle: async ({ body, signal, principal }, { engine }) => {
    const made = await engine.annotations.write(principal, body, { signal });
    return {
      status: 201,
      text: JSON.stringify(writeAnnotation(made)),
      headers: { location: `/v1/annotations/${made.id}` },
    };
  },
});
