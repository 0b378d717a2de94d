/** `policies/*.yaml`: what holds for several definitions at once. */
import Type, { type Static } from 'typebox';
import { RESTRICTION_OPTIONS, RestrictionSchema } from './access-schema.ts';
import { MEMBER_PATTERN, nameSchema, strict, textSchema } from './common-schema.ts';

const AppliesToSchema = Type.Object(
  {
    metrics: Type.Optional(
      Type.Array(nameSchema(), { minItems: 1, description: 'Metrics by name.', examples: [['margin']] }),
    ),
    tags: Type.Optional(
      Type.Array(textSchema(), {
        minItems: 1,
        description: 'All metrics that have one of these tags.',
        examples: [['finance']],
      }),
    ),
    models: Type.Optional(
      Type.Array(nameSchema(), {
        minItems: 1,
        description: 'All members of these models.',
        examples: [['salaries']],
      }),
    ),
    members: Type.Optional(
      Type.Array(Type.String({ pattern: MEMBER_PATTERN }), {
        minItems: 1,
        description: 'Dimensions, facts and keys as `model.member`.',
        examples: [['orders.discount']],
      }),
    ),
  },
  {
    ...strict,
    minProperties: 1,
    description:
      'What the policy holds for; also for what is made of it, unless that has an `access` of its own.',
    examples: [{ tags: ['finance'], members: ['orders.discount'] }],
  },
);

export const PolicySchema = Type.Object(
  {
    policy: nameSchema({
      description: 'Name of the policy, and of its file.',
      examples: ['finance_figures'],
    }),
    description: textSchema({
      description: 'What it is for, for those who read it.',
      examples: ['Margins are for finance and the board.'],
    }),
    owner: textSchema({
      description: 'Who answers for the policy: a team or an address.',
      examples: ['security@shop.example'],
    }),
    applies_to: AppliesToSchema,
    access: Type.Object(RestrictionSchema.properties, {
      ...RESTRICTION_OPTIONS,
      description: 'Who may see it: those in one of some groups, or of a capability.',
    }),
  },
  {
    ...strict,
    title: 'Policy',
    description: 'Who may see some metrics and members, beside what these say themselves.',
  },
);

export type PolicyDefinition = Static<typeof PolicySchema>;
