/** `<metric>.test.yaml` beside a metric: rows of its models in, the answer out. */
import Type, { type Static } from 'typebox';
import { askerProperties } from './asker-schema.ts';
import { namedSchema, nameSchema, strict, textSchema } from './common-schema.ts';

/** How a cell is to be read follows from the type of its column. */
const CellSchema = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

/** By column, of a table or of an answer. */
const RowSchema = Type.Record(Type.String(), CellSchema);

const RowsSchema = namedSchema(Type.Array(RowSchema), {
  description:
    'Rows by model, each by the columns of its table: only those that matter, the others are null. Tables without rows are empty.',
  examples: [{ ad_spend: [{ client_id: 7, day: '2026-01-05', spend: 100 }] }],
});

const TenantSchema = Type.Union([textSchema(), Type.Integer()], { examples: [7, 'acme'] });

const MetricAskerSchema = Type.Object(
  {
    tenant: Type.Optional(
      Type.Union([TenantSchema, Type.Array(TenantSchema, { minItems: 1 })], {
        description: 'Whose rows are read; required where rows of the metric belong to tenants.',
        examples: [7, [7, 8]],
      }),
    ),
    ...askerProperties,
  },
  {
    ...strict,
    description:
      'Who asks. Without groups, claims or a capability of its own it sees all rows of its tenant.',
    examples: [{ tenant: 7 }],
  },
);

const timeProperties = {
  grain: Type.Optional(Type.String({ description: 'Size of the time buckets.', examples: ['month'] })),
  from: Type.Optional(
    Type.String({ description: 'The first moment of the range.', examples: ['2026-01-01'] }),
  ),
  to: Type.Optional(
    Type.String({ description: 'The first moment after the range.', examples: ['2026-03-01'] }),
  ),
  range: Type.Optional(
    Type.String({
      description: 'In place of `from` and `to`: `2026-Q1`, `last 30 days`.',
      examples: ['2026-Q1'],
    }),
  ),
  fill: Type.Optional(
    Type.Boolean({ description: 'Whether every group has every bucket of the range.', examples: [true] }),
  ),
  zone: Type.Optional(
    Type.String({ description: 'IANA time zone of the answer.', examples: ['Europe/Moscow'] }),
  ),
};

/** The keys of a query; what stands under them is checked as any query is. */
const QuestionSchema = Type.Object(
  {
    by: Type.Optional(
      Type.Array(Type.String(), { description: 'Dimensions to group by.', examples: [['channel.name']] }),
    ),
    time: Type.Optional(
      Type.Object(timeProperties, {
        ...strict,
        description: 'Range and buckets.',
        examples: [{ grain: 'month', from: '2026-01-01', to: '2026-03-01' }],
      }),
    ),
    where: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'Conditions on dimensions, all of which hold.',
        examples: [[{ dimension: 'channel.name', op: 'eq', value: 'ads' }]],
      }),
    ),
    having: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'Conditions on rows of the answer, all of which hold.',
        examples: [[{ metric: 'roas', op: 'gt', value: 1 }]],
      }),
    ),
    top: Type.Optional(
      Type.Unknown({
        description: 'The best groups alone.',
        examples: [{ n: 2, of: ['channel.name'], by: 'roas' }],
      }),
    ),
    compare: Type.Optional(
      Type.Unknown({ description: 'Earlier ranges to compare with.', examples: ['previous_year'] }),
    ),
    order: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'The order in which the rows must come; any unless given.',
        examples: [[{ by: 'roas' }]],
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, description: 'Rows at most.', examples: [10] })),
    currency: Type.Optional(
      Type.String({ description: 'The currency to convert money to.', examples: ['EUR'] }),
    ),
    tenants: Type.Optional(
      Type.Unknown({ description: 'Which of several tenants, or `all`.', examples: ['all', ['7']] }),
    ),
  },
  {
    ...strict,
    description: 'What is asked of the metric: a query without `metrics`. Its one number unless given.',
    examples: [{ time: { grain: 'month', from: '2026-01-01', to: '2026-03-01' }, by: ['channel.name'] }],
  },
);

const MetricCaseSchema = Type.Object(
  {
    name: textSchema({ description: 'What the case shows.', examples: ['no spend, no number'] }),
    rows: Type.Optional(RowsSchema),
    as: Type.Optional(MetricAskerSchema),
    now: Type.Optional(
      textSchema({
        description:
          'The moment at which it is asked, for ranges such as `last 30 days`; long after all rows unless given.',
        examples: ['2026-02-01T09:00:00+03:00'],
      }),
    ),
    query: Type.Optional(QuestionSchema),
    expect: Type.Optional(
      Type.Union([RowSchema, Type.Array(RowSchema)], {
        description: 'The only row of the answer, or all its rows, by column.',
        examples: [{ roas: 3 }, [{ 'channel.name': 'ads', roas: 3 }]],
      }),
    ),
    expect_error: Type.Optional(
      textSchema({
        description: 'The code of the error that answers in its place.',
        examples: ['QUERY_UNKNOWN_MEMBER'],
      }),
    ),
  },
  {
    ...strict,
    description: 'Rows, a question, and its answer.',
    examples: [{ name: 'no spend, no number', as: { tenant: 7 }, expect: { roas: null } }],
  },
);

export const MetricTestSchema = Type.Object(
  {
    metric: nameSchema({ description: 'The metric beside which the file stands.', examples: ['roas'] }),
    zone: Type.Optional(
      textSchema({
        description:
          "IANA time zone in which moments without offset are read, and answers given; the project's unless given.",
        examples: ['Europe/Moscow'],
      }),
    ),
    rows: Type.Optional(RowsSchema),
    cases: Type.Array(MetricCaseSchema, {
      minItems: 1,
      description: 'Each is run by itself, on its own rows and those of the file.',
      examples: [[{ name: 'no spend, no number', as: { tenant: 7 }, expect: { roas: null } }]],
    }),
  },
  {
    ...strict,
    title: 'Fixtures of a metric',
    description: 'Rows in, number out. Run by `vitrine test`, without a warehouse.',
  },
);

export type MetricTestDefinition = Static<typeof MetricTestSchema>;
