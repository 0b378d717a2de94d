/** The shapes that responses have, for the documentation and for tests of it. */

import Type, { type TSchema } from 'typebox';
import { STAND_INS } from '../../base/disguise.ts';
import { VALUE_TYPES } from '../../base/value-type.ts';
import { STATISTICS } from '../../definitions/benchmark-schema.ts';
import { localTextSchema } from '../../definitions/common-schema.ts';
import { PART_NAMES } from '../../formula/parts-of-time.ts';
import {
  ConditionSchema,
  GrainSchema,
  HavingSchema,
  MetricQuerySchema,
  TopSchema,
} from '../../query/metric-query.ts';
import { PlanNodeSchema, PlanSchema } from './plan-schemas.ts';

export const nullable = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
const strict = { additionalProperties: false } as const;
export const ValueTypeSchema = Type.Enum(VALUE_TYPES);

export const FormatSchema = Type.Object({
  style: Type.Enum(['number', 'currency', 'percent', 'ratio']),
  decimals: Type.Optional(Type.Integer()),
});

const CellSchema = Type.Union([Type.Null(), Type.Boolean(), Type.String(), Type.Number()], {
  description:
    'Exact numbers carry all their digits: read them with a decimal-aware parser, or ask for `"numbers": "strings"`.',
});

const RecordSchema = Type.Record(Type.String(), CellSchema);

export const ColumnSchema = Type.Object(
  {
    name: Type.String({ description: 'The key of the column in each row.' }),
    kind: Type.Enum(['time', 'dimension', 'others', 'metric', 'benchmark'], {
      description:
        '`others` tells, where `top` asks for it, the row of all groups that were not chosen; `benchmark` is a statistic over all tenants.',
    }),
    type: Type.Optional(ValueTypeSchema),
    grain: Type.Optional(GrainSchema),
    part: Type.Optional(
      Type.Enum(PART_NAMES, { description: 'The part of a time that rows are grouped by.' }),
    ),
    shown: Type.Optional(
      Type.Enum(STAND_INS, { description: 'What stands in the place of sensitive values.' }),
    ),
    zone: Type.Optional(Type.String({ description: 'The zone in which buckets were cut.' })),
    metric: Type.Optional(Type.String()),
    version: Type.Optional(Type.Integer()),
    hash: Type.Optional(Type.String({ description: 'Content hash of the definition behind the number.' })),
    benchmark: Type.Optional(Type.String()),
    statistic: Type.Optional(Type.Enum(STATISTICS)),
    min_tenants: Type.Optional(
      Type.Integer({ description: 'How many tenants have a value where the benchmark is told, at least.' }),
    ),
    unit: Type.Optional(Type.String()),
    format: Type.Optional(FormatSchema),
  },
  strict,
);

export const AnswerSchema = Type.Object(
  {
    data: Type.Union([Type.Array(RecordSchema), Type.Record(Type.String(), Type.Array(CellSchema))], {
      description: 'Rows, by column name; with `"layout": "columns"`, an array for each column.',
    }),
    columns: Type.Array(ColumnSchema),
    totals: nullable(
      RecordSchema,
      'The same query without its groups, computed and not added up; `null` unless asked for.',
    ),
    range: Type.Object({
      from: nullable(Type.String(), 'First moment of the range; `null` where it is open.'),
      to: nullable(Type.String(), 'First moment after the range; `null` where it is open.'),
    }),
    page: Type.Object({
      limit: Type.Integer(),
      next: nullable(Type.String(), 'The cursor of the next page; `null` on the last.'),
      more: Type.Boolean({ description: 'Whether the limit cut rows off.' }),
    }),
    partial: Type.Array(
      Type.Object({
        time: Type.String(),
        metric: Type.String(),
        reason: Type.Enum(['range', 'unfinished']),
      }),
      { description: 'Buckets that are not whole, and why.' },
    ),
    warnings: Type.Array(Type.String()),
    receipt: Type.Object({ id: Type.String(), url: Type.String() }),
  },
  { ...strict, description: 'The numbers, what they are, and the receipt that tells where they come from.' },
);

