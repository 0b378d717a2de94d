/** Dimensions and facts, the members that a model's file declares. */
import Type from 'typebox';
import { AccessSchema } from './access-schema.ts';
import {
  CURRENCY_PATTERN,
  columnSchema,
  localTextSchema,
  nameSchema,
  strict,
  textSchema,
} from './common-schema.ts';

/** `key` is never declared: it is the type of columns known by their use in keys. */
export const MEMBER_TYPES = [
  'string',
  'boolean',
  'integer',
  'decimal',
  'float',
  'date',
  'time',
  'local_time',
] as const;

/** Ways to aggregate, as `only:` lists them; `latest`, `last`, `first` and `at_end` choose rows first. */
export const ONLY_WORDS = [
  'sum',
  'count',
  'count_distinct',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'variance',
  'percentile',
  'percentile_disc',
  'approx_count_distinct',
  'latest',
  'last',
  'first',
  'at_end',
] as const;

/** What dimensions and facts have in common. */
const memberProperties = {
  access: Type.Optional(AccessSchema),
  column: Type.Optional(
    columnSchema({
      description: 'The column, where it is not called like the member.',
      examples: ['promo_flag'],
    }),
  ),
  formula: Type.Optional(
    textSchema({
      description:
        'A row-level expression over members of this model and its joins, in place of a column: `amount * rate.value`.',
      examples: ["case when amount >= 10000 then 'large' else 'small' end"],
    }),
  ),
  metric: Type.Optional(
    nameSchema({
      description: 'A metric of the rows that lead to each row of this model, in place of a column.',
      examples: ['orders_count'],
    }),
  ),
  title: Type.Optional(
    localTextSchema({
      description: 'Title for people, one text or one per language.',
      examples: [{ en: 'Status' }],
    }),
  ),
  description: Type.Optional(
    localTextSchema({
      description: 'What it means, for those who read it.',
      examples: ['Where the order stands.'],
    }),
  ),
};

export const DimensionSchema = Type.Object(
  {
    type: Type.Enum(MEMBER_TYPES, {
      description:
        '`time` is an instant, `date` a calendar day, `local_time` a wall clock that no zone ever shifts.',
    }),
    ...memberProperties,
    zone: Type.Optional(
      Type.String({
        description: 'IANA zone of a column of type time that has none itself: `Europe/Moscow`.',
        examples: ['Europe/Moscow'],
      }),
    ),
    values: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'The values that occur: `[placed, paid]`.',
        examples: [['placed', 'paid']],
      }),
    ),
    sensitive: Type.Optional(
      Type.Enum(['pii'] as const, {
        description: 'Never leaves in clear: formulas may count it, queries do not know it.',
      }),
    ),
    grain: Type.Optional(
      Type.Enum(['week', 'month', 'quarter', 'year'] as const, {
        description: 'The size of the period that a date stands for, as in plans: `month`.',
      }),
    ),
    spread: Type.Optional(
      Type.Enum(['even'] as const, { description: 'Divides what a period holds evenly over its days.' }),
    ),
  },
  { ...strict, description: 'A column or expression to group and filter by.' },
);

const UnitSchema = Type.Union(
  [
    textSchema(),
    Type.Object({ currency: Type.String({ pattern: CURRENCY_PATTERN }) }, strict),
    Type.Object({ currency_column: columnSchema() }, strict),
  ],
  {
    description:
      "`currency` is the project's currency, `{ currency: USD }` another one, `{ currency_column: ccy }` that of each row; anything else is a label.",
    examples: ['currency', 'kg', { currency: 'USD' }, { currency_column: 'ccy' }],
  },
);

export const FactSchema = Type.Object(
  {
    type: Type.Enum(['integer', 'decimal', 'float'] as const, {
      description: '`decimal` keeps its digits exactly; `float` does not.',
    }),
    ...memberProperties,
    unit: Type.Optional(UnitSchema),
    only: Type.Optional(
      Type.Array(Type.Enum(ONLY_WORDS), {
        minItems: 1,
        description: 'The only ways to aggregate it, for what must not be summed: `[max, latest]`.',
        examples: [['max', 'latest']],
      }),
    ),
  },
  { ...strict, description: 'A numeric column or row-level expression that formulas aggregate.' },
);
