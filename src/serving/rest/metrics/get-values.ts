/** `GET /v1/metrics/{metric}/values`: one metric by a plain, cacheable GET. */
import Type, { type Static } from 'typebox';
import { GRAINS } from '../../../base/value-type.ts';
import { SemanticError } from '../../../errors/semantic-error.ts';
import { checkQuery } from '../../../query/check-query.ts';
import type { MetricQuery } from '../../../query/metric-query.ts';
import { AnswerSchema } from '../../openapi/wire-schemas.ts';
import { parseJsonBody } from '../../parse-json-body.ts';
import { parameterError } from '../../parse-query-string.ts';
import { NoBody } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { writeAnswer } from '../../write-answer.ts';
import { answerExample } from '../query/examples.ts';
import { MetricParameter } from './get-metric.ts';

const ValuesParameters = Type.Object({
  by: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'Dimensions to group by, comma-separated.',
      examples: ['channel.name'],
    }),
  ),
  grain: Type.Optional(Type.Enum(GRAINS, { description: 'Size of the time buckets.' })),
  from: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'First moment of the range (ISO 8601).',
      examples: ['2026-01-01'],
    }),
  ),
  to: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'First moment after the range (ISO 8601).',
      examples: ['2026-07-01'],
    }),
  ),
  range: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'In place of `from` and `to`, as in `time.range` of a query.',
      examples: ['last 30 days'],
    }),
  ),
  fill: Type.Optional(Type.Boolean({ description: 'Whether every group has every bucket of the range.' })),
  zone: Type.Optional(Type.String({ maxLength: 64, description: 'Reporting time zone (IANA).' })),
  where: Type.Optional(
    Type.String({
      maxLength: 16_000,
      description: 'Conditions as in `where` of a query: a JSON array.',
      examples: ['[{"dimension":"channel.name","op":"in","values":["Google Ads","VK Ads"]}]'],
    }),
  ),
  order: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'Columns to order by, comma-separated; `-` before a name means descending.',
      examples: ['time,-roas'],
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, description: 'Rows at most.' })),
  totals: Type.Optional(Type.Boolean({ description: 'Whether to add totals.' })),
  numbers: Type.Optional(Type.Enum(['json', 'strings'], { description: 'How exact numbers are written.' })),
  tenants: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'For keys bound to several tenants: those to read, comma-separated, or `all`.',
    }),
  ),
});

type Values = Static<typeof ValuesParameters>;

export const getValuesRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics/:metric/values',
  schemas: { params: MetricParameter, query: ValuesParameters, body: NoBody },
  locate: locateParameter,
  documentation: {
    operationId: 'getMetricValues',
    tag: 'Query',
    summary: 'Values of one metric',
    description: 'The same as a query with one metric, as a GET that caches can keep.',
    answer: { description: 'The values.', schema: AnswerSchema, example: answerExample },
    problems: [
      'HTTP_PARAMETER',
      'QUERY_UNKNOWN_METRIC',
      'QUERY_UNKNOWN_MEMBER',
      'QUERY_BAD_TIME',
      'WAREHOUSE_TIMEOUT',
      'WAREHOUSE_UNAVAILABLE',
    ],
  },
  handle: async ({ params, query, signal, principal }, { engine }) => ({
    text: writeAnswer(await engine.query(principal, buildQuery(params.metric, query), signal)),
  }),
});

function buildQuery(metric: string, values: Values): MetricQuery {
  const { by, grain, from, to, range, fill, zone, where, order, limit, totals, numbers, tenants } = values;
  const time = {
    ...(grain === undefined ? {} : { grain }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(range === undefined ? {} : { range }),
    ...(fill === undefined ? {} : { fill }),
    ...(zone === undefined ? {} : { zone }),
  };
  return checkQuery({
    metrics: [metric],
    ...(by === undefined ? {} : { by: splitList('by', by) }),
    ...(Object.keys(time).length === 0 ? {} : { time }),
    ...(where === undefined ? {} : { where: readJson(where) }),
    ...(order === undefined ? {} : { order: splitList('order', order).map(readOrder) }),
    ...(limit === undefined ? {} : { limit }),
    ...(totals === undefined ? {} : { totals }),
    ...(numbers === undefined ? {} : { numbers }),
    ...(tenants === undefined
      ? {}
      : { tenants: tenants === 'all' ? tenants : splitList('tenants', tenants) }),
  });
}

function splitList(name: string, text: string): string[] {
  const items = text.split(',');
  if (items.some((item) => item === '')) throw parameterError(name, 'has an empty item');
  return items;
}

function readOrder(item: string): { by: string; direction: 'asc' | 'desc' } {
  return item.startsWith('-') ? { by: item.slice(1), direction: 'desc' } : { by: item, direction: 'asc' };
}

function readJson(text: string): unknown {
  try {
    return parseJsonBody(text);
  } catch (error) {
    throw parameterError('where', 'is not JSON', error instanceof SemanticError ? error.hint : undefined);
  }
}

const PARAMETER_OF: Readonly<Record<string, string>> = {
  by: '?by',
  where: '?where',
  order: '?order',
  limit: '?limit',
  totals: '?totals',
  numbers: '?numbers',
  tenants: '?tenants',
};

/** `/by/0` is in `?by`, `/time/from` in `?from`; the metric is in the path. */
function locateParameter(pointer: string): string {
  const [, first = '', second] = pointer.split('/');
  if (first === 'time') return second === undefined ? '?grain' : `?${second}`;
  return PARAMETER_OF[first] ?? 'metric';
}
