/** `models/*.yaml`: one table or view of the warehouse. */
import Type, { type Static } from 'typebox';
import {
  COLUMN_PATTERN,
  CURRENCY_PATTERN,
  columnSchema,
  durationSchema,
  localTextSchema,
  namedSchema,
  nameSchema,
  SOURCE_PATTERN,
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

const columns = Type.Array(columnSchema(), { minItems: 1 });

/** What dimensions and facts have in common. */
const memberProperties = {
  column: Type.Optional(columnSchema({ description: 'The column, where it is not called like the member.' })),
  formula: Type.Optional(
    textSchema({
      description:
        'A row-level expression over members of this model and its joins, in place of a column: `amount * rate.value`.',
    }),
  ),
  title: Type.Optional(localTextSchema({ description: 'Title for people, one text or one per language.' })),
  description: Type.Optional(localTextSchema({ description: 'What it means, for those who read it.' })),
};

const DimensionSchema = Type.Object(
  {
    type: Type.Enum(MEMBER_TYPES, {
      description:
        '`time` is an instant, `date` a calendar day, `local_time` a wall clock that no zone ever shifts.',
    }),
    ...memberProperties,
    zone: Type.Optional(
      Type.String({
        description: 'IANA zone of a column of type time that has none itself: `Europe/Moscow`.',
      }),
    ),
    values: Type.Optional(
      Type.Array(Type.String(), { minItems: 1, description: 'The values that occur: `[placed, paid]`.' }),
    ),
  },
  { ...strict, description: 'A column or expression to group and filter by.' },
);

const FactSchema = Type.Object(
  {
    type: Type.Enum(['integer', 'decimal', 'float'] as const, {
      description: '`decimal` keeps its digits exactly; `float` does not.',
    }),
    ...memberProperties,
    unit: Type.Optional(
      Type.Union(
        [textSchema(), Type.Object({ currency: Type.String({ pattern: CURRENCY_PATTERN }) }, strict)],
        {
          description:
            "`currency` is the project's currency, `{ currency: USD }` another one; anything else is a label.",
        },
      ),
    ),
  },
  { ...strict, description: 'A numeric column or row-level expression that formulas aggregate.' },
);

const JoinSchema = Type.Object(
  {
    model: nameSchema({ description: 'The model that the join leads to.' }),
    on: Type.Record(Type.String({ pattern: COLUMN_PATTERN }), columnSchema(), {
      minProperties: 1,
      ...strict,
      description: 'Columns of this model → columns of a declared key of the target: `{ channel_id: id }`.',
    }),
  },
  { ...strict, description: 'A many-to-one join: one row here has at most one partner there.' },
);

const RefreshSchema = Type.Object(
  {
    every: durationSchema({ description: 'How often new rows arrive: `1 hour`.' }),
    watermark: Type.Optional(
      columnSchema({ description: 'Column whose greatest value says how far the data is complete.' }),
    ),
    late_after: Type.Optional(
      durationSchema({
        description: 'Age of the watermark from which the source counts as late: `6 hours`.',
      }),
    ),
  },
  { ...strict, description: 'How fresh the source is meant to be.' },
);

export const ModelSchema = Type.Object(
  {
    model: nameSchema({ description: 'Name of the model, and of its file: `orders` in `orders.yaml`.' }),
    description: Type.Optional(localTextSchema({ description: 'What one row of it is.' })),
    source: Type.String({
      pattern: SOURCE_PATTERN,
      description: 'The table or view, as `schema.table`.',
    }),
    owner: Type.Optional(textSchema({ description: 'Who answers for the data: a team or an address.' })),
    primary_key: Type.Optional(
      Type.Union([columnSchema(), columns], {
        description: 'One column or a list: one row per key. Without it nothing can join to the model.',
      }),
    ),
    unique_keys: Type.Optional(
      Type.Array(columns, { description: 'Further keys that joins may lead to: `[[external_id]]`.' }),
    ),
    tenant: Type.Union(
      [
        columnSchema(),
        Type.Object({ column: columnSchema() }, strict),
        Type.Object({ join: nameSchema() }, strict),
      ],
      {
        description:
          'The column that scopes rows; `{ join: order }` to scope by a parent; `shared` for reference data.',
      },
    ),
    time: Type.Optional(
      textSchema({ description: 'Default time of metrics on this model: a member, or `join.member`.' }),
    ),
    refresh: Type.Optional(RefreshSchema),
    joins: Type.Optional(
      namedSchema(JoinSchema, {
        description: 'Many-to-one joins by name: `channel: { model: channels, … }`.',
      }),
    ),
    roles: Type.Optional(
      namedSchema(textSchema(), {
        description: 'Settles which path a role takes from here: `customer: order.customer`.',
      }),
    ),
    dimensions: Type.Optional(namedSchema(DimensionSchema, { description: 'What to group and filter by.' })),
    facts: Type.Optional(namedSchema(FactSchema, { description: 'What formulas aggregate.' })),
  },
  { ...strict, title: 'Model', description: 'One table or view of the warehouse.' },
);

export type ModelDefinition = Static<typeof ModelSchema>;
