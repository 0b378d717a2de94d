/** `GET /v1/freezes/{freeze}`: what was published, and by which definitions. */
import Type from 'typebox';
import { NoBody } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { FreezeParameter, FreezeSchema } from './freeze-schemas.ts';
import { writeFreeze } from './write-freeze.ts';

export const getFreezeRoute = principalRoute({
  method: 'GET',
  path: '/v1/freezes/:freeze',
  schemas: {
    params: FreezeParameter,
    query: Type.Object({
      numbers: Type.Optional(
        Type.Enum(['json', 'strings'], { description: '`strings` gives exact numbers as strings.' }),
      ),
    }),
    body: NoBody,
  },
  documentation: {
    operationId: 'getFreeze',
    tag: 'Query',
    summary: 'Read what was published',
    description:
      'The queries of a freeze, their answers, and the definitions behind them. Readable under the scope in which it was made, by those who may see all that it rests on today.',
    answer: { description: 'The freeze.', schema: FreezeSchema },
    problems: ['TENANT_FREEZE_UNKNOWN', 'HTTP_PARAMETER', 'SERVER_NOT_READY', 'SERVER_FREEZE_EDITED'],
  },
  handle: async ({ params, query: { numbers = 'json' }, principal }, { engine }) => ({
    text: writeFreeze(await engine.freezes.describe(principal, params.freeze), numbers),
  }),
});
