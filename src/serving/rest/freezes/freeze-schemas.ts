/** Published answers on the wire. */
import Type, { type Static } from 'typebox';
import { localTextSchema } from '../../../definitions/common-schema.ts';
import { FREEZE_LIMITS, type FreezeSummary } from '../../../engine/freezes/freezes.ts';
import { MetricQuerySchema } from '../../../query/metric-query.ts';
import { AnswerSchema, ColumnSchema, nullable } from '../../openapi/wire-schemas.ts';
import { compileValidator, type Validate } from '../../schema-validator.ts';

const strict = { additionalProperties: false } as const;
const QUERY_NAME = '^[a-z][a-z0-9_]{0,62}$';

const requestProperties = {
  name: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'What was published, as people call it: `2026-Q3 as reported`. Unique among these tenants.',
  }),
  note: Type.Optional(Type.String({ maxLength: 2_000, description: 'Why, or for whom.' })),
} as const;

export const FreezeRequestSchema = Type.Object(
  {
    ...requestProperties,
    queries: Type.Record(Type.String({ pattern: QUERY_NAME }), MetricQuerySchema, {
      minProperties: 1,
      maxProperties: FREEZE_LIMITS.queries,
      description: `Queries by names of your own, ${FREEZE_LIMITS.queries} at most, each with ${FREEZE_LIMITS.metrics} metrics at most, without a range or with both of its ends.`,
    }),
  },
  strict,
);

const checkAround = compileValidator(
  Type.Object(
    {
      ...requestProperties,
      queries: Type.Record(Type.String({ pattern: QUERY_NAME }), Type.Unknown(), {
        minProperties: 1,
        additionalProperties: false,
      }),
    },
    strict,
  ),
);

/** All but the queries, which the engine checks with the best words for them. */
export const checkFreezeRequest: Validate<Static<typeof FreezeRequestSchema>> = (body) =>
  checkAround(body) as Static<typeof FreezeRequestSchema>;

const summaryProperties = {
  id: Type.String(),
  name: Type.String(),
  note: nullable(Type.String()),
  tenants: Type.Array(Type.String(), { description: 'Whose rows were read.' }),
  made_by: Type.String({ description: 'Id of the key or user.' }),
  made_at: Type.String({ description: 'When it was published, in UTC.' }),
  catalog: Type.String({ description: 'Hash of the catalog that answered.' }),
} as const;

export const FreezeSummarySchema = Type.Object(
  {
    ...summaryProperties,
    queries: Type.Array(Type.String(), { description: 'The names of its queries.' }),
  },
  strict,
);

export const FreezeListSchema = Type.Object(
  {
    items: Type.Array(FreezeSummarySchema, { description: 'The newest first.' }),
    next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
  },
  strict,
);

const { data: _data, page: _page, ...answerProperties } = AnswerSchema.properties;
const records = Type.Array(Type.Record(Type.String(), Type.Unknown()));

const PublishedAnswerSchema = Type.Object(
  {
    name: Type.String(),
    query: Type.Unknown({ description: 'As it was written.' }),
    resolved: Type.Unknown({ description: 'The same with range, zone and versions written out.' }),
    data: records,
    ...answerProperties,
  },
  strict,
);

const PublishedMetricSchema = Type.Object(
  {
    metric: Type.String(),
    version: Type.Integer(),
    hash: Type.String({ description: 'Content hash of the number.' }),
    formula: Type.String(),
    formula_in_words: Type.String(),
    owner: Type.String(),
    description: localTextSchema(),
    has_changed: Type.Boolean({ description: 'Whether the metric of that name is another number today.' }),
  },
  strict,
);

export const FreezeSchema = Type.Object(
  {
    ...summaryProperties,
    answers: Type.Array(PublishedAnswerSchema),
    metrics: Type.Array(PublishedMetricSchema, { description: 'The definitions behind the answers.' }),
  },
  { ...strict, description: 'What was published, and by which definitions. It never changes.' },
);

const CellSchema = Type.Union([Type.Null(), Type.Boolean(), Type.String(), Type.Number()]);

const ComparedValueSchema = Type.Object(
  {
    published: CellSchema,
    current: CellSchema,
    definition: nullable(
      Type.Union([Type.Number(), Type.String()]),
      'What the changed definition makes: the current one on the data of today, less the published one on it. `null` where either is missing.',
    ),
    data: nullable(
      Type.Union([Type.Number(), Type.String()]),
      'What the changed data makes: the published definition on the data of today, less what was published. `null` where either is missing.',
    ),
  },
  strict,
);

const ValuesSchema = Type.Record(Type.String(), ComparedValueSchema);

const defined = { metric: Type.String(), version: Type.Integer(), hash: Type.String() } as const;

const { type, unit, format } = ColumnSchema.properties;
const measured = { type, unit, format } as const;
const { range, partial, receipt, warnings } = AnswerSchema.properties;

export const FreezeComparisonSchema = Type.Object(
  {
    freeze: Type.Object({ id: Type.String(), name: Type.String(), made_at: Type.String() }, strict),
    query: Type.String({ description: 'The name of the query in the freeze.' }),
    rows: Type.Array(
      Type.Object(
        {
          seen: Type.Enum(['both', 'then', 'now'], {
            description:
              'Whether the group was published, is there today, or both. Where it is missing, its values are null.',
          }),
          group: Type.Record(Type.String(), CellSchema),
          values: ValuesSchema,
        },
        strict,
      ),
      { description: 'The groups of today in their order, then those that are there no more.' },
    ),
    groups: Type.Array(ColumnSchema),
    metrics: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          ...measured,
          published: Type.Object(
            { ...defined, ...measured },
            { ...strict, description: 'By which definition it was published, and in what.' },
          ),
          current: Type.Object(defined, strict),
        },
        {
          ...strict,
          description:
            'Type, unit and format are those of today. Where what was published is in another unit, `definition` and `data` are `null`.',
        },
      ),
    ),
    totals: nullable(ValuesSchema),
    range,
    partial: Type.Object({ published: partial, current: partial }, strict),
    warnings,
    receipts: Type.Object({ published: receipt, current: receipt }, strict),
  },
  {
    ...strict,
    description:
      'What was published beside what the same question gives today: published + data + definition = current.',
  },
);

export const FreezeParameter = Type.Object({ freeze: Type.String({ description: '`id` of a freeze.' }) });

export function writeSummary({
  madeBy,
  madeAt,
  tenants,
  queries,
  ...summary
}: FreezeSummary): Static<typeof FreezeSummarySchema> {
  return { ...summary, tenants: [...tenants], made_by: madeBy, made_at: madeAt, queries: [...queries] };
}
