/** `GET /v1/metrics/{metric}/values`: one metric by a plain, cacheable GET. */

import Type, { type Static } from 'typebox';
import { SemanticError } from '../../../errors/semantic-error.ts';
import { readComparison } from '../../../query/bind-compare.ts';
import { readOrder } from '../../../query/bind-order.ts';
import { GrainSchema } from '../../../query/metric-query.ts';
import { ASKING_PROBLEMS } from '../../openapi/asking-problems.ts';
import { AnswerSchema } from '../../openapi/wire-schemas.ts';
import { parseJsonBody } from '../../parse-json-body.ts';
import { parameterError } from '../../parse-query-string.ts';
import { replyWith } from '../../reply-with.ts';
import { NoBody } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import { readTenants, TenantsParameter } from '../../tenants-parameter.ts';
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
  grain: Type.Optional(GrainSchema),
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
  currency: Type.Optional(
    Type.String({
      maxLength: 40,
      description: "The currency to convert money to, at the rate of each row's own day.",
    }),
  ),
  definitions: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'A day: the version that was released last by the end of it.',
      examples: ['2026-01-31'],
    }),
  ),
  where: Type.Optional(
    Type.String({
      maxLength: 16_000,
      description: 'Conditions as in `where` of a query: a JSON array.',
      examples: ['[{"dimension":"channel.name","op":"in","values":["Google Ads","VK Ads"]}]'],
    }),
  ),
  having: Type.Optional(
    Type.String({
      maxLength: 16_000,
      description: 'Conditions on rows of the answer, as in `having` of a query: a JSON array.',
      examples: ['[{"metric":"roas","op":"gt","value":1}]'],
    }),
  ),
  top: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Only so many groups, the best by the metric.' }),
  ),
  of: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'The columns of `by` that make a group of `top`, comma-separated; all unless given.',
    }),
  ),
  lowest: Type.Optional(Type.Boolean({ description: 'Whether the lowest are the best.' })),
  others: Type.Optional(Type.Boolean({ description: 'Whether all other groups stay, as one.' })),
  compare: Type.Optional(
    Type.String({
      maxLength: 40,
      description:
        'What to compare with: `previous_period`, `previous_year`, how far back (`1 month`), or another version (`@1`).',
      examples: ['previous_year'],
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
  cursor: Type.Optional(Type.String({ maxLength: 16_000, description: '`page.next` of the page before.' })),
  totals: Type.Optional(Type.Boolean({ description: 'Whether to add totals.' })),
  numbers: Type.Optional(Type.Enum(['json', 'strings'], { description: 'How exact numbers are written.' })),
  layout: Type.Optional(Type.Enum(['rows', 'columns'], { description: 'Records, or arrays by column.' })),
  tenants: TenantsParameter,
});

type Values = Static<typeof ValuesParameters>;

export const getValuesRoute = principalRoute({
  method: 'GET',
  path: '/v1/metrics/:metric/values',
  embeds: true,
  schemas: { params: MetricParameter, query: ValuesParameters, body: NoBody },
  locate: locateParameter,
  documentation: {
    operationId: 'getMetricValues',
    tag: 'Query',
    summary: 'Values of one metric',
    description: 'The same as a query with one metric, as a GET that caches can keep.',
    answer: { description: 'The values.', schema: AnswerSchema, example: answerExample },
    problems: ['HTTP_PARAMETER', 'QUERY_UNKNOWN_METRIC', 'QUERY_BAD_TIME', ...ASKING_PROBLEMS],
  },
  handle: async ({ params, query, signal, trail, principal }, { engine }) =>
    replyWith(await engine.query(principal, buildQuery(params.metric, query), { signal, tell: trail.run() })),
});

/** The engine checks it, as every query. */
function buildQuery(metric: string, values: Values): unknown {
  const { by, grain, from, to, range, fill, zone, currency, definitions, where, having } = values;
  const { compare, order, limit, cursor, totals, numbers, layout, tenants } = values;
  const top = buildTop(metric, values);
  const time = {
    ...(grain === undefined ? {} : { grain }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(range === undefined ? {} : { range }),
    ...(fill === undefined ? {} : { fill }),
    ...(zone === undefined ? {} : { zone }),
  };
  return {
    metrics: [metric],
    ...(by === undefined ? {} : { by: splitList('by', by) }),
    ...(Object.keys(time).length === 0 ? {} : { time }),
    ...(currency === undefined ? {} : { currency }),
    ...(definitions === undefined ? {} : { definitions }),
    ...(where === undefined ? {} : { where: readJson('where', where) }),
    ...(having === undefined ? {} : { having: readJson('having', having) }),
    ...(top === undefined ? {} : { top }),
    ...(compare === undefined ? {} : { compare: readComparison(compare) }),
    ...(order === undefined ? {} : { order: splitList('order', order).map(readOrder) }),
    ...(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(totals === undefined ? {} : { totals }),
    ...(numbers === undefined ? {} : { numbers }),
    ...(layout === undefined ? {} : { layout }),
    ...readTenants(tenants),
  };
}

function splitList(name: string, text: string): string[] {
  const items = text.split(',');
  if (items.some((item) => item === '')) throw parameterError(name, 'has an empty item');
  return items;
}

/** `metric` may name a version, a column does not. */
function buildTop(metric: string, { by, top, of, lowest, others }: Values): object | undefined {
  if (top === undefined) {
    const [lonely] = Object.entries({ of, lowest, others }).find(([, value]) => value !== undefined) ?? [];
    if (lonely !== undefined) throw parameterError(lonely, 'says something of "top", which is not given');
    return undefined;
  }
  return {
    n: top,
    of: of === undefined ? splitList('by', by ?? '') : splitList('of', of),
    by: metric.split('@')[0],
    ...(lowest ? { direction: 'asc' } : {}),
    ...(others === undefined ? {} : { others }),
  };
}

function readJson(name: string, text: string): unknown {
  try {
    return parseJsonBody(text);
  } catch (error) {
    throw parameterError(name, 'is not JSON', error instanceof SemanticError ? error.hint : undefined);
  }
}

const PARAMETER_OF: Readonly<Record<string, string>> = {
  by: '?by',
  where: '?where',
  having: '?having',
  top: '?top',
  cursor: '?cursor',
  currency: '?currency',
  definitions: '?definitions',
  layout: '?layout',
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
