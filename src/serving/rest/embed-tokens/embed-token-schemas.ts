/** Tokens for embedding on the wire. */
import Type, { type Static } from 'typebox';
import { LONGEST_CLAIM_VALUE } from '../../../base/claim.ts';
import { GRAINS } from '../../../base/value-type.ts';
import { EMBED_LIFETIME } from '../../../identity/embed-tokens.ts';
import { QUERY_LIMITS } from '../../../query/query-limits.ts';
import type { Embedding } from '../../../tenancy/embedding.ts';

const strict = { additionalProperties: false } as const;
const MOST_NAMES = 50;
const MOST_VALUES = 50;
const MOST_FILTERS = 20;
const MOST_ORIGINS = 20;

const metrics = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
  minItems: 1,
  maxItems: MOST_NAMES,
  description: 'The only metrics that there are for its bearer.',
});
const dimensions = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
  maxItems: MOST_NAMES,
  description:
    'The only dimensions, each as `by` or `where` will write it; a time without its grain. None unless given.',
});
const bound = Type.String({ maxLength: 40 });
const grain = Type.Enum(GRAINS, {
  description: 'Buckets of time are whole ones of this grain, and so are ranges.',
});
const rows = Type.Integer({
  minimum: 1,
  maximum: QUERY_LIMITS.rows,
  description: 'Rows of an answer at most; there is no page behind them.',
});
const origins = Type.Array(Type.String({ maxLength: 255 }), {
  maxItems: MOST_ORIGINS,
  description:
    'Where the pages that use it are served: `https://portal.example.com`, or `http://localhost:3000` while developing. Any, unless given.',
});

function filters<Value extends Type.TSchema>(value: Value) {
  const values = Type.Array(value, { minItems: 1, maxItems: MOST_VALUES });
  return Type.Array(
    Type.Object({ dimension: Type.String({ minLength: 1, maxLength: 200 }), values }, strict),
    {
      maxItems: MOST_FILTERS,
      description: 'Conditions that every row it reads meets; no query can lift them.',
    },
  );
}

export const NewEmbedTokenSchema = Type.Object(
  {
    tenant: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: "Whose rows; the key's own, where it has one.",
      }),
    ),
    metrics,
    dimensions: Type.Optional(dimensions),
    filters: Type.Optional(
      filters(Type.Union([Type.String({ maxLength: LONGEST_CLAIM_VALUE }), Type.Integer(), Type.Boolean()])),
    ),
    window: Type.Optional(
      Type.Object(
        { from: Type.Optional(bound), to: Type.Optional(bound) },
        {
          ...strict,
          minProperties: 1,
          description: 'The first moment that can be asked for and the one after the last (ISO 8601).',
        },
      ),
    ),
    finest_grain: Type.Optional(grain),
    rows: Type.Optional(rows),
    origins: Type.Optional(origins),
    expires_in: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: EMBED_LIFETIME.longest,
        default: EMBED_LIFETIME.default,
        description: 'Seconds until it ends.',
      }),
    ),
  },
  strict,
);

const nullableBound = Type.Union([bound, Type.Null()]);

export const EmbedTokenSchema = Type.Object(
  {
    token: Type.String({ description: 'For `Authorization: Bearer`, in a browser.' }),
    expires_at: Type.String(),
    tenant: Type.String(),
    metrics,
    dimensions,
    filters: filters(Type.String()),
    window: Type.Union([Type.Object({ from: nullableBound, to: nullableBound }, strict), Type.Null()]),
    finest_grain: Type.Union([grain, Type.Null()]),
    rows: Type.Union([rows, Type.Null()]),
    origins,
  },
  { ...strict, description: 'A token, and all that it may do.' },
);

/** What is asked for, every value as text. */
export function readEmbedding(asked: Static<typeof NewEmbedTokenSchema>): Embedding {
  const { window } = asked;
  return {
    metrics: asked.metrics,
    dimensions: asked.dimensions ?? [],
    filters: (asked.filters ?? []).map(({ dimension, values }) => ({
      dimension,
      values: [...new Set(values.map(String))],
    })),
    window: window ? { from: window.from ?? null, to: window.to ?? null } : null,
    finestGrain: asked.finest_grain ?? null,
    rows: asked.rows ?? null,
    origins: [...new Set(asked.origins)],
  };
}

export function writeEmbedding({ finestGrain, ...others }: Embedding): object {
  return { ...others, finest_grain: finestGrain };
}
