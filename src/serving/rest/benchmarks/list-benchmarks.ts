/** `GET /v1/benchmarks`: what the caller may know of the numbers of all tenants together. */
import Type from 'typebox';
import { BENCHMARK_GRAINS, STATISTICS } from '../../../definitions/benchmark-schema.ts';
import { localTextSchema } from '../../../definitions/common-schema.ts';
import { FormatSchema, nullable } from '../../openapi/wire-schemas.ts';
import { PageParameters, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

const BenchmarkSchema = Type.Object(
  {
    name: Type.String({ description: 'As `metrics` of a query names it, beside a metric of your own.' }),
    description: localTextSchema(),
    owner: Type.String(),
    metric: Type.String({ description: 'The metric that is compared.' }),
    version: Type.Integer(),
    statistic: Type.Enum(STATISTICS),
    formula: Type.String({ description: 'How it is computed, in words.' }),
    by: Type.Array(Type.String(), {
      description: 'The only dimensions that it may be grouped and filtered by.',
    }),
    grain: Type.Enum(BENCHMARK_GRAINS, { description: 'Its one size of time bucket.' }),
    min_tenants: Type.Integer({ description: 'How many tenants have a value where it is told, at least.' }),
    entities: Type.String({ description: 'The metric that counts what a value is made of.' }),
    min_entities: Type.Integer({ description: 'How many of those are in a value that counts, at least.' }),
    unit: nullable(Type.String(), '`null` for a plain number.'),
    format: nullable(FormatSchema, 'How to show it.'),
  },
  { additionalProperties: false },
);

const BenchmarkPageSchema = Type.Object(
  {
    items: Type.Array(BenchmarkSchema, { description: 'By name.' }),
    next: nullable(Type.String(), 'Cursor of the next page; `null` on the last.'),
  },
  { additionalProperties: false },
);

export const listBenchmarksRoute = principalRoute({
  method: 'GET',
  path: '/v1/benchmarks',
  schemas: { params: NoParameters, query: Type.Object({ ...PageParameters }), body: NoBody },
  documentation: {
    operationId: 'listBenchmarks',
    tag: 'Catalog',
    summary: 'List benchmarks',
    description:
      'Statistics over the values that all tenants have of a metric, told for groups of enough of them. A query asks for one beside metrics of its own.',
    answer: { description: 'One page of benchmarks.', schema: BenchmarkPageSchema },
    problems: ['HTTP_PARAMETER'],
  },
  handle: async ({ query, principal }, { engine }) => ({
    text: JSON.stringify(paginate(engine.listBenchmarks(principal), query)),
  }),
});
