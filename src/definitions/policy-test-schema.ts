/** `policies/*.test.yaml`: what somebody would see under the project's policies, as its authors mean it. */
import Type, { type Static } from 'typebox';
import { DISGUISES } from '../base/disguise.ts';
import { askerProperties } from './asker-schema.ts';
import { MEMBER_PATTERN, nameSchema, strict, textSchema } from './common-schema.ts';

const AskerSchema = Type.Object(askerProperties, {
  ...strict,
  description: 'Who asks.',
  examples: [{ groups: ['support'] }],
});

const namesSchema = (description: string) =>
  Type.Array(Type.String(), { minItems: 1, description, examples: [['margin', 'orders.discount']] });

const PolicyCaseSchema = Type.Object(
  {
    name: textSchema({ description: 'What the case shows.', examples: ['support sees no margins'] }),
    as: AskerSchema,
    sees: Type.Optional(namesSchema('Metrics, and members as `model.member`, that are there for it.')),
    hides: Type.Optional(namesSchema('Metrics and members that are not.')),
    shows: Type.Optional(
      Type.Record(Type.String({ pattern: MEMBER_PATTERN }), Type.Enum([...DISGUISES, 'hidden'] as const), {
        minProperties: 1,
        description: 'How sensitive members are shown to it.',
        examples: [{ 'customers.email': 'pseudonym' }],
      }),
    ),
    rows: Type.Optional(
      Type.Record(nameSchema(), Type.Array(nameSchema()), {
        minProperties: 1,
        description: 'By model, the claims by which its rows are told; none where it sees all of its tenant.',
        examples: [{ orders: ['region'] }],
      }),
    ),
  },
  {
    ...strict,
    minProperties: 3,
    description: 'Somebody, and what it sees.',
    examples: [{ name: 'support sees no margins', as: { groups: ['support'] }, hides: ['margin'] }],
  },
);

export const PolicyTestSchema = Type.Object(
  {
    policy: nameSchema({
      description: 'The policy beside which the file stands.',
      examples: ['finance_figures'],
    }),
    cases: Type.Array(PolicyCaseSchema, {
      minItems: 1,
      description: 'What different people see.',
      examples: [[{ name: 'support sees no margins', as: { groups: ['support'] }, hides: ['margin'] }]],
    }),
  },
  {
    ...strict,
    title: 'Test of a policy',
    description: 'What somebody would see. Checked whenever the project is.',
  },
);

export type PolicyTestDefinition = Static<typeof PolicyTestSchema>;
