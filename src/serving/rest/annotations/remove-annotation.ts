/** `DELETE /v1/annotations/{annotation}`: ends a note. */
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { AnnotationParameter, RemovedSchema } from './annotation-schemas.ts';

export const removeAnnotationRoute = principalRoute({
  method: 'DELETE',
  path: '/v1/annotations/:annotation',
  schemas: { params: AnnotationParameter, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'removeAnnotation',
    tag: 'Annotations',
    summary: 'Remove a note on numbers',
    description: 'For its author, and for admins of all its tenants. It is gone for good.',
    answer: { description: 'It is gone.', schema: RemovedSchema },
    problems: [
      'TENANT_CAPABILITY',
      'TENANT_ANNOTATION_UNKNOWN',
      'TENANT_ANNOTATION_OTHERS',
      'QUERY_ANNOTATION_STALE',
      'SERVER_NOT_READY',
    ],
  },
  handle: async ({ params: { annotation }, principal }, { engine }) => {
    await engine.annotations.remove(principal, annotation);
    return { text: JSON.stringify({ removed: true }) };
  },
});
