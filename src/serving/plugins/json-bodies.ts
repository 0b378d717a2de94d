/** JSON is the only media type that is read, and only by our own strict parser. */
import type { FastifyInstance } from 'fastify';
import { parseJsonBody } from '../parse-json-body.ts';

export function addJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, text: string) => parseJsonBody(text),
  );
}
