/** `/docs`: the OpenAPI document, to read and to try. */
import { fastifySwagger } from '@fastify/swagger';
import { fastifySwaggerUi } from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

const PREFIX = '/docs';

/** Shows `document` to anyone: it tells what can be asked, not what the answers are. */
export async function addDocumentationPage(
  app: FastifyInstance,
  document: Readonly<Record<string, unknown>>,
): Promise<void> {
  await app.register(async (scope) => {
    // The page brings routes of its own; all of them are public.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    await scope.register(fastifySwagger, { hideUntagged: true });
    await scope.register(fastifySwaggerUi, {
      routePrefix: PREFIX,
      staticCSP: true,
      uiConfig: { docExpansion: 'list', deepLinking: true },
      // The document is built from our own route definitions, not from Fastify's.
      transformSpecification: () => ({ ...document }),
      transformSpecificationClone: false,
    });
  });
}
