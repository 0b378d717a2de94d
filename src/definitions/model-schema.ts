/** `models/*.yaml`: one table or view of the warehouse. */
import Type, { type Static } from 'typebox';
import { ColumnSchema, DurationSchema, LocalTextSchema, NameSchema, strict } from './common-schema.ts';

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

const Columns = Type.Union([ColumnSchema, Type.Array(ColumnSchema, { minItems: 1 })]);

const DimensionSchema = Type.Object(
  {
    type: Type.Enum(MEMBER_TYPES),
    column: Type.Optional(ColumnSchema),
    formula: Type.Optional(
      Type.String({ description: 'A row-level expression over members of this model and its joins.' }),
    ),
    zone: Type.Optional(Type.String({ description: 'IANA zone of a zoneless column of type time.' })),
    values: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    title: Type.Optional(LocalTextSchema),
    description: Type.Optional(LocalTextSchema),
  },
  strict,
);

const FactSchema = Type.Object(
  {
    type: Type.Enum(['integer', 'decimal', 'float'] as const),
    column: Type.Optional(ColumnSchema),
    formula: Type.Optional(
      Type.String({ description: 'A row-level expression over members of this model and its joins.' }),
    ),
    unit: Type.Optional(
      Type.Union([
        Type.String({
          minLength: 1,
          description: "`currency` is the project's currency; anything else is a label.",
        }),
        Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$' }) }, strict),
      ]),
    ),
    title: Type.Optional(LocalTextSchema),
    description: Type.Optional(LocalTextSchema),
  },
  strict,
);

export const ModelSchema = Type.Object(
  {
    model: NameSchema,
    description: Type.Optional(LocalTextSchema),
    source: Type.String({ pattern: '^[^.\\s]+\\.[^.\\s]+$', description: 'schema.table' }),
    owner: Type.Optional(Type.String({ minLength: 1 })),
    primary_key: Type.Optional(Columns),
    unique_keys: Type.Optional(Type.Array(Type.Array(ColumnSchema, { minItems: 1 }))),
    tenant: Type.Union(
      [
        ColumnSchema,
        Type.Object({ column: ColumnSchema }, strict),
        Type.Object({ join: NameSchema }, strict),
      ],
      {
        description:
          'The column that scopes rows; `{join: …}` to scope by a parent; `shared` for reference data.',
      },
    ),
    time: Type.Optional(
      Type.String({ description: 'Default time of metrics on this model: a member, or `join.member`.' }),
    ),
    refresh: Type.Optional(
      Type.Object(
        {
          every: DurationSchema,
          watermark: Type.Optional(ColumnSchema),
          late_after: Type.Optional(DurationSchema),
        },
        strict,
      ),
    ),
    joins: Type.Optional(
      Type.Record(
        NameSchema,
        Type.Object(
          {
            model: NameSchema,
            on: Type.Record(ColumnSchema, ColumnSchema, {
              minProperties: 1,
              description: 'Columns of this model → columns of a declared key of the target.',
            }),
          },
          strict,
        ),
      ),
    ),
    roles: Type.Optional(
      Type.Record(NameSchema, Type.String(), {
        description: 'Settles which path a role takes from here: `customer: order.customer`.',
      }),
    ),
    dimensions: Type.Optional(Type.Record(NameSchema, DimensionSchema)),
    facts: Type.Optional(Type.Record(NameSchema, FactSchema)),
  },
  strict,
);

export type ModelDefinition = Static<typeof ModelSchema>;
