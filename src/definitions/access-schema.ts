/** Who may see a metric, a model or a member: `access:` of definitions and of policies. */
import Type, { type Static } from 'typebox';
import { CAPABILITIES } from '../base/capability.ts';
import { GROUP_PATTERN } from '../base/group-name.ts';
import { strict } from './common-schema.ts';

/** Of the schema of restrictions, wherever one stands. */
export const RESTRICTION_OPTIONS = {
  ...strict,
  minProperties: 1,
  examples: [{ groups: ['finance'] }],
} as const;

/** What those who may see something are: in one of the groups, and of the capability. */
export const RestrictionSchema = Type.Object(
  {
    groups: Type.Optional(
      Type.Array(Type.String({ pattern: GROUP_PATTERN }), {
        minItems: 1,
        description: 'Whoever is in one of these groups: `[finance, board]`.',
        examples: [['finance']],
      }),
    ),
    capability: Type.Optional(
      Type.Enum(CAPABILITIES, { description: 'Whoever has this capability, or one that includes it.' }),
    ),
  },
  RESTRICTION_OPTIONS,
);

export type Restriction = Static<typeof RestrictionSchema>;

export const AccessSchema = Type.Union([Type.Enum(['all', 'public'] as const), RestrictionSchema], {
  description:
    'Who may see it: `all` who have a key, the `public` without any, those in one of some groups, or of a capability. Without it, whoever may see what it is made of.',
  examples: [{ groups: ['finance'] }, 'all', 'public'],
});

export type AccessDefinition = Static<typeof AccessSchema>;
