/** `models/*.yaml`: one table or view of the warehouse. */
import Type, { type Static } from 'typebox';
import { AccessSchema } from './access-schema.ts';
import {
  COLUMN_PATTERN,
  columnSchema,
  durationSchema,
  localTextSchema,
  namedSchema,
  nameSchema,
  SOURCE_PATTERN,
  strict,
  textSchema,
} from './common-schema.ts';
import { DimensionSchema, FactSchema } from './member-schema.ts';

const columns = Type.Array(columnSchema(), { minItems: 1 });

const JoinSchema = Type.Object(
  {
    model: nameSchema({ description: 'The model that the join leads to.', examples: ['channels'] }),
    on: Type.Record(Type.String({ pattern: COLUMN_PATTERN }), columnSchema(), {
      minProperties: 1,
      ...strict,
      description: 'Columns of this model → columns of a declared key of the target: `{ channel_id: id }`.',
      examples: [{ channel_id: 'id' }],
    }),
    at: Type.Optional(
      textSchema({
        description: 'A time of this model, for a target whose rows are valid for a while: `ordered_at`.',
        examples: ['order.ordered_at'],
      }),
    ),
  },
  { ...strict, description: 'A many-to-one join: one row here has at most one partner there.' },
);

const BridgeSchema = Type.Object(
  {
    model: nameSchema({ description: 'The model that the bridge leads to.', examples: ['tags'] }),
    through: nameSchema({
      description: 'The model with a row for each pair: its joins lead to both.',
      examples: ['order_tags'],
    }),
    from: Type.Optional(
      nameSchema({
        description: 'The join of that model that leads here, where several do.',
        examples: ['order'],
      }),
    ),
    to: Type.Optional(
      nameSchema({
        description: 'The join of that model that leads to the target, where several do.',
        examples: ['tag'],
      }),
    ),
  },
  { ...strict, description: 'A many-to-many join: rows count once in each group that they reach.' },
);

const RefreshSchema = Type.Object(
  {
    every: durationSchema({ description: 'How often new rows arrive: `1 hour`.' }),
    watermark: Type.Optional(
      columnSchema({
        description: 'Column whose greatest value says how far the data is complete.',
        examples: ['loaded_at'],
      }),
    ),
    late_after: Type.Optional(
      durationSchema({
        description: 'Age of the watermark from which the source counts as late: `6 hours`.',
        examples: ['6 hours'],
      }),
    ),
    lag: Type.Optional(
      durationSchema({
        description: 'How far complete data stays behind the watermark, where that is a time of loading.',
        examples: ['1 day'],
      }),
    ),
    settles_after: Type.Optional(
      durationSchema({
        description: 'How long rows that have arrived may still change: `3 days`.',
        examples: ['3 days'],
      }),
    ),
    per: Type.Optional(
      columnSchema({
        description: 'Column of the feeds that arrive apart; the slowest says how far the data is complete.',
        examples: ['feed'],
      }),
    ),
  },
  {
    ...strict,
    description: 'How fresh the source is meant to be.',
    examples: [{ every: '1 hour', watermark: 'loaded_at', late_after: '6 hours' }],
  },
);

/** Where the rows come from. */
const SourceSchema = Type.Union(
  [
    Type.String({ pattern: SOURCE_PATTERN }),
    Type.Object(
      { files: textSchema({ description: 'CSV or Parquet files: `data/orders-*.parquet`.' }) },
      strict,
    ),
  ],
  { description: 'The table or view, as `schema.table`.', examples: ['shop.orders'] },
);

const TenantRuleSchema = Type.Union(
  [
    columnSchema(),
    Type.Object({ column: columnSchema() }, strict),
    Type.Object({ join: nameSchema() }, strict),
  ],
  {
    description:
      'The column that scopes rows; `{ join: order }` to scope by a parent; `shared` for reference data.',
    examples: ['client_id', { join: 'order' }, 'shared'],
  },
);

export const ModelSchema = Type.Object(
  {
    model: nameSchema({
      description: 'Name of the model, and of its file: `orders` in `orders.yaml`.',
      examples: ['orders'],
    }),
    title: Type.Optional(
      localTextSchema({
        description: 'Title for people, one text or one per language.',
        examples: [{ en: 'Orders', ru: 'Заказы' }],
      }),
    ),
    description: Type.Optional(
      localTextSchema({
        description: 'What one row of it is.',
        examples: ['One row per order as placed, before refunds.'],
      }),
    ),
    source: SourceSchema,
    owner: Type.Optional(
      textSchema({
        description: 'Who answers for the data: a team or an address.',
        examples: ['data@shop.example'],
      }),
    ),
    primary_key: Type.Optional(
      Type.Union([columnSchema(), columns], {
        description: 'One column or a list: one row per key. Without it nothing can join to the model.',
        examples: ['order_id', ['order_id', 'line']],
      }),
    ),
    unique_keys: Type.Optional(
      Type.Array(columns, {
        description: 'Further keys that joins may lead to: `[[external_id]]`.',
        examples: [[['external_id']]],
      }),
    ),
    tenant: TenantRuleSchema,
    time: Type.Optional(
      textSchema({
        description: 'Default time of metrics on this model: a member, or `join.member`.',
        examples: ['ordered_at', 'order.ordered_at'],
      }),
    ),
    valid: Type.Optional(
      Type.Array(nameSchema(), {
        minItems: 2,
        maxItems: 2,
        description:
          'Dates or times from and until which a row is valid, half-open; null is open: `[valid_from, valid_to]`.',
        examples: [['valid_from', 'valid_to']],
      }),
    ),
    refresh: Type.Optional(RefreshSchema),
    joins: Type.Optional(
      namedSchema(JoinSchema, {
        description: 'Many-to-one joins by name: `channel: { model: channels, … }`.',
        examples: [{ channel: { model: 'channels', on: { channel_id: 'id' } } }],
      }),
    ),
    bridges: Type.Optional(
      namedSchema(BridgeSchema, {
        description:
          'Many-to-many joins by name, to group and filter by: `tag: { model: tags, through: order_tags }`.',
        examples: [{ tag: { model: 'tags', through: 'order_tags' } }],
      }),
    ),
    roles: Type.Optional(
      namedSchema(textSchema(), {
        description: 'Settles which path a role takes from here: `customer: order.customer`.',
        examples: [{ customer: 'order.customer' }],
      }),
    ),
    dimensions: Type.Optional(
      namedSchema(DimensionSchema, {
        description: 'What to group and filter by.',
        examples: [{ status: { type: 'string', values: ['placed', 'paid'] } }],
      }),
    ),
    facts: Type.Optional(
      namedSchema(FactSchema, {
        description: 'What formulas aggregate.',
        examples: [{ amount: { type: 'decimal', unit: 'currency' } }],
      }),
    ),
    access: Type.Optional(AccessSchema),
    drill: Type.Optional(
      Type.Array(textSchema(), {
        minItems: 1,
        description: 'What a drill-through shows: members of this model and of its joins.',
        examples: [['order_id', 'ordered_at', 'channel.name', 'amount']],
      }),
    ),
  },
  { ...strict, title: 'Model', description: 'One table or view of the warehouse.' },
);

export type ModelDefinition = Static<typeof ModelSchema>;
