/** Wire forms of versions of metrics and of what changed between them. */
import Type from 'typebox';
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

const ChangeSchema = Type.Object(
  {
    metric: Type.String(),
    version: nullable(Type.Integer(), '`null` where the metric was retired.'),
    at: Type.String({ description: 'When it was released, in UTC.' }),
    by: Type.String(),
    why: Type.String(),
    changes,
  },
  strict,
);

export const ChangelogSchema = Type.Object(
  {
    items: Type.Array(ChangeSchema, { description: 'The newest first.' }),
    next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
  },
  strict,
);
