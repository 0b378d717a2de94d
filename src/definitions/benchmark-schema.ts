/** `benchmarks:` of policies: what tenants may know of each other's numbers, and never of one among them. */
import Type, { type Static } from 'typebox';
import { GRAINS, isClockGrain } from '../base/value-type.ts';
import { RESTRICTION_OPTIONS, RestrictionSchema } from './access-schema.ts';
import { localTextSchema, nameSchema, strict } from './common-schema.ts';

/** What is told of the tenants' values. */
export const STATISTICS = ['lower_quartile', 'median', 'upper_quartile'] as const;

/** Fewer would tell too much of each. */
export const FEWEST = { tenants: 5, entities: 10 } as const;

/** Buckets of whole days: a clock's are too small to hide anybody. */
export const BENCHMARK_GRAINS = GRAINS.filter((grain) => !isClockGrain(grain));

const EXAMPLE = {
  benchmark: 'roas_of_peers',
  description: 'ROAS of the agency’s clients, in the middle.',
  metric: 'roas',
  statistic: 'median',
  by: ['channel.name'],
  grain: 'month',
  min_tenants: 5,
  entities: 'customers',
  min_entities: 20,
};

const BenchmarkSchema = Type.Object(
  {
    benchmark: nameSchema({
      description: 'Name under which queries ask for it, beside the names of metrics.',
      examples: ['roas_of_peers'],
    }),
    description: localTextSchema({
      description: 'What it tells, in words.',
      examples: ['ROAS of the agency’s clients, in the middle.'],
    }),
    metric: nameSchema({ description: 'The metric that is compared.', examples: ['roas'] }),
    statistic: Type.Enum(STATISTICS, {
      description:
        'What is told of the tenants’ values: the middle one, or what a quarter of them is below or above. Each is the mean of the percentiles ten points below and above it, so that it is never the value of one tenant.',
    }),
    by: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'The only dimensions that it may be grouped and filtered by, as queries name them.',
        examples: [['channel.name']],
      }),
    ),
    grain: Type.Enum(BENCHMARK_GRAINS, {
      description: 'Its one size of time bucket: it is told for whole ones that have ended.',
    }),
    min_tenants: Type.Integer({
      minimum: FEWEST.tenants,
      description: `How many tenants have a value at least, where it is told; ${FEWEST.tenants} or more.`,
      examples: [5],
    }),
    entities: nameSchema({
      description: 'The metric that counts what a tenant’s value is made of: customers, orders.',
      examples: ['customers'],
    }),
    min_entities: Type.Integer({
      minimum: FEWEST.entities,
      description: `How many of those a tenant has at least, where its value counts; ${FEWEST.entities} or more.`,
      examples: [20],
    }),
    to: Type.Optional(
      Type.Object(RestrictionSchema.properties, {
        ...RESTRICTION_OPTIONS,
        description:
          'Who may see it, of those who may see the metric: those in one of some groups, or of a capability; all unless given.',
      }),
    ),
  },
  {
    ...strict,
    examples: [EXAMPLE],
  },
);

export const BenchmarksSchema = Type.Array(BenchmarkSchema, {
  minItems: 1,
  description: 'What tenants may know of the numbers of all of them together.',
  examples: [[EXAMPLE]],
});

export type BenchmarkDefinition = Static<typeof BenchmarkSchema>;
