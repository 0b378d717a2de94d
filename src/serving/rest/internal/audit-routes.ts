/** The audit of all tenants, for the operator of this machine, as the command line asks a serving process for it. */
import Type, { type Static } from 'typebox';
import { CAPABILITIES } from '../../../base/capability.ts';
import {
  AUDIT_OUTCOMES,
  AUDIT_SURFACES,
  type AuditPage,
  type MetricUsage,
} from '../../../store/audit-record.ts';
import { PRINCIPAL_KINDS } from '../../../tenancy/principal.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { processRoute, type Route } from '../../routes/route.ts';

const strict = { additionalProperties: false } as const;
const nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z$' });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const Text = Type.String({ maxLength: 1_000 });
const PositionSchema = Type.Object({ at: Instant, id: Uuid }, strict);
const range = { from: Type.Optional(Instant), to: Type.Optional(Instant) };

const AuditQuestionSchema = Type.Object(
  {
    filter: Type.Object(
      {
        ...range,
        principal: Type.Optional(Text),
        metric: Type.Optional(Text),
        route: Type.Optional(Text),
        outcome: Type.Optional(Type.Enum(AUDIT_OUTCOMES)),
      },
      strict,
    ),
    page: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 1_000 }), after: Type.Optional(PositionSchema) },
      strict,
    ),
  },
  strict,
);

const UsageQuestionSchema = Type.Object(
  { ...range, metrics: Type.Optional(Type.Array(Text, { maxItems: 1_000 })) },
  strict,
);

/** A page of records as the store has it. */
export const StoredPageSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      requestId: Type.String(),
      at: Type.String(),
      principal: nullable(
        Type.Object({
          kind: Type.Enum(PRINCIPAL_KINDS),
          id: Type.String(),
          capability: Type.Enum(CAPABILITIES),
        }),
      ),
      tenants: Type.Array(Type.String()),
      method: Type.String(),
      route: Type.String(),
      surface: Type.Enum(AUDIT_SURFACES),
      catalog: nullable(Type.String()),
      metrics: Type.Array(
        Type.Object({ metric: Type.String(), version: Type.Integer(), rows: nullable(Type.Integer()) }),
      ),
      sql: Type.Array(Type.String()),
      rows: nullable(Type.Integer()),
      ms: Type.Number(),
      status: nullable(Type.Integer()),
      outcome: Type.Enum(AUDIT_OUTCOMES),
      code: nullable(Type.String()),
    }),
  ),
  next: nullable(PositionSchema),
});

/** Counts of use as the store has them. */
export const StoredUsageSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      metric: Type.String(),
      version: Type.Integer(),
      requests: Type.Integer(),
      principals: Type.Integer(),
      callers: Type.Array(
        Type.Object({
          kind: Type.Enum(PRINCIPAL_KINDS),
          id: Type.String(),
          requests: Type.Integer(),
          lastAsked: Type.String(),
        }),
      ),
      rows: Type.Integer(),
      lastAsked: Type.String(),
    }),
  ),
});

const readAuditRoute = processRoute({
  method: 'POST',
  path: '/internal/audit',
  schemas: { params: NoParameters, query: NoParameters, body: AuditQuestionSchema },
  documentation: null,
  handle: async ({ body: { filter, page } }, { audit }) => {
    const found = await audit.readAudit({ ...filter, tenants: 'all' }, page);
    return { text: JSON.stringify(fitsPage(found)) };
  },
});

const countUsageRoute = processRoute({
  method: 'POST',
  path: '/internal/usage',
  schemas: { params: NoParameters, query: NoParameters, body: UsageQuestionSchema },
  documentation: null,
  handle: async ({ body }, { audit }) => {
    const items = await audit.countUsage({ ...body, tenants: 'all' });
    return { text: JSON.stringify(fitsUsage(items)) };
  },
});

/** Hold the schemas to the types: what fits one fits the other. */
function fitsPage({ items, next }: AuditPage): Static<typeof StoredPageSchema> {
  return {
    items: items.map((record) => ({
      ...record,
      tenants: [...record.tenants],
      metrics: [...record.metrics],
      sql: [...record.sql],
    })),
    next,
  };
}

function fitsUsage(items: readonly MetricUsage[]): Static<typeof StoredUsageSchema> {
  return { items: items.map(({ callers, ...usage }) => ({ ...usage, callers: [...callers] })) };
}

export const auditRoutes: readonly Route[] = [readAuditRoute, countUsageRoute];
