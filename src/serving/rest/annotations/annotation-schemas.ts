/** Notes on numbers on the wire. */
import Type, { type Static } from 'typebox';
import { ANNOTATION_LIMITS, type Annotation } from '../../../engine/annotations/annotations.ts';
import { VISIBILITIES } from '../../../store/annotation.ts';
import { nullable } from '../../openapi/wire-schemas.ts';

const strict = { additionalProperties: false } as const;

const ValueSchema = Type.Union(
  [Type.String({ maxLength: 1_000 }), Type.Number(), Type.Boolean(), Type.Null()],
  {
    description: 'One value of the dimension, as in a condition `eq`.',
  },
);

const contentProperties = {
  text: Type.String({ minLength: 1, maxLength: ANNOTATION_LIMITS.text, description: 'What happened.' }),
  metric: nullable(
    Type.String(),
    'The metric that it is about, in all its versions; `null` for all metrics.',
  ),
  dimension: nullable(
    Type.String(),
    'The dimension that it is about, as queries name it; `null` for all rows.',
  ),
  value: ValueSchema,
  from: nullable(
    Type.String(),
    'First moment that it is about: a date or date-time as bounds of queries, without offset in the reporting zone; `null` for since ever.',
  ),
  to: nullable(Type.String(), 'First moment after those that it is about; `null` for on and on.'),
  visibility: Type.Enum(VISIBILITIES, {
    description:
      '`agency`: for analysts and admins. `client`: for everybody of the tenant who may see metric and dimension.',
  }),
} as const;

const { text, ...others } = contentProperties;
const optional = {
  metric: Type.Optional(others.metric),
  dimension: Type.Optional(others.dimension),
  value: Type.Optional(others.value),
  from: Type.Optional(others.from),
  to: Type.Optional(others.to),
  visibility: Type.Optional(others.visibility),
} as const;

export const NewAnnotationSchema = Type.Object(
  {
    text,
    tenants: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        maxItems: ANNOTATION_LIMITS.tenants,
        description: "Whose numbers it is about; the caller's only tenant unless given.",
      }),
    ),
    ...optional,
  },
  { ...strict, description: '`visibility` is `agency` unless given.' },
);

const revision = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'Counts the changes: 1 at first.',
});

export const AnnotationChangeSchema = Type.Object(
  { revision, text: Type.Optional(text), ...optional },
  {
    ...strict,
    description: 'What is left out stays as it is. `revision` is that of the note as it was read.',
  },
);

export const AnnotationSchema = Type.Object(
  {
    id: Type.String(),
    text: Type.String(),
    tenants: Type.Array(Type.String(), { description: 'Those of its tenants that are of the caller.' }),
    metric: others.metric,
    dimension: others.dimension,
    value: others.value,
    from: nullable(Type.String(), 'An instant, in UTC.'),
    to: nullable(Type.String(), 'An instant, in UTC.'),
    visibility: others.visibility,
    author: Type.String({ description: 'Id of the key or user.' }),
    revision,
    made_at: Type.String({ description: 'In UTC.' }),
    edited_at: nullable(Type.String(), 'In UTC; `null` until it is changed.'),
  },
  { ...strict, description: 'A note on numbers.' },
);

export const AnnotationPageSchema = Type.Object(
  {
    items: Type.Array(AnnotationSchema, { description: 'The newest first.' }),
    next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
  },
  strict,
);

export const RemovedSchema = Type.Object({ removed: Type.Literal(true) }, strict);

export const AnnotationParameter = Type.Object({
  annotation: Type.String({ description: '`id` of an annotation.' }),
});

export function writeAnnotation(note: Annotation): Static<typeof AnnotationSchema> {
  const { tenants, madeAt, editedAt, ...others } = note;
  return { ...others, tenants: [...tenants], made_at: madeAt, edited_at: editedAt };
}
