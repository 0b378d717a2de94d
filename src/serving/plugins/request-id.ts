/** Every request has an id: the caller's if it is a sane one, else a new one. Every response repeats it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** What looks like a key or a token is none: ids are logged and kept. */
const SANE_ID = /^(?!vtr_|eyJ)[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

export function chooseRequestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}

export function addRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
}
