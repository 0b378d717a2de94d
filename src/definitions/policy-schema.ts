/** `policies/*.yaml`: what holds for several definitions at once. */
import Type, { type Static } from 'typebox';
import { DISGUISES } from '../base/disguise.ts';
import { RESTRICTION_OPTIONS, RestrictionSchema } from './access-schema.ts';
import { BenchmarksSchema } from './benchmark-schema.ts';
import { MEMBER_PATH_PATTERN, MEMBER_PATTERN, nameSchema, strict, textSchema } from './common-schema.ts';

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

const RowRuleSchema = Type.Object(
  {
    model: nameSchema({ description: 'The model whose rows it is about.', examples: ['orders'] }),
    member: Type.String({
      pattern: MEMBER_PATH_PATTERN,
      description: 'A column of the model, or of one that its joins lead to.',
      examples: ['store.region'],
    }),
    claim: nameSchema({
      description:
        'The claim that lists the values whose rows somebody sees. Without the claim they are refused.',
      examples: ['region'],
    }),
    except: Type.Optional(
      Type.Object(RestrictionSchema.properties, {
        ...RESTRICTION_OPTIONS,
        description: 'Those who see all rows: those in one of some groups, or of a capability.',
      }),
    ),
  },
  { ...strict, examples: [{ model: 'orders', member: 'store.region', claim: 'region' }] },
);

const ShowingSchema = Type.Object(
  {
    members: Type.Array(Type.String({ pattern: MEMBER_PATTERN }), {
      minItems: 1,
      description: 'Sensitive dimensions as `model.member`.',
      examples: [['customers.email']],
    }),
    show: Type.Enum(DISGUISES, {
      description:
        '`clear` shows the values as they are, `pseudonym` a text in the place of each, which is the same wherever the value is and another for every recipient, `masked` dots.',
    }),
    keep_last: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 8,
        description:
          'Of masked values: so many of the last characters stay, where the value has three times as many or more.',
        examples: [4],
      }),
    ),
    to: Type.Optional(
      Type.Object(RestrictionSchema.properties, {
        ...RESTRICTION_OPTIONS,
        description:
          'Whom it is shown: those in one of some groups, or of a capability; everybody unless given.',
      }),
    ),
  },
  {
    ...strict,
    examples: [{ members: ['customers.email'], show: 'masked', to: { groups: ['support'] } }],
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
    applies_to: Type.Optional(AppliesToSchema),
    access: Type.Optional(
      Type.Object(RestrictionSchema.properties, {
        ...RESTRICTION_OPTIONS,
        description: 'Who may see what it holds for: those in one of some groups, or of a capability.',
      }),
    ),
    rows: Type.Optional(
      Type.Array(RowRuleSchema, {
        minItems: 1,
        description: 'Which rows of models somebody sees.',
        examples: [[{ model: 'orders', member: 'store.region', claim: 'region' }]],
      }),
    ),
    sensitive: Type.Optional(
      Type.Array(ShowingSchema, {
        minItems: 1,
        description:
          'To whom sensitive dimensions are shown, and how. Of several that hold, the plainest counts; without any they are hidden.',
        examples: [[{ members: ['customers.email'], show: 'pseudonym' }]],
      }),
    ),
    benchmarks: Type.Optional(BenchmarksSchema),
  },
  {
    ...strict,
    title: 'Policy',
    description:
      'Who may see some metrics and members, beside what these say themselves, and whose rows, how sensitive values are shown, and what tenants may know of each other.',
  },
);

export type PolicyDefinition = Static<typeof PolicySchema>;
