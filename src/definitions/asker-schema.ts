/** Who asks, in the tests that stand beside definitions. */
import Type from 'typebox';
import { CAPABILITIES } from '../base/capability.ts';
import { CLAIM_PATTERN } from '../base/claim.ts';
import { GROUP_PATTERN } from '../base/group-name.ts';

/** What a key or token brings along, beside its tenants. */
export const askerProperties = {
  capability: Type.Optional(
    Type.Enum(CAPABILITIES, { description: 'Of the key or token; `viewer` unless given.' }),
  ),
  groups: Type.Optional(
    Type.Array(Type.String({ pattern: GROUP_PATTERN }), {
      description: 'Groups that it speaks for.',
      examples: [['support']],
    }),
  ),
  claims: Type.Optional(
    Type.Record(Type.String({ pattern: CLAIM_PATTERN }), Type.Array(Type.String()), {
      description: 'What policies for rows ask of it, as lists of values by name.',
      examples: [{ region: ['north'] }],
    }),
  ),
};
