/** Wire forms of versions of metrics and of what changed between them. */
import Type, { type TSchema } from 'typebox';
import { nullable } from './wire-schemas.ts';

const strict = { additionalProperties: false } as const;

const changes = nullable(
  Type.Array(Type.String()),
  'What differs from the version before, a sentence each; `null` where you may not see all that it rests on.',
);

const VersionSchema = Type.Object(
  {
    version: Type.Integer(),
    status: Type.Enum(['current', 'released', 'gone'] as const, {
      description:
        '`current` is what the name alone stands for, `released` can be asked for as `roas@1`, `gone` cannot be computed any more.',
    }),
    hash: Type.String({ description: 'Content hash of the number.' }),
    release: nullable(
      Type.Object({ at: Type.String(), by: Type.String(), why: Type.String() }, strict),
      'When, by whom and why; `null` where it was not released yet.',
    ),
    deprecated: nullable(
      Type.Object(
        { since: Type.String(), sunset: nullable(Type.String()), use: nullable(Type.String()) },
        strict,
      ),
      '`null` where it is not on its way out.',
    ),
    changes,
  },
  strict,
);

export const VersionsSchema = Type.Object(
  { items: Type.Array(VersionSchema, { description: 'The newest first.' }), next: Type.Null() },
  strict,
);

const day = () => nullable(Type.String({ format: 'date' }));

const MeasuredSchema = Type.Object(
  {
    base: Type.String({ description: 'Commit that it was compared with.' }),
    grain: Type.String({ examples: ['month'] }),
    from: day(),
    to: day(),
    tenants: Type.Integer({ description: 'How many were compared.' }),
    tenants_moved: Type.Integer({ description: 'For how many of them some number moved.' }),
    change_ratio: Type.Optional(
      Type.Object(
        { least: Type.Number(), greatest: Type.Number() },
        { ...strict, description: 'As parts of the values before: -0.25.' },
      ),
    ),
  },
  strict,
);

const ChangeSchema = Type.Object(
  {
    metric: Type.String(),
    version: nullable(Type.Integer(), '`null` where the metric was retired.'),
    at: Type.String({ description: 'When it was released, in UTC.' }),
    by: Type.String(),
    why: Type.String(),
    changes,
    measured: nullable(
      MeasuredSchema,
      'What it did to the numbers of all tenants, for analysts and admins; `null` where nobody measured it.',
    ),
  },
  strict,
);

const page = <Item extends TSchema>(item: Item) =>
  Type.Object(
    {
      items: Type.Array(item, { description: 'The newest first.' }),
      next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
    },
    strict,
  );

/** Of one metric. */
export const MetricChangelogSchema = page(ChangeSchema);

const ModelChangeSchema = Type.Object(
  {
    model: Type.String({ examples: ['orders'] }),
    at: Type.String({ description: 'When it was released, in UTC.' }),
    by: Type.String(),
    why: Type.String(),
    changes: Type.Array(
      Type.Object(
        {
          dimension: nullable(Type.String(), 'As `model.member`; `null` is the model itself.'),
          what: nullable(Type.String(), 'A sentence; `null` where members are hidden from you.'),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** Of everything. */
export const ChangelogSchema = page(Type.Union([ChangeSchema, ModelChangeSchema]));

export const DimensionChangelogSchema = page(
  Type.Object(
    {
      dimension: Type.String({ examples: ['channel.name'] }),
      at: Type.String({ description: 'When it was released, in UTC.' }),
      by: Type.String(),
      why: Type.String(),
      hash: nullable(Type.String(), 'Hash of all that decides it; `null` where it was gone.'),
      changes: nullable(
        Type.Array(Type.String()),
        'What differs from before, a sentence each; `null` where members are hidden from you.',
      ),
    },
    strict,
  ),
);
