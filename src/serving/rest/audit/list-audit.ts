/** `GET /v1/audit`: the requests that were about an admin's own tenants. */
import Type from 'typebox';
import { PAGE_LIMIT, PageParameters } from '../../paginate.ts';
import { readPosition, writePosition } from '../../position-cursor.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { requireAdmin } from '../keys/administer-keys.ts';
import { AuditParameters, readAuditFilter } from './audit-parameters.ts';
import { AuditPageSchema, visibleMetrics, writeRecord } from './audit-schemas.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const listAuditRoute = principalRoute({
  method: 'GET',
  path: '/v1/audit',
  schemas: {
    params: NoParameters,
    query: Type.Object({ ...AuditParameters, ...PageParameters }),
    body: NoBody,
  },
  documentation: {
    operationId: 'listAudit',
    tag: 'Administration',
    summary: 'Who asked for what',
    description:
      'Requests of which all tenants in scope are among those of the caller, newest first. They appear some seconds after they were answered.',
    answer: { description: 'One page of records.', schema: AuditPageSchema },
    problems: ['TENANT_CAPABILITY', 'SERVER_NOT_READY'],
  },
  handle: async ({ query, principal }, { audit, engine }) => {
    requireAdmin(principal);
    const { cursor, limit = PAGE_LIMIT.default, ...asked } = query;
    const filter = readAuditFilter(asked, principal);
    const after = cursor === undefined ? undefined : readPosition(cursor, UUID);
    const visible = visibleMetrics(principal, engine.catalog());
    const isHidden = filter.metric !== undefined && !visible.has(filter.metric);
    const { items, next } = isHidden
      ? { items: [], next: null }
      : await audit.readAudit(filter, { limit, after });
    const written = items.map((record) => writeRecord(record, visible));
    return { text: JSON.stringify({ items: written, next: writePosition(next) }) };
  },
});
