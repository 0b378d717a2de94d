/** One metric a file, in any folder but `models/`. */
import Type, { type Static } from 'typebox';
import { durationSchema, localTextSchema, nameSchema, strict, textSchema } from './common-schema.ts';

const FormatSchema = Type.Object(
  {
    style: Type.Enum(['number', 'currency', 'percent', 'ratio'] as const, {
      description: '`percent` shows 0.12 as 12 %; `ratio` shows it as it is.',
    }),
    decimals: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 12, description: 'Digits after the decimal point.' }),
    ),
  },
  { ...strict, description: 'How clients show the number; never changes the number itself.' },
);

export const MetricSchema = Type.Object(
  {
    metric: nameSchema({ description: 'Name of the metric, and of its file: `roas` in `roas.yaml`.' }),
    version: Type.Integer({
      minimum: 1,
      description: 'Raised if, and only if, the definition may give other numbers.',
    }),
    title: Type.Optional(localTextSchema({ description: 'Title for people, one text or one per language.' })),
    description: localTextSchema({ description: 'What the number means, for those who read it.' }),
    owner: textSchema({ description: 'Who answers for the metric: a team or an address.' }),
    formula: textSchema({
      description:
        "Aggregates over models and arithmetic over metrics: `sum(orders.amount) filter (where orders.status = 'paid')`, `net_revenue / ad_spend`.",
    }),
    filter: Type.Optional(
      textSchema({ description: 'A condition on the rows of all its aggregates, which share one model.' }),
    ),
    time: Type.Optional(
      textSchema({ description: "Another time dimension than the model's: `orders.paid_at`." }),
    ),
    empty: Type.Optional(
      Type.Null({ description: '`null` where nothing contributes, instead of 0 for counts and sums.' }),
    ),
    source: Type.Optional(
      Type.Union([nameSchema(), Type.Array(nameSchema(), { minItems: 1 })], {
        description: 'Assertion, checked against the formula: the models it reads.',
      }),
    ),
    refresh: Type.Optional(
      durationSchema({
        description: 'Assertion, checked against its models: how often the number is renewed, `1 hour`.',
      }),
    ),
    format: Type.Optional(FormatSchema),
    good: Type.Optional(Type.Enum(['up', 'down'] as const, { description: 'Which way is better.' })),
    tags: Type.Optional(
      Type.Array(textSchema(), { description: 'Labels to find the metric by: `[marketing, executive]`.' }),
    ),
    synonyms: Type.Optional(Type.Array(textSchema(), { description: 'Other names that people search for.' })),
    examples: Type.Optional(Type.Array(textSchema(), { description: 'Questions that the metric answers.' })),
  },
  { ...strict, title: 'Metric', description: 'A named, owned, versioned formula.' },
);

export type MetricDefinition = Static<typeof MetricSchema>;
