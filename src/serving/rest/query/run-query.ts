/** `POST /v1/query`: any query. */

import { MetricQuerySchema } from '../../../query/metric-query.ts';
import { ASKING_PROBLEMS } from '../../openapi/asking-problems.ts';
import { AnswerSchema } from '../../openapi/wire-schemas.ts';
import { replyWith } from '../../reply-with.ts';
import { leaveToEngine } from '../../routes/leave-to-engine.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { answerExample, queryExample } from './examples.ts';

export const runQueryRoute = principalRoute({
  method: 'POST',
  path: '/v1/query',
  embeds: true,
  schemas: { params: NoParameters, query: NoParameters, body: MetricQuerySchema, checkBody: leaveToEngine },
  documentation: {
    operationId: 'runQuery',
    tag: 'Query',
    summary: 'Ask for metrics',
    description:
      'One or more metrics over a range, by time and dimensions. A key that is not known is refused, never ignored.',
    answer: { description: 'The answer.', schema: AnswerSchema, example: answerExample },
    problems: ['QUERY_INVALID', 'QUERY_UNKNOWN_METRIC', 'QUERY_NO_PATH', ...ASKING_PROBLEMS],
    bodyExamples: { 'Return on spend by channel and month': queryExample },
  },
  handle: async ({ body, signal, trail, principal }, { engine }) =>
    replyWith(await engine.query(principal, body, { signal, tell: trail.run() })),
});
