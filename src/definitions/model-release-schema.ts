/**
 * `releases/models/*.json`: what the members of a model were, and where they were read from, at each release. Queries
 * always use the current ones; these say how they came to be so.
 */
import Type, { type Static } from 'typebox';
import { COLUMN_PATTERN, NAME_PATTERN, nameSchema, strict, textSchema } from './common-schema.ts';
import { HASH_PATTERN, releaseReason } from './release-schema.ts';

/** A dimension or fact as it was written, and the hash of all that decides it. */
const MemberNoteSchema = Type.Object(
  {
    hash: Type.String({ pattern: HASH_PATTERN }),
    type: Type.String({ pattern: NAME_PATTERN }),
    column: Type.Optional(Type.String({ pattern: COLUMN_PATTERN })),
    formula: Type.Optional(textSchema()),
    metric: Type.Optional(nameSchema()),
  },
  strict,
);

const ModelReleaseSchema = Type.Object(
  {
    ...releaseReason,
    /** As the model's file has it; `null` where the model was taken out of the project. */
    source: Type.Union([textSchema(), Type.Null()]),
    members: Type.Record(Type.String({ pattern: NAME_PATTERN }), MemberNoteSchema, strict),
    /** What differs from the release before; of the first one, nothing. `null` is the model itself. */
    changes: Type.Array(
      Type.Object({ member: Type.Union([nameSchema(), Type.Null()]), what: textSchema() }, strict),
    ),
    /** A hash over this release and the seal of the one before. */
    seal: Type.String({ pattern: HASH_PATTERN }),
  },
  strict,
);

export const ModelReleaseFileSchema = Type.Object(
  {
    model: nameSchema(),
    /** In the order of time. */
    releases: Type.Array(ModelReleaseSchema, { minItems: 1 }),
  },
  strict,
);

export type MemberNote = Static<typeof MemberNoteSchema>;
export type ModelRelease = Static<typeof ModelReleaseSchema>;
export type ModelReleaseFile = Static<typeof ModelReleaseFileSchema>;
