/** Service keys on the wire. */
import Type, { type Static } from 'typebox';
import { CAPABILITIES } from '../../../base/capability.ts';
import { CLAIM_PATTERN, LONGEST_CLAIM_VALUE, MOST_CLAIM_VALUES, MOST_CLAIMS } from '../../../base/claim.ts';
import { GROUP_PATTERN } from '../../../base/group-name.ts';
import type { ServiceKey } from '../../../store/store.ts';
import type { Claims } from '../../../tenancy/principal.ts';

const strict = { additionalProperties: false } as const;
const nullableText = Type.Union([Type.String(), Type.Null()]);

const granted = {
  label: Type.String({ minLength: 1, maxLength: 200, description: 'What it is for.' }),
  tenants: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
    minItems: 1,
    maxItems: 1_000,
    description: 'The tenants that it may ask for.',
  }),
  capability: Type.Enum(CAPABILITIES, { description: 'Each includes those before it.' }),
};

const groups = Type.Array(Type.String({ pattern: GROUP_PATTERN }), {
  maxItems: 100,
  description: 'Groups that it speaks for, which `access` and policies name.',
});

/** Lists of values by the name of the claim. */
export const ClaimsSchema = Type.Record(
  Type.String({ pattern: CLAIM_PATTERN }),
  Type.Array(Type.String({ maxLength: LONGEST_CLAIM_VALUE }), { maxItems: MOST_CLAIM_VALUES }),
  {
    ...strict,
    maxProperties: MOST_CLAIMS,
    description: 'What policies ask of it: the regions, say, whose rows it may see.',
  },
);

export const NewKeySchema = Type.Object(
  {
    ...granted,
    groups: Type.Optional(groups),
    claims: Type.Optional(ClaimsSchema),
    expires_at: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601 with offset; never unless given.' }),
    ),
  },
  strict,
);

export const KeyRotationSchema = Type.Object(
  {
    overlap_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2_592_000,
        description: 'How long the old key lives on beside the new one; a day unless given.',
      }),
    ),
    expires_at: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description: 'When the new key ends; when the old one would have, unless given.',
      }),
    ),
  },
  strict,
);

export const MadeKeySchema = Type.Object(
  {
    id: Type.String(),
    key: Type.String({ description: '`vtr_<environment>_<id>_<secret>`: shown here and never again.' }),
  },
  strict,
);

export const KeySchema = Type.Object(
  {
    id: Type.String(),
    ...granted,
    groups,
    claims: ClaimsSchema,
    replaces: Type.Union([Type.String(), Type.Null()], {
      description: 'The key in whose place it was made.',
    }),
    created_at: Type.String(),
    expires_at: nullableText,
    revoked_at: nullableText,
  },
  { ...strict, description: 'A key, without its secret.' },
);

export const KeyPageSchema = Type.Object({ items: Type.Array(KeySchema), next: nullableText }, strict);

export const RevokedSchema = Type.Object({ revoked: Type.Literal(true) }, strict);

export function writeKey(key: ServiceKey): Static<typeof KeySchema> {
  const {
    id,
    label,
    tenants,
    capability,
    groups: own,
    claims,
    replaces,
    createdAt,
    expiresAt,
    revokedAt,
  } = key;
  const times = { created_at: createdAt, expires_at: expiresAt, revoked_at: revokedAt };
  return {
    id,
    label,
    tenants: [...tenants],
    capability,
    groups: [...own],
    claims: copyClaims(claims),
    replaces,
    ...times,
  };
}

function copyClaims(claims: Claims): Record<string, string[]> {
  return Object.fromEntries(Object.entries(claims).map(([name, values]) => [name, [...values]]));
}
