/** `GET /v1/deployments`: which catalog was in force when, and what was another metric in it. */
import Type from 'typebox';
import { SemanticError } from '../../../errors/semantic-error.ts';
import { hasCapability } from '../../../tenancy/principal.ts';
import { PAGE_LIMIT, PageParameters } from '../../paginate.ts';
import { parameterError } from '../../parse-query-string.ts';
import { readInstant } from '../../read-instant.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { DeploymentsSchema, knownMetrics, writeDeployment } from './deployment-schemas.ts';

export const listDeploymentsRoute = principalRoute({
  method: 'GET',
  path: '/v1/deployments',
  schemas: {
    params: NoParameters,
    query: Type.Object({
      at: Type.Optional(
        Type.String({
          maxLength: 40,
          description:
            'Only the one in force at this moment: a day, which is its first moment in UTC, or a date-time with offset.',
          examples: ['2026-01-31'],
        }),
      ),
      ...PageParameters,
    }),
    body: NoBody,
  },
  documentation: {
    operationId: 'listDeployments',
    tag: 'Catalog',
    summary: 'Which catalog was in force when',
    description:
      'Every catalog that servers of this deployment began to serve, the newest first, apart from the days of releases. For analysts and admins.',
    answer: { description: 'One page of deployments.', schema: DeploymentsSchema },
    problems: ['TENANT_CAPABILITY', 'SERVER_NOT_READY', 'HTTP_PARAMETER'],
  },
  handle: async ({ query: { at, cursor, limit = PAGE_LIMIT.default }, principal }, services) => {
    if (!hasCapability(principal, 'analyst'))
      throw new SemanticError('TENANT_CAPABILITY', { capability: 'analyst' });
    const { deployments, engine } = services;
    const catalog = engine.catalog();
    const after = cursor === undefined ? undefined : readPosition(cursor);
    const filter = { project: catalog.project.name, at: at === undefined ? undefined : readMoment(at) };
    const { items, next } = await deployments.readDeployments(filter, { limit, after });
    const mayKnow = knownMetrics(principal, catalog);
    const written = items.map((deployment) => writeDeployment(deployment, mayKnow));
    return { text: JSON.stringify({ items: written, next: next === null ? null : writePosition(next) }) };
  },
});

function readMoment(text: string): string {
  const instant = readInstant(text);
  if (instant === null)
    throw parameterError('at', 'must be a day, as 2026-01-31, or a date-time with offset');
  return instant;
}

function writePosition(id: number): string {
  return Buffer.from(JSON.stringify({ before: id })).toString('base64url');
}

/** Whoever makes one up goes on elsewhere among what they may see. @throws SemanticError HTTP_PARAMETER */
function readPosition(cursor: string): number {
  const [, id] = /^\{"before":([1-9]\d{0,14})\}$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (id === undefined || writePosition(Number(id)) !== cursor)
    throw parameterError('cursor', 'is not a cursor of this list');
  return Number(id);
}
