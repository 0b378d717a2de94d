/** Pieces that several definition schemas share. */
import Type from 'typebox';

export const NAME_PATTERN = '^[a-z][a-z0-9_]{0,62}$';
export const DURATION_PATTERN = '^[1-9][0-9]* (second|minute|hour|day|week|month|quarter|year)s?$';

/** A name of the project's own making. */
export const NameSchema = Type.String({ pattern: NAME_PATTERN });

/** A text, or one per language. */
export const LocalTextSchema = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Record(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$' }), Type.String({ minLength: 1 }), {
    minProperties: 1,
  }),
]);

export const DurationSchema = Type.String({
  pattern: DURATION_PATTERN,
  description: 'A length of time: `1 hour`, `15 minutes`.',
});

/** A physical column. */
export const ColumnSchema = Type.String({ minLength: 1, maxLength: 63 });

export const strict = { additionalProperties: false } as const;
