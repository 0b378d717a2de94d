/**
 * The transport-free query, as REST, GraphQL and the command line take it. The schema here is the
 * one source of its wire form, of `openapi.yaml` and of the strict check in the binder.
 */
import Type, { type Static } from 'typebox';
import { GRAINS } from '../base/value-type.ts';
import { QUERY_LIMITS } from './query-limits.ts';

export const CONDITION_OPERATORS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'in_range',
  'contains',
  'starts_with',
  'ends_with',
  'is_null',
  'not_null',
] as const;

export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

const strict = { additionalProperties: false } as const;
const scalar = Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()]);

/** One condition that is not a group of others. */
export const DimensionConditionSchema = Type.Object(
  {
    dimension: Type.String({ description: 'A dimension as in `by`, or a row-level fact.' }),
    op: Type.Enum(CONDITION_OPERATORS),
    value: Type.Optional(scalar),
    values: Type.Optional(
      Type.Array(scalar, {
        description: `For in and not_in, at most ${QUERY_LIMITS.listValues}; for in_range the first value and the one after the last.`,
      }),
    ),
  },
  strict,
);

export const ConditionSchema = Type.Cyclic(
  {
    Condition: Type.Union([
      DimensionConditionSchema,
      Type.Object({ all: Type.Array(Type.Ref('Condition'), { minItems: 1 }) }, strict),
      Type.Object({ any: Type.Array(Type.Ref('Condition'), { minItems: 1 }) }, strict),
      Type.Object({ not: Type.Ref('Condition') }, strict),
    ]),
  },
  'Condition',
);

export const TimeSchema = Type.Object(
  {
    grain: Type.Optional(Type.Enum(GRAINS)),
    from: Type.Optional(
      Type.String({ description: 'ISO 8601 date or date-time; the first moment of the range.' }),
    ),
    to: Type.Optional(
      Type.String({ description: 'ISO 8601 date or date-time; the first moment after the range.' }),
    ),
    range: Type.Optional(
      Type.String({
        description:
          'In place of `from` and `to`: `last 30 days` (complete ones), `this month`, `month to date`, `yesterday`, `2026`, `2026-Q1`, `2026-05`, `2026-W07` (the ISO week), `2026-05-17`.',
      }),
    ),
    fill: Type.Optional(
      Type.Boolean({ description: 'Whether every group has every bucket of the range; needs a grain.' }),
    ),
    zone: Type.Optional(Type.String({ description: "IANA time zone; the project's unless given." })),
  },
  strict,
);

/** A metric that is asked for with a version or under another name. */
export const MetricItemSchema = Type.Object(
  {
    metric: Type.String(),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    as: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$' })),
  },
  strict,
);

export const MetricQuerySchema = Type.Object(
  {
    metrics: Type.Array(Type.Union([Type.String(), MetricItemSchema]), {
      minItems: 1,
      description: `What to ask for: \`revenue\`, \`revenue@2\`, or an object; at most ${QUERY_LIMITS.metrics}.`,
    }),
    by: Type.Optional(
      Type.Array(Type.String(), {
        description: `Dimensions to group by: \`channel.name\`, a time with its grain: \`customer.signed_up_at:month\`; at most ${QUERY_LIMITS.dimensions}.`,
      }),
    ),
    time: Type.Optional(TimeSchema),
    where: Type.Optional(
      Type.Array(ConditionSchema, {
        description: `Conditions that must all hold; at most ${QUERY_LIMITS.conditions}, nested at most ${QUERY_LIMITS.conditionDepth} deep.`,
      }),
    ),
    order: Type.Optional(
      Type.Array(
        Type.Object({ by: Type.String(), direction: Type.Optional(Type.Enum(['asc', 'desc'])) }, strict),
        {
          description:
            'Columns of the answer to order by; by default time, then the first metric descending, then the groups.',
        },
      ),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: `Rows at most: ${QUERY_LIMITS.defaultRows} by default, up to ${QUERY_LIMITS.rows}.`,
      }),
    ),
    totals: Type.Optional(
      Type.Boolean({ description: 'Adds the same query without its groups, computed and not added up.' }),
    ),
    numbers: Type.Optional(
      Type.Enum(['json', 'strings'], {
        description: '`strings` gives exact numbers as strings, for readers whose JSON numbers are doubles.',
      }),
    ),
    tenants: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'The tenant to ask for, where the key is bound to several: exactly one.',
      }),
    ),
  },
  strict,
);

export type MetricQuery = Static<typeof MetricQuerySchema>;
export type TimeRequest = Static<typeof TimeSchema>;

export interface DimensionCondition {
  readonly dimension: string;
  readonly op: ConditionOperator;
  readonly value?: string | number | boolean;
  readonly values?: readonly (string | number | boolean)[];
}

export type Condition =
  | DimensionCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };
