/**
 * Answers in fewer bytes for whoever takes them so. Requests are read as they are: what unpacks itself could be larger
 * than any limit on bodies.
 */
import fastifyCompress from '@fastify/compress';
import type { FastifyInstance, onSendHookHandler, RouteOptions } from 'fastify';

/** Bytes; below them the packing costs more than the sending. */
const SHORTEST = 1_024;

/** Types of texts; the library's own list has no lines of JSON. */
const WORDS = /^text\/|[+/-](?:ndjson|json|xml|yaml)(?:;|$)|\/javascript(?:;|$)/;

export async function addCompression(app: FastifyInstance): Promise<void> {
  await app.register(fastifyCompress, {
    globalCompression: true,
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: SHORTEST,
    customTypes: WORDS,
  });
  // Behind the library's own hook, which stands in each route as well.
  app.addHook('onRoute', (route) => {
    route.onSend = [...hooksOf(route), weakenTag];
  });
}

function hooksOf({ onSend }: RouteOptions): onSendHookHandler[] {
  return onSend === undefined ? [] : [onSend].flat();
}

/** Other bytes of the same answer: a strong tag would promise the same bytes. */
const weakenTag: onSendHookHandler = (_request, reply, payload, done) => {
  const tag = reply.getHeader('etag');
  if (reply.hasHeader('content-encoding') && typeof tag === 'string' && !tag.startsWith('W/'))
    reply.header('etag', `W/${tag}`);
  done(null, payload);
};
