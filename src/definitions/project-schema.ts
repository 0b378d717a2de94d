/** `project.yaml`. */
import Type, { type Static } from 'typebox';
import {
  CURRENCY_PATTERN,
  LANGUAGE_PATTERN,
  namedSchema,
  nameSchema,
  PROJECT_NAME_PATTERN,
  strict,
} from './common-schema.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export const ProjectSchema = Type.Object(
  {
    project: Type.String({
      pattern: PROJECT_NAME_PATTERN,
      description: 'Name of the project: lower-case letters, digits and -.',
    }),
    timezone: Type.String({
      description:
        'Reporting zone, an IANA name such as `Europe/Moscow`: days, weeks and months are cut in it unless the query names another.',
    }),
    currency: Type.Optional(
      Type.String({
        pattern: CURRENCY_PATTERN,
        description: 'ISO 4217 code of the currency that `unit: currency` stands for.',
      }),
    ),
    week_starts: Type.Optional(
      Type.Enum(WEEKDAYS, { description: 'First day of a week bucket; monday (ISO weeks) unless given.' }),
    ),
    languages: Type.Optional(
      Type.Array(Type.String({ pattern: LANGUAGE_PATTERN }), {
        minItems: 1,
        description: 'Languages of titles and descriptions, the default one first: `[en, ru]`.',
      }),
    ),
    roles: Type.Optional(
      namedSchema(nameSchema({ description: 'The model this role leads to.' }), {
        description: 'Conformed names: a join of this name leads to this model everywhere.',
      }),
    ),
  },
  { ...strict, title: 'Project', description: 'What all models and metrics of the project share.' },
);

export type ProjectDefinition = Static<typeof ProjectSchema>;
