/** A server of its own for operators: figures and health, and nothing of any tenant. It asks nobody who they are. */
import { type FastifyInstance, fastify } from 'fastify';

export interface AdminOptions {
  readonly figures: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Why the server cannot answer now, in words; `null` where it can. */
  readonly whyNotReady: () => Promise<string | null>;
}

/** Builds the server; it listens when it is told to. */
export function buildAdminApp({ figures, whyNotReady }: AdminOptions): FastifyInstance {
  const app = fastify({ logger: false, return503OnClosing: false, exposeHeadRoutes: false });
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await figures();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const reason = await whyNotReady();
    if (reason === null) return { status: 'ok' };
    return reply.code(503).send({ status: 'not ready', reason });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ status: 'not found' }));
  app.setErrorHandler((_error, _request, reply) => reply.code(500).send({ status: 'failed' }));
  return app;
}
