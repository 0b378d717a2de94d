/**
 * The transport-free query, as REST, GraphQL and the command line take it. The schema here is the
 * one source of its wire form, of `openapi.yaml` and of the strict check in the binder.
 */
import Type, { type Static } from 'typebox';
import { GRAINS } from '../base/value-type.ts';
import { CURRENCY_PATTERN, DAY_PATTERN } from '../definitions/common-schema.ts';
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

const { dimension: _dimension, ...conditionParts } = DimensionConditionSchema.properties;

/** The same about a metric of the answer, in `having`. */
export const MetricConditionSchema = Type.Object(
  {
    metric: Type.String({ description: 'A metric of the answer, by the name of its column.' }),
    ...conditionParts,
  },
  strict,
);

export const HavingSchema = Type.Cyclic(
  {
    Having: Type.Union([
      MetricConditionSchema,
      DimensionConditionSchema,
      Type.Object({ all: Type.Array(Type.Ref('Having'), { minItems: 1 }) }, strict),
      Type.Object({ any: Type.Array(Type.Ref('Having'), { minItems: 1 }) }, strict),
      Type.Object({ not: Type.Ref('Having') }, strict),
    ]),
  },
  'Having',
);

export const TopSchema = Type.Object(
  {
    n: Type.Integer({ minimum: 1, description: `How many groups; at most ${QUERY_LIMITS.topGroups}.` }),
    of: Type.Array(Type.String(), {
      minItems: 1,
      description: 'Columns of `by` that make a group; every bucket of a chosen group stays.',
    }),
    by: Type.String({ description: 'The metric of the query that chooses, over the whole range.' }),
    direction: Type.Optional(Type.Enum(['asc', 'desc'], { description: 'Highest first unless `asc`.' })),
    others: Type.Optional(
      Type.Boolean({
        description: 'Keeps all other groups as one: null in `of`, true in the column `others`.',
      }),
    ),
  },
  strict,
);

/** A calendar of the project and one of its grains. */
const OWN_GRAIN = '[a-z][a-z0-9_]{0,62}\\.[a-z][a-z0-9_]{0,62}';

/** The size of time buckets; which calendars there are, the project says. */
export const GrainSchema = Type.Union(
  [
    Type.Enum(GRAINS),
    Type.String({
      pattern: `^${OWN_GRAIN}$`,
      description: "A grain of a calendar of the project's own: `retail.period`.",
    }),
  ],
  {
    description:
      'Size of the time buckets. `fiscal_quarter` and `fiscal_year` begin where the project says, `quarter` and `year` in January.',
  },
);

export const TimeSchema = Type.Object(
  {
    grain: Type.Optional(GrainSchema),
    from: Type.Optional(
      Type.String({ description: 'ISO 8601 date or date-time; the first moment of the range.' }),
    ),
    to: Type.Optional(
      Type.String({ description: 'ISO 8601 date or date-time; the first moment after the range.' }),
    ),
    range: Type.Optional(
      Type.String({
        description:
          'In place of `from` and `to`: `last 30 days` (complete ones), `this month`, `fiscal_year to date`, `yesterday`, `2026`, `2026-Q1`, `2026-05`, `2026-W07` (the ISO week), `2026-05-17`.',
      }),
    ),
    fill: Type.Optional(
      Type.Boolean({ description: 'Whether every group has every bucket of the range; needs a grain.' }),
    ),
    zone: Type.Optional(Type.String({ description: "IANA time zone; the project's unless given." })),
  },
  strict,
);

export const EARLIER_RANGES = ['previous_period', 'previous_year'] as const;
const SHIFT_PATTERN = `^[1-9]\\d{0,3} (${GRAINS.join('|')}|${OWN_GRAIN})s?$`;
const shift = Type.String({ pattern: SHIFT_PATTERN, description: 'How far back: `1 month`, `52 weeks`.' });
const comparisonName = Type.Optional(
  Type.String({
    pattern: '^[a-z][a-z0-9_]{0,62}$',
    description: 'The second part of the names of its columns.',
  }),
);

