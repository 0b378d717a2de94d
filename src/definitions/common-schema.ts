/** Pieces that several definition schemas share. */
import Type, { type TSchema } from 'typebox';

export const NAME_PATTERN = '^[a-z][a-z0-9_]{0,62}$';
export const PROJECT_NAME_PATTERN = '^[a-z][a-z0-9-]{0,62}$';
export const MEMBER_PATTERN = '^[a-z][a-z0-9_]{0,62}\\..{1,63}$';
/** `member` or `join.member`. */
export const MEMBER_PATH_PATTERN = '^([a-z][a-z0-9_]{0,62}\\.)*.{1,63}$';
export const DURATION_PATTERN = '^[1-9][0-9]* (second|minute|hour|day|week|month|quarter|year)s?$';
export const LANGUAGE_PATTERN = '^[a-z]{2}(-[A-Z]{2})?$';
export const CURRENCY_PATTERN = '^[A-Z]{3}$';
export const COLUMN_PATTERN = '^.{1,63}$';
export const SOURCE_PATTERN = '^[^.\\s]+\\.[^.\\s]+$';
export const SCHEMA_PATTERN = '^[^.\\s]{1,63}$';

export const strict = { additionalProperties: false } as const;

export const DAY_PATTERN = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';
export const VERSION_PATTERN = '^[1-9][0-9]{0,8}$';
/** `roas@1`. */
export const VERSION_KEY_PATTERN = '^[a-z][a-z0-9_]{0,62}@[1-9][0-9]{0,8}$';

/** Texts and samples that a schema adds to a piece it uses. */
type Annotations = { readonly description?: string; readonly examples?: readonly unknown[] };

/** A name of the project's own making. */
export const nameSchema = (annotations: Annotations = {}) =>
  Type.String({ ...annotations, pattern: NAME_PATTERN });

/** Entries under names of the project's own making; a key that is no name is refused. */
export const namedSchema = <Entry extends TSchema>(entry: Entry, annotations: Annotations = {}) =>
  Type.Record(Type.String({ pattern: NAME_PATTERN }), entry, { ...annotations, ...strict });

/** Text that is not empty. */
export const textSchema = (annotations: Annotations = {}) => Type.String({ ...annotations, minLength: 1 });

/** A text, or one per language. */
export const localTextSchema = (annotations: Annotations = {}) =>
  Type.Union(
    [
      textSchema(),
      Type.Record(Type.String({ pattern: LANGUAGE_PATTERN }), textSchema(), { minProperties: 1, ...strict }),
    ],
    annotations,
  );

/** A length of time: `1 hour`, `15 minutes`. */
export const durationSchema = (annotations: Annotations = {}) =>
  Type.String({ examples: ['1 hour', '15 minutes', '1 day'], ...annotations, pattern: DURATION_PATTERN });

/** A physical column. */
export const columnSchema = (annotations: Annotations = {}) =>
  Type.String({ ...annotations, pattern: COLUMN_PATTERN });
