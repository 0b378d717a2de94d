/** One metric a file, in any folder but `models/`. */
import Type, { type Static } from 'typebox';
import { AccessSchema } from './access-schema.ts';
import {
  DAY_PATTERN,
  durationSchema,
  localTextSchema,
  nameSchema,
  strict,
  textSchema,
  VERSION_PATTERN,
} from './common-schema.ts';

const FormatSchema = Type.Object(
  {
    style: Type.Enum(['number', 'currency', 'percent', 'ratio'] as const, {
      description: '`percent` shows 0.12 as 12 %; `ratio` shows it as it is.',
    }),
    decimals: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 12, description: 'Digits after the decimal point.' }),
    ),
  },
  {
    ...strict,
    description: 'How clients show the number; never changes the number itself.',
    examples: [{ style: 'currency', decimals: 2 }],
  },
);

const TargetSchema = Type.Union([Type.Number(), Type.Object({ metric: nameSchema() }, strict)], {
  description: 'What the number should reach: a number, or the metric that says it.',
  examples: [3, { metric: 'roas_plan' }],
});

const DeprecationSchema = Type.Object(
  {
    since: Type.String({
      pattern: DAY_PATTERN,
      description: 'The first day on which it is not for new use.',
      examples: ['2026-01-31'],
    }),
    sunset: Type.Optional(
      Type.String({
        pattern: DAY_PATTERN,
        description: 'The first day on which it is gone.',
        examples: ['2026-07-31'],
      }),
    ),
    use: Type.Optional(
      textSchema({ description: 'What to use instead: `net_revenue`, `roas@2`.', examples: ['net_revenue'] }),
    ),
  },
  { ...strict, description: 'That a version is on its way out.' },
);

/** Texts by which a metric is found. */
const finding = {
  tags: Type.Optional(
    Type.Array(textSchema(), {
      description: 'Labels to find the metric by: `[marketing, executive]`.',
      examples: [['marketing', 'executive']],
    }),
  ),
  synonyms: Type.Optional(
    Type.Array(textSchema(), {
      description: 'Other names that people search for.',
      examples: [['return on ad spend']],
    }),
  ),
  aliases: Type.Optional(
    Type.Array(nameSchema(), {
      description: 'Other names under which queries may ask for it, such as its former one.',
      examples: [['ad_return']],
    }),
  ),
  examples: Type.Optional(
    Type.Array(textSchema(), {
      description: 'Questions that the metric answers.',
      examples: [['Which channels pay for themselves?']],
    }),
  ),
};

/** Who may use it for what; none of it changes the number. */
const use = {
  access: Type.Optional(AccessSchema),
  dimensions: Type.Optional(
    Type.Array(textSchema(), {
      minItems: 1,
      description: 'The only dimensions it may be grouped and filtered by; all that fit unless given.',
      examples: [['channel.name', 'campaign.kind']],
    }),
  ),
  private: Type.Optional(
    Type.Boolean({ description: 'For formulas only: queries cannot ask for it.', examples: [true] }),
  ),
  draft: Type.Optional(
    Type.Boolean({ description: 'Not ready: analysts and admins alone see it.', examples: [true] }),
  ),
  deprecated: Type.Optional(
    Type.Record(Type.String({ pattern: VERSION_PATTERN }), DeprecationSchema, {
      ...strict,
      description: 'Versions on their way out: `{ 1: { since: 2026-01-31, use: net_revenue } }`.',
      examples: [{ 1: { since: '2026-01-31', sunset: '2026-07-31', use: 'net_revenue' } }],
    }),
  ),
  drill: Type.Optional(
    Type.Array(textSchema(), {
      minItems: 1,
      description: "What a drill-through shows, in place of its models' own: `orders.order_id`.",
      examples: [['orders.order_id', 'orders.channel.name', 'orders.amount']],
    }),
  ),
};

export const MetricSchema = Type.Object(
  {
    metric: nameSchema({
      description: 'Name of the metric, and of its file: `roas` in `roas.yaml`.',
      examples: ['roas'],
    }),
    version: Type.Integer({
      minimum: 1,
      maximum: 999_999_999,
      description: 'Raised if, and only if, the definition may give other numbers.',
      examples: [1],
    }),
    title: Type.Optional(
      localTextSchema({
        description: 'Title for people, one text or one per language.',
        examples: [{ en: 'ROAS', ru: 'Возврат на рекламные расходы' }],
      }),
    ),
    description: localTextSchema({
      description: 'What the number means, for those who read it.',
      examples: ['Revenue per unit of advertising spend.'],
    }),
    owner: textSchema({
      description: 'Who answers for the metric: a team or an address.',
      examples: ['growth@shop.example'],
    }),
    formula: textSchema({
      description:
        "Aggregates over models and arithmetic over metrics: `sum(orders.amount) filter (where orders.status = 'paid')`, `net_revenue / ad_spend`.",
      examples: ['net_revenue / ad_spend'],
    }),
    filter: Type.Optional(
      textSchema({
        description: 'A condition on the rows of all its aggregates, which share one model.',
        examples: ["orders.status = 'paid'"],
      }),
    ),
    time: Type.Optional(
      textSchema({
        description: "Another time dimension than the model's: `orders.paid_at`.",
        examples: ['orders.paid_at'],
      }),
    ),
    empty: Type.Optional(
      Type.Null({
        description: '`null` where nothing contributes, instead of 0 for counts and sums.',
        examples: [null],
      }),
    ),
    source: Type.Optional(
      Type.Union([nameSchema(), Type.Array(nameSchema(), { minItems: 1 })], {
        description: 'Assertion, checked against the formula: the models it reads.',
        examples: ['orders', ['orders', 'ad_spend']],
      }),
    ),
    refresh: Type.Optional(
      durationSchema({
        description: 'Assertion, checked against its models: how often the number is renewed, `1 hour`.',
      }),
    ),
    format: Type.Optional(FormatSchema),
    good: Type.Optional(Type.Enum(['up', 'down'] as const, { description: 'Which way is better.' })),
    target: Type.Optional(TargetSchema),
    ...finding,
    ...use,
  },
  { ...strict, title: 'Metric', description: 'A named, owned, versioned formula.' },
);

export type MetricDefinition = Static<typeof MetricSchema>;
