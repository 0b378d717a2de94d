/** One metric a file, in any folder but `models/`. */
import Type, { type Static } from 'typebox';
import { DurationSchema, LocalTextSchema, NameSchema, strict } from './common-schema.ts';

export const MetricSchema = Type.Object(
  {
    metric: NameSchema,
    version: Type.Integer({
      minimum: 1,
      description: 'Raised if, and only if, the definition may give other numbers.',
    }),
    title: Type.Optional(LocalTextSchema),
    description: LocalTextSchema,
    owner: Type.String({ minLength: 1 }),
    formula: Type.String({ minLength: 1 }),
    filter: Type.Optional(
      Type.String({ description: 'A condition on the rows of all its aggregates, which share one model.' }),
    ),
    time: Type.Optional(
      Type.String({ description: "Another time dimension than the model's: `orders.paid_at`." }),
    ),
    empty: Type.Optional(
      Type.Null({ description: '`null` where nothing contributes, instead of 0 for counts and sums.' }),
    ),
    source: Type.Optional(
      Type.Union([NameSchema, Type.Array(NameSchema)], { description: 'Assertion: the models it reads.' }),
    ),
    refresh: Type.Optional(DurationSchema),
    format: Type.Optional(
      Type.Object(
        {
          style: Type.Enum(['number', 'currency', 'percent', 'ratio'] as const),
          decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 12 })),
        },
        strict,
      ),
    ),
    good: Type.Optional(Type.Enum(['up', 'down'] as const)),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    synonyms: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    examples: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  },
  strict,
);

export type MetricDefinition = Static<typeof MetricSchema>;
