/** `/livez` and `/readyz`: whether the process runs, and whether it can answer. */
import { SemanticError } from '../../../errors/semantic-error.ts';
import { HealthSchema } from '../../openapi/wire-schemas.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { publicRoute } from '../../routes/route.ts';

const schemas = { params: NoParameters, query: NoParameters, body: NoBody };
const ok = { text: '{"status":"ok"}' };

export const livezRoute = publicRoute({
  method: 'GET',
  path: '/livez',
  schemas,
  documentation: {
    operationId: 'livez',
    tag: 'Health',
    summary: 'Whether the process runs',
    description: 'Answers while the process is alive, whatever its databases do.',
    answer: { description: 'It runs.', schema: HealthSchema, example: { status: 'ok' } },
    problems: [],
  },
  handle: () => ok,
});

export const readyzRoute = publicRoute({
  method: 'GET',
  path: '/readyz',
  schemas,
  documentation: {
    operationId: 'readyz',
    tag: 'Health',
    summary: 'Whether the server can answer',
    description:
      'Fails while the server shuts down or has more to do than it can, and while the warehouse or the store does not answer.',
    answer: { description: 'It can.', schema: HealthSchema, example: { status: 'ok' } },
    problems: ['SERVER_NOT_READY', 'SERVER_OVERLOADED'],
  },
  handle: async (_call, { engine, isDraining, findOverload }) => {
    if (isDraining()) throw new SemanticError('SERVER_NOT_READY', { reason: 'it shuts down' });
    const reason = findOverload();
    if (reason !== null) throw new SemanticError('SERVER_OVERLOADED', { reason });
    const { warehouse, store } = await engine.ready();
    if (!warehouse) throw new SemanticError('SERVER_NOT_READY', { reason: 'the warehouse does not answer' });
    if (!store) throw new SemanticError('SERVER_NOT_READY', { reason: 'the store does not answer' });
    return ok;
  },
});
