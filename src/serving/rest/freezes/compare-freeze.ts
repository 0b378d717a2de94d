/** `POST /v1/freezes/{freeze}/query`: what was published, what the same question gives today, and why they differ. */
import { MetricQuerySchema } from '../../../query/metric-query.ts';
import { ASKING_PROBLEMS } from '../../openapi/asking-problems.ts';
import { leaveToEngine } from '../../routes/leave-to-engine.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { comparisonExample, freezeRequestExample } from './examples.ts';
import { FreezeComparisonSchema, FreezeParameter } from './freeze-schemas.ts';
import { writeComparison } from './write-freeze.ts';

export const compareFreezeRoute = principalRoute({
  method: 'POST',
  path: '/v1/freezes/:freeze/query',
  schemas: {
    params: FreezeParameter,
    query: NoParameters,
    body: MetricQuerySchema,
    checkBody: leaveToEngine,
  },
  documentation: {
    operationId: 'compareFreeze',
    tag: 'Query',
    summary: 'Compare what was published with today',
    description:
      'The body is one of the queries of the freeze, as it was written or as it was resolved; any other is refused. Each number comes as it was published and as it is today, with what of the difference a changed definition makes, and what changed data.',
    answer: { description: 'The comparison.', schema: FreezeComparisonSchema, example: comparisonExample },
    problems: [
      'TENANT_FREEZE_UNKNOWN',
      'QUERY_NOT_FROZEN',
      'QUERY_INVALID',
      'QUERY_UNKNOWN_METRIC',
      'QUERY_NO_PATH',
      'SERVER_NOT_READY',
      'SERVER_FREEZE_EDITED',
      ...ASKING_PROBLEMS,
    ],
    bodyExamples: { 'A query of the freeze': freezeRequestExample.queries.by_channel },
  },
  handle: async ({ params, body, signal, trail, principal }, { engine }) => {
    const options = { signal, run: () => trail.run() };
    return { text: writeComparison(await engine.freezes.compare(principal, params.freeze, body, options)) };
  },
});
