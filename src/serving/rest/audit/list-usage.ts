/** `GET /v1/usage`: how much the metrics were asked for, among requests about an admin's own tenants. */
import Type from 'typebox';
import { isOutdated } from '../../../engine/outdated-versions.ts';
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
      outdated: Type.Optional(
        Type.Boolean({ description: 'Only versions that are not current any more, or deprecated.' }),
      ),
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
  handle: async ({ query: { metric, from, to, outdated = false }, principal }, { audit, engine }) => {
    requireAdmin(principal);
    const visible = [...visibleMetrics(principal, engine.catalog())];
    const metrics = metric === undefined ? visible : visible.filter((name) => name === metric);
    const usage = await audit.countUsage({
      ...readRange({ from, to }),
      tenants: principal.tenants,
      metrics,
    });
    const items = outdated ? usage.filter((each) => isOutdated(each, engine.catalog())) : usage;
    return { text: JSON.stringify({ items: items.map(writeUsage), next: null }) };
  },
});
