/** `POST /v1/freezes`: publishes the answers to queries of a period, for good. */
import { ASKING_PROBLEMS } from '../../openapi/asking-problems.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { freezeExample, freezeRequestExample } from './examples.ts';
import {
  checkFreezeRequest,
  FreezeRequestSchema,
  FreezeSummarySchema,
  writeSummary,
} from './freeze-schemas.ts';

export const publishFreezeRoute = principalRoute({
  method: 'POST',
  path: '/v1/freezes',
  repeatable: true,
  schemas: {
    params: NoParameters,
    query: NoParameters,
    body: FreezeRequestSchema,
    checkBody: checkFreezeRequest,
  },
  documentation: {
    operationId: 'publishFreeze',
    tag: 'Query',
    summary: 'Publish a period',
    description:
      'Asks the queries and keeps their answers, with the definitions behind them, for good. For analysts and admins. `Location` of the answer is where it can be read.',
    answer: {
      status: 201,
      description: 'What was kept.',
      schema: FreezeSummarySchema,
      example: freezeExample,
    },
    problems: [
      'QUERY_FREEZE_REFUSED',
      'QUERY_FREEZE_EXISTS',
      'QUERY_INVALID',
      'QUERY_UNKNOWN_METRIC',
      'QUERY_NO_PATH',
      'TENANT_CAPABILITY',
      'SERVER_NOT_READY',
      ...ASKING_PROBLEMS,
    ],
    bodyExamples: { 'A quarter as it was reported': freezeRequestExample },
  },
  handle: async ({ body: { name, note = null, queries }, signal, trail, principal }, { engine }) => {
    const options = { signal, run: () => trail.run() };
    const made = await engine.freezes.publish(principal, { name, note, queries }, options);
    return {
      status: 201,
      text: JSON.stringify(writeSummary(made)),
      headers: { location: `/v1/freezes/${made.id}` },
    };
  },
});
