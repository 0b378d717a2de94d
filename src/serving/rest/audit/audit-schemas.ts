/** Records of the audit and counts of use on the wire. */
import Type, { type Static } from 'typebox';
import { CAPABILITIES } from '../../../base/capability.ts';
import { type Catalog, isCurrent } from '../../../catalog/catalog.ts';
import { viewCatalog } from '../../../catalog/view-catalog.ts';
import {
  AUDIT_OUTCOMES,
  AUDIT_SURFACES,
  type AuditRecord,
  type MetricUsage,
  MOST_CALLERS,
} from '../../../store/audit-record.ts';
import { PRINCIPAL_KINDS, type Principal } from '../../../tenancy/principal.ts';

const strict = { additionalProperties: false } as const;
const nullable = <Schema extends Type.TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
const count = Type.Integer({ minimum: 0 });

/** In the place of metrics that the reader may not see, or that are not there any more. */
export const RESTRICTED = '‹restricted›';

const AuditedPrincipalSchema = Type.Object(
  {
    kind: Type.Enum(PRINCIPAL_KINDS),
    id: Type.String(),
    capability: Type.Enum(CAPABILITIES),
  },
  strict,
);

export const AuditRecordSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    request_id: Type.String({ description: '`X-Request-Id` of the answer.' }),
    at: Type.String({ description: 'When the request arrived.' }),
    principal: nullable(AuditedPrincipalSchema),
    tenants: Type.Array(Type.String(), { description: 'The tenants in scope.' }),
    method: Type.String(),
    route: Type.String({ description: 'The template: `/v1/metrics/:metric/values`.' }),
    surface: Type.Enum(AUDIT_SURFACES),
    catalog: nullable(Type.String(), 'Hash of the catalog that answered.'),
    metrics: Type.Array(
      Type.Object(
        {
          metric: Type.String({
            description: `\`${RESTRICTED}\` for one that the reader may not see, or that is not there any more.`,
          }),
          version: nullable(Type.Integer()),
          rows: nullable(count),
        },
        strict,
      ),
    ),
    sql: Type.Array(Type.String(), { description: 'Hashes of the statements, as in receipts.' }),
    rows: nullable(count),
    ms: Type.Number(),
    status: nullable(Type.Integer(), 'Null where the caller left before the answer.'),
    outcome: Type.Enum(AUDIT_OUTCOMES),
    code: nullable(Type.String(), 'The code of the error.'),
  },
  { ...strict, description: 'One request: who asked for what, and how it ended. No values.' },
);

export const AuditPageSchema = Type.Object(
  { items: Type.Array(AuditRecordSchema), next: nullable(Type.String()) },
  strict,
);

export const UsageSchema = Type.Object(
  {
    metric: Type.String(),
    version: Type.Integer(),
    requests: Type.Integer({ description: 'Requests that were answered with it.' }),
    principals: Type.Integer({ description: 'Different keys and users among them.' }),
    callers: Type.Array(
      Type.Object(
        { kind: Type.Enum(PRINCIPAL_KINDS), id: Type.String(), requests: count, last_asked: Type.String() },
        strict,
      ),
      { description: `Those who asked most, at most ${MOST_CALLERS}.` },
    ),
    rows: count,
    last_asked: Type.String(),
  },
  strict,
);

export const UsagePageSchema = Type.Object({ items: Type.Array(UsageSchema), next: Type.Null() }, strict);

/** Tells the names that a principal may see now; of others it is not known whether they may. */
export function visibleMetrics(principal: Principal, catalog: Catalog): ReadonlySet<string> {
  const { metrics, veil } = viewCatalog(catalog, principal);
  return new Set(
    [...metrics.values()].filter(isCurrent).flatMap(({ name }) => (veil.metrics.has(name) ? [] : [name])),
  );
}

export function writeRecord(
  record: AuditRecord,
  visible: ReadonlySet<string>,
): Static<typeof AuditRecordSchema> {
  const { requestId, metrics, tenants, sql, ...others } = record;
  return {
    ...others,
    request_id: requestId,
    tenants: [...tenants],
    metrics: metrics.map(({ metric, version, rows }) =>
      visible.has(metric) ? { metric, version, rows } : { metric: RESTRICTED, version: null, rows: null },
    ),
    sql: [...sql],
  };
}

export function writeUsage({ lastAsked, callers, ...usage }: MetricUsage): Static<typeof UsageSchema> {
  const named = callers.map(({ lastAsked: last, ...caller }) => ({ ...caller, last_asked: last }));
  return { ...usage, callers: named, last_asked: lastAsked };
}
