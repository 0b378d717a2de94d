/** `GET /v1/usage`: how much the metrics were asked for, among requests about an admin's own tenants. */
import Type from 'typebox';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { requireAdmin } from '../keys/administer-keys.ts';
import { RangeParameters, readRange } from './audit-parameters.ts';
import { UsagePageSchema, visibleMetrics, writeUsage } from './audit-schemas.ts';

export const listUsageRoute = principalRoute({
  method: 'GET',
  path: '/v1/usage',
  schemas: {
    params: NoParameters,
    query: Type.Object({
      ...RangeParameters,
      metric: Type.Optional(Type.String({ maxLength: 63, description: 'Only this metric.' })),
    }),
    body: NoBody,
  },
  documentation: {
    operationId: 'listUsage',
    tag: 'Administration',
    summary: 'How much metrics are used',
    description:
      'By metric and version, of the requests that `GET /v1/audit` shows and that were answered with numbers: the most asked first.',
    answer: { description: 'All of them.', schema: UsagePageSchema },
    problems: ['TENANT_CAPABILITY', 'SERVER_NOT_READY'],
  },
  handle: async ({ query: { metric, from, to }, principal }, { audit, engine }) => {
    requireAdmin(principal);
    const visible = [...visibleMetrics(principal, engine.catalog())];
    const metrics = metric === undefined ? visible : visible.filter((name) => name === metric);
    const usage = await audit.countUsage({
      ...readRange({ from, to }),
      tenants: principal.tenants,
      metrics,
    });
    return { text: JSON.stringify({ items: usage.map(writeUsage), next: null }) };
  },
});
