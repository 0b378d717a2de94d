/** `POST /v1/query/plan`: how a query would be answered, without running it. */

import { SemanticError } from '../../../errors/semantic-error.ts';
import { MetricQuerySchema } from '../../../query/metric-query.ts';
import { hasCapability } from '../../../tenancy/principal.ts';
import { ASKING_PROBLEMS } from '../../openapi/asking-problems.ts';
import { PlanSchema } from '../../openapi/plan-schemas.ts';
import { leaveToEngine } from '../../routes/leave-to-engine.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { planExample, queryExample } from './examples.ts';

export const planQueryRoute = principalRoute({
  method: 'POST',
  path: '/v1/query/plan',
  schemas: { params: NoParameters, query: NoParameters, body: MetricQuerySchema, checkBody: leaveToEngine },
  documentation: {
    operationId: 'planQuery',
    tag: 'Query',
    summary: 'Explain a query',
    description:
      'Validates and plans without running: the plan, the SQL and its parameters, the rules that changed the plan, the path to each dimension and why it was taken, and what else the query could ask for.',
    answer: { description: 'The plan.', schema: PlanSchema, example: planExample },
    problems: [
      'QUERY_INVALID',
      'QUERY_UNKNOWN_METRIC',
      'TENANT_CAPABILITY',
      'TENANT_PLAN_RESTRICTED',
      ...ASKING_PROBLEMS,
    ],
    bodyExamples: { 'Return on spend by channel and month': queryExample },
  },
  handle: async ({ body, trail, principal }, { engine }) => {
    if (!hasCapability(principal, 'analyst'))
      throw new SemanticError('TENANT_CAPABILITY', { capability: 'analyst' });
    return { text: JSON.stringify(await engine.plan(principal, body, { tell: trail.run() })) };
  },
});