export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'A URI that names the code.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Optional(Type.String({ description: 'Stable; listed in docs/errors.md.' })),
    detail: Type.Optional(Type.String()),
    instance: Type.String({ description: 'The path that was asked.' }),
    request_id: Type.String(),
    path: Type.Optional(
      Type.String({
        description: 'Where the fault is: a JSON Pointer into the body, or `?name` of a query parameter.',
      }),
    ),
    hint: Type.Optional(Type.String({ description: 'What would mend it.' })),
  },
  { ...strict, description: 'A refusal, as RFC 9457 describes it.' },
);

const sourceProperties = {
  model: Type.String(),
  source: Type.String({ description: '`schema.table`' }),
  refresh: nullable(
    Type.Object({
      every: Type.String(),
      watermark: nullable(Type.String()),
      late_after: nullable(Type.String()),
    }),
  ),
};

export const MetricDescriptionSchema = Type.Object(
  {
    name: Type.String(),
    version: Type.Integer(),
    hash: Type.String(),
    title: nullable(localTextSchema()),
    description: localTextSchema(),
    owner: Type.String(),
    formula: Type.String(),
    formula_in_words: Type.String({ description: 'The formula in plain English.' }),
    type: ValueTypeSchema,
    unit: nullable(Type.String()),
    format: nullable(FormatSchema),
    good: nullable(Type.Enum(['up', 'down']), 'Which way is better.'),
    target: nullable(
      Type.Union([Type.Number(), Type.Object({ metric: Type.String() })]),
      'What it should reach: a number, or the metric that says it.',
    ),
    tags: Type.Array(Type.String()),
    synonyms: Type.Array(Type.String(), { description: 'Other names that people search for.' }),
    aliases: Type.Array(Type.String(), { description: 'Other names under which queries may ask for it.' }),
    examples: Type.Array(Type.String(), { description: 'Questions that it answers.' }),
    private: Type.Boolean({ description: 'For formulas only: queries cannot ask for it.' }),
    draft: Type.Boolean({ description: 'Not ready: analysts and admins alone see it.' }),
    deprecated: Type.Array(
      Type.Object({
        version: Type.Integer(),
        since: Type.String(),
        sunset: nullable(Type.String(), 'The first day on which it is gone.'),
        use: nullable(Type.String(), 'What to use instead.'),
      }),
      { description: 'Versions on their way out, the oldest first.' },
    ),
    drill: Type.Array(Type.String(), { description: 'What a drill-through shows, as `model.member`.' }),
    inputs: Type.Array(Type.Object({ metric: Type.String(), version: Type.Integer() })),
    sources: Type.Array(
      Type.Object({
        ...sourceProperties,
        keys_proven_at: nullable(
          Type.String(),
          'When its keys, as they are defined now, were last proven on the real table; `null` if they were not.',
        ),
      }),
    ),
    dimensions: Type.Array(Type.String(), { description: 'What it can be grouped and filtered by.' }),
    grains: Type.Array(GrainSchema, { description: 'Empty where it has no time.' }),
  },
  { ...strict, description: 'What a metric means and where it comes from.' },
);

export const DimensionDescriptionSchema = Type.Object(
  {
    name: Type.String({ description: 'As it is written in `by`: `channel.name`.' }),
    type: ValueTypeSchema,
    title: nullable(localTextSchema()),
    description: nullable(localTextSchema()),
    values: nullable(Type.Array(Type.String()), 'All values, where the model lists them.'),
    grains: Type.Array(GrainSchema, {
      description: 'Behind a time in `by`: `customer.signed_up_at:month`; empty for anything else.',
    }),
    parts: Type.Array(Type.Enum(PART_NAMES), {
      description: 'Likewise, whatever year or day: `customer.signed_up_at:day_of_week`.',
    }),
    shown: nullable(
      Type.Enum(STAND_INS),
      'What stands in the place of sensitive values: a text for each that only you are given, or dots.',
    ),
    metrics: Type.Array(Type.String(), { description: 'Metrics that can be grouped by it.' }),
  },
  strict,
);

const pageOf = <Items extends TSchema>(items: Items) =>
  Type.Object(
    {
      items: Type.Array(items),
      next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
    },
    strict,
  );

export const MetricPageSchema = pageOf(MetricDescriptionSchema);
export const DimensionPageSchema = pageOf(DimensionDescriptionSchema);