/** One earlier range, or another version, to compare with. */
export const ComparisonSchema = Type.Union([
  Type.Enum(EARLIER_RANGES),
  Type.Object({ shift, as: comparisonName }, strict),
  Type.Object({ range: Type.Enum(EARLIER_RANGES), as: comparisonName }, strict),
  Type.Object(
    {
      version: Type.Integer({
        minimum: 1,
        description: 'That version of each metric, over the same range.',
      }),
      as: comparisonName,
    },
    strict,
  ),
]);

export const CompareSchema = Type.Union(
  [ComparisonSchema, Type.Array(ComparisonSchema, { minItems: 1, maxItems: QUERY_LIMITS.comparisons })],
  {
    description:
      'Adds `revenue.previous`, `revenue.change` and `revenue.change_ratio` for every metric: against `previous_period`, `previous_year` or `{"shift": "1 month"}`, or against another version of it, `{"version": 1}`. A list of such, each with `as`, adds `revenue.<as>.value` and so on.',
  },
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
    metrics: Type.Optional(
      Type.Array(Type.Union([Type.String(), MetricItemSchema]), {
        description: `What to ask for: \`revenue\`, \`revenue@2\`, or an object; at most ${QUERY_LIMITS.metrics}. Without any, the values of the dimensions in \`by\`.`,
      }),
    ),
    by: Type.Optional(
      Type.Array(Type.String(), {
        description: `Dimensions to group by: \`channel.name\`, a time with its grain or a part of it: \`customer.signed_up_at:month\`, \`orders.ordered_at:hour_of_day\`; at most ${QUERY_LIMITS.dimensions}.`,
      }),
    ),
    time: Type.Optional(TimeSchema),
    where: Type.Optional(
      Type.Array(ConditionSchema, {
        description: `Conditions that must all hold; at most ${QUERY_LIMITS.conditions}, nested at most ${QUERY_LIMITS.conditionDepth} deep.`,
      }),
    ),
    having: Type.Optional(
      Type.Array(HavingSchema, {
        description:
          'Conditions on rows of the answer, by metric or grouped dimension; totals and the choice of `top` do not see them.',
      }),
    ),
    top: Type.Optional(TopSchema),
    compare: Type.Optional(CompareSchema),
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
    currency: Type.Optional(
      Type.String({
        pattern: CURRENCY_PATTERN,
        description:
          "ISO 4217 code of the currency to convert money to, row by row at the rate of each row's own day.",
      }),
    ),
    definitions: Type.Optional(
      Type.String({
        pattern: DAY_PATTERN,
        description:
          'A day: each metric that is named without a version is the one released last by the end of it.',
      }),
    ),
    cursor: Type.Optional(
      Type.String({ maxLength: 16_000, description: '`page.next` of the page before, to go on behind it.' }),
    ),
    layout: Type.Optional(
      Type.Enum(['rows', 'columns'], { description: '`columns` gives an array for each column.' }),
    ),
    numbers: Type.Optional(
      Type.Enum(['json', 'strings'], {
        description: '`strings` gives exact numbers as strings, for readers whose JSON numbers are doubles.',
      }),
    ),
    tenants: Type.Optional(
      Type.Union(
        [Type.Array(Type.String(), { minItems: 1, maxItems: QUERY_LIMITS.tenants }), Type.Literal('all')],
        {
          description:
            'Whose rows to read, where the key is bound to several tenants: a list of them, or `all`. Then `tenant` can be grouped and filtered by.',
        },
      ),
    ),
  },
  strict,
);

export type MetricQuery = Static<typeof MetricQuerySchema>;
export type MetricItem = string | Static<typeof MetricItemSchema>;
export type CompareRequest = Static<typeof CompareSchema>;
export type ComparisonRequest = Static<typeof ComparisonSchema>;
export type TopRequest = Static<typeof TopSchema>;
export type TimeRequest = Static<typeof TimeSchema>;

export interface DimensionCondition {
  readonly dimension: string;
  readonly op: ConditionOperator;
  readonly value?: string | number | boolean;
  readonly values?: readonly (string | number | boolean)[];
}

/** A condition of `having` that is not a group of others. */
export type HavingLeaf =
  | (Omit<DimensionCondition, 'dimension'> & { readonly metric: string })
  | DimensionCondition;

export type HavingCondition =
  | HavingLeaf
  | { readonly all: readonly HavingCondition[] }
  | { readonly any: readonly HavingCondition[] }
  | { readonly not: HavingCondition };

export type Condition =
  | DimensionCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };
