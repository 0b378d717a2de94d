/** `GET /v1/freezes`: what was published of the caller's tenants. */
import Type from 'typebox';
import { PAGE_LIMIT, PageParameters } from '../../paginate.ts';
import { readPosition, writePosition } from '../../position-cursor.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { FreezeListSchema, writeSummary } from './freeze-schemas.ts';

const ID = /^[0-9a-f]{64}$/;

export const listFreezesRoute = principalRoute({
  method: 'GET',
  path: '/v1/freezes',
  schemas: { params: NoParameters, query: Type.Object({ ...PageParameters }), body: NoBody },
  documentation: {
    operationId: 'listFreezes',
    tag: 'Query',
    summary: 'List what was published',
    description: 'The freezes that the caller may read, the newest first.',
    answer: { description: 'One page of freezes.', schema: FreezeListSchema },
    problems: ['HTTP_PARAMETER', 'SERVER_NOT_READY'],
  },
  handle: async ({ query, principal }, { engine }) => {
    const { cursor, limit = PAGE_LIMIT.default } = query;
    const after = cursor === undefined ? undefined : readPosition(cursor, ID);
    const { items, next } = await engine.freezes.list(principal, { after, limit });
    return { text: JSON.stringify({ items: items.map(writeSummary), next: writePosition(next) }) };
  },
});