export const DimensionValuesSchema = Type.Object(
  {
    items: Type.Array(CellSchema, { description: 'Values in their order; null last, if it occurs.' }),
    next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
  },
  { ...strict, description: 'One page of the values of a dimension.' },
);

export const ReceiptSchema = Type.Object(
  {
    id: Type.String({ description: 'A hash over catalog, SQL, parameters, scope and result.' }),
    catalog: Type.String({ description: 'Hash of the catalog that was in force.' }),
    metrics: Type.Array(
      Type.Object({
        column: Type.String(),
        metric: Type.String(),
        version: Type.Integer(),
        hash: Type.String({ description: 'Content hash of the definition.' }),
        formula: Type.String(),
        words: Type.String({ description: 'The formula in plain English.' }),
        owner: Type.String(),
        inputs: Type.Array(
          Type.Object({
            metric: Type.String(),
            version: Type.Integer(),
            hash: Type.String(),
            formula: Type.String(),
          }),
        ),
        sources: Type.Array(Type.Object(sourceProperties)),
      }),
    ),
    benchmarks: Type.Array(Type.Object({ column: Type.String(), benchmark: Type.String() }), {
      description: 'What was told of all tenants beside it: statistic, formula, and how its cells are cut.',
    }),
    query: Type.Object(
      {
        by: Type.Array(Type.String()),
        where: Type.Array(Type.Unknown()),
        having: Type.Array(Type.Unknown()),
        top: nullable(TopSchema),
        grain: nullable(GrainSchema),
        range: AnswerSchema.properties.range,
        zone: Type.String(),
        week_starts: Type.String(),
        fiscal_year_starts: Type.String(),
        order: Type.Array(Type.Object({ column: Type.String(), direction: Type.Enum(['asc', 'desc']) })),
        limit: Type.Integer(),
      },
      { description: 'The question as it was understood.' },
    ),
    scope: Type.Object({ tenants: Type.Array(Type.String()), words: Type.String() }),
    keys_proven: Type.Boolean({ description: "Whether the sources' keys were proven on the real tables." }),
    result: Type.Object({ rows: Type.Integer(), hash: Type.String() }),
    sql: Type.Optional(
      Type.Array(Type.Object({ text: Type.String(), hash: Type.String() }), {
        description: 'For analysts and admins.',
      }),
    ),
  },
  { ...strict, description: 'What an answer is made of.' },
);

export const HealthSchema = Type.Object({ status: Type.Enum(['ok']) }, strict);

export const GraphqlRequestSchema = Type.Object(
  {
    query: Type.String({ minLength: 1, description: 'The document.' }),
    variables: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
    operationName: Type.Optional(nullable(Type.String())),
    extensions: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  },
  strict,
);

export const GraphqlResponseSchema = Type.Object({
  data: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        message: Type.String(),
        extensions: Type.Optional(
          Type.Object({
            code: Type.Optional(Type.String()),
            status: Type.Integer(),
            path: Type.Optional(Type.String()),
            hint: Type.Optional(Type.String()),
          }),
        ),
      }),
    ),
  ),
});

/** Schemas that the document names once and refers to. */
export const NAMED_SCHEMAS: ReadonlyMap<TSchema, string> = new Map<TSchema, string>([
  [MetricQuerySchema, 'MetricQuery'],
  [ConditionSchema, 'Condition'],
  [HavingSchema, 'Having'],
  [AnswerSchema, 'Answer'],
  [ColumnSchema, 'Column'],
  [ProblemSchema, 'Problem'],
  [MetricDescriptionSchema, 'Metric'],
  [MetricPageSchema, 'MetricPage'],
  [DimensionDescriptionSchema, 'Dimension'],
  [DimensionPageSchema, 'DimensionPage'],
  [DimensionValuesSchema, 'DimensionValues'],
  [PlanSchema, 'Plan'],
  [PlanNodeSchema, 'PlanNode'],
  [ReceiptSchema, 'Receipt'],
  [HealthSchema, 'Health'],
  [GraphqlRequestSchema, 'GraphqlRequest'],
  [GraphqlResponseSchema, 'GraphqlResponse'],
]);
