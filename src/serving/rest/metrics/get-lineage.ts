/** `GET /v1/metrics/{metric}/lineage`: what a metric is made of, down to the columns. */
import Type from 'typebox';
import { nullable, ValueTypeSchema } from '../../openapi/wire-schemas.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { MetricParameter } from './get-metric.ts';

const strict = { additionalProperties: false } as const;
const named = {
  id: Type.String({ description: 'Of this graph alone.', examples: ['metric roas'] }),
  name: Type.String(),
} as const;

const NodeSchema = Type.Union([
  Type.Object(
    {
      ...named,
      kind: Type.Literal('metric'),
      version: Type.Integer(),
      owner: Type.String(),
      formula: Type.String(),
    },
    strict,
  ),
  Type.Object(
    {
      ...named,
      kind: Type.Literal('member'),
      type: ValueTypeSchema,
      formula: nullable(Type.String(), '`null` for a column, and where it names what you may not see.'),
      column: nullable(Type.String(), '`null` for a formula.'),
    },
    strict,
  ),
  Type.Object(
    { ...named, kind: Type.Literal('model'), source: Type.String({ description: '`schema.table`.' }) },
    strict,
  ),
  Type.Object(
    { id: Type.Literal('restricted'), kind: Type.Literal('restricted') },
    { ...strict, description: 'All that you may not see.' },
  ),
]);

const LineageSchema = Type.Object(
  {
    metric: Type.String(),
    version: Type.Integer(),
    nodes: Type.Array(NodeSchema, { description: 'The metric itself first; then the nearest first.' }),
    edges: Type.Array(Type.Object({ from: Type.String(), to: Type.String() }, strict), {
      description: '`from` is made of `to`, or read from it, by their ids.',
    }),
  },
  { ...strict, description: 'What a metric is made of, as a graph.' },
);

export const getLineageRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics/:metric/lineage',
  schemas: { params: MetricParameter, query: NoParameters, body: NoBody },
  documentation: {
    operationId: 'getLineage',
    tag: 'Catalog',
    summary: 'Trace a metric to its columns',
    description: 'Metrics, members and models under a metric, as a graph without cycles.',
    answer: { description: 'The graph.', schema: LineageSchema },
    problems: ['QUERY_UNKNOWN_METRIC', 'QUERY_UNKNOWN_VERSION', 'QUERY_VERSION_GONE', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, principal }, { engine }) => ({
    text: JSON.stringify(engine.traceLineage(principal, params.metric)),
  }),
});
