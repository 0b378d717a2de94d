/** `project.yaml`. */
import Type, { type Static } from 'typebox';
import { NameSchema, strict } from './common-schema.ts';

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
    project: Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$', description: 'Name of the project.' }),
    timezone: Type.String({ description: 'Reporting zone (IANA) unless the query says otherwise.' }),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' })),
    week_starts: Type.Optional(Type.Enum(WEEKDAYS)),
    languages: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$' }), { minItems: 1 })),
    roles: Type.Optional(
      Type.Record(NameSchema, NameSchema, {
        description: 'Conformed names: a join of this name leads to this model everywhere.',
      }),
    ),
  },
  strict,
);

export type ProjectDefinition = Static<typeof ProjectSchema>;
