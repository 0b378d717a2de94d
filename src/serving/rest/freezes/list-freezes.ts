/** `GET /v1/freezes`: what was published of the caller's tenants. */
import Type from 'typebox';
import { PageParameters, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { FreezeListSchema, writeSummary } from './freeze-schemas.ts';

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
    const found = await engine.freezes.list(principal);
    // Unique, and in the order of time.
    const placed = found.map((freeze) => ({ name: `${freeze.madeAt} ${freeze.id}`, freeze }));
    const { items, next } = paginate(placed, query, 'descending');
    return { text: JSON.stringify({ items: items.map(({ freeze }) => writeSummary(freeze)), next }) };
  },
});
