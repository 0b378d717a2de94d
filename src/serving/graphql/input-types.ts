/** What GraphQL takes: the query of REST, with enumerations and an object for each metric. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import { GRAINS, type Grain } from '../../base/value-type.ts';
import type { Project } from '../../catalog/catalog.ts';
import { ownGrains } from '../../query/own-grains.ts';
import { JsonScalar } from './scalars.ts';

const listOf = (type: GraphQLInputObjectType | typeof GraphQLString) =>
  new GraphQLList(new GraphQLNonNull(type));

/** `MONTH`, and `RETAIL_PERIOD` for a grain of the project's own. */
export function grainEnum(project: Project): GraphQLEnumType {
  const grains = [...GRAINS, ...ownGrains(project)];
  const nameOf = (grain: Grain): string => grain.replace('.', '_').toUpperCase();
  return new GraphQLEnumType({
    name: 'Grain',
    description: 'The size of a time bucket. Years and quarters begin in January unless they are fiscal.',
    values: Object.fromEntries(grains.map((grain) => [nameOf(grain), { value: grain }])),
  });
}

export const DirectionEnum = new GraphQLEnumType({
  name: 'Direction',
  values: { ASC: { value: 'asc' }, DESC: { value: 'desc' } },
});

const MetricInput = new GraphQLInputObjectType({
  name: 'MetricInput',
  fields: {
    metric: {
      type: new GraphQLNonNull(GraphQLString),
      description: '`roas`, or one version of it, `roas@1`.',
    },
    version: { type: GraphQLInt },
    as: { type: GraphQLString, description: 'What the column is called.' },
  },
});

export const timeInput = (grain: GraphQLEnumType): GraphQLInputObjectType =>
  new GraphQLInputObjectType({
    name: 'TimeInput',
    fields: {
      grain: { type: grain },
      from: { type: GraphQLString, description: 'First moment of the range, ISO 8601.' },
      to: { type: GraphQLString, description: 'First moment after the range, ISO 8601.' },
      range: {
        type: GraphQLString,
        description: 'In place of both: `last 30 days`, `this month`, `month to date`, `2026-Q1`.',
      },
      fill: { type: GraphQLBoolean, description: 'Whether every group has every bucket of the range.' },
      zone: { type: GraphQLString, description: "IANA time zone; the project's unless given." },
    },
  });

const OrderInput = new GraphQLInputObjectType({
  name: 'OrderInput',
  fields: {
    by: { type: new GraphQLNonNull(GraphQLString), description: 'A column of the answer.' },
    direction: { type: DirectionEnum },
  },
});

const TopInput = new GraphQLInputObjectType({
  name: 'TopInput',
  description: 'The best groups, chosen over the whole range.',
  fields: {
    n: { type: new GraphQLNonNull(GraphQLInt) },
    of: {
      type: new GraphQLNonNull(listOf(GraphQLString)),
      description: 'Columns of `by` that make a group.',
    },
    by: { type: new GraphQLNonNull(GraphQLString), description: 'The metric that chooses.' },
    direction: { type: DirectionEnum },
    others: { type: GraphQLBoolean, description: 'Keeps all other groups as one.' },
  },
});

export const EarlierRangeEnum = new GraphQLEnumType({
  name: 'EarlierRange',
  values: {
    PREVIOUS_PERIOD: { value: 'previous_period' },
    PREVIOUS_YEAR: { value: 'previous_year' },
  },
});

const ComparisonInput = new GraphQLInputObjectType({
  name: 'ComparisonInput',
  description:
    'What to compare with: an earlier range, by its name or by how far back it is, or another version.',
  fields: {
    range: {
      type: EarlierRangeEnum,
    },
    shift: { type: GraphQLString, description: 'How far back: `1 month`.' },
    version: { type: GraphQLInt, description: 'In its place: another version of each metric.' },
    as: { type: GraphQLString, description: 'The second part of the names of its columns.' },
  },
});

/** Checked by the engine like a query of REST, so that both refuse alike; `null` is not "not given". */
export const metricQueryInput = (time: GraphQLInputObjectType): GraphQLInputObjectType =>
  new GraphQLInputObjectType({
    name: 'MetricQueryInput',
    fields: {
      metrics: { type: listOf(MetricInput), description: 'Without any, the values of `by`.' },
      by: {
        type: listOf(GraphQLString),
        description:
          'Dimensions to group by: `channel.name`, `customer.signed_up_at:month`, `orders.ordered_at:hour_of_day`.',
      },
      time: { type: time },
      where: { type: JsonScalar, description: 'A list of conditions, as in `where` of `POST /v1/query`.' },
      having: { type: JsonScalar, description: 'Conditions on rows of the answer, as in `having` of REST.' },
      top: { type: TopInput },
      compare: {
        type: new GraphQLList(new GraphQLNonNull(ComparisonInput)),
        description: 'Earlier ranges to compare with; one without `as` adds `revenue.previous` and so on.',
      },
      order: { type: listOf(OrderInput) },
      limit: { type: GraphQLInt },
      totals: { type: GraphQLBoolean },
      currency: {
        type: GraphQLString,
        description: "The currency to convert money to, at the rate of each row's own day.",
      },
      definitions: {
        type: GraphQLString,
        description: 'A day: metrics without a version are those released last by the end of it.',
      },
      tenants: {
        type: listOf(GraphQLString),
        description: 'For keys bound to several tenants: those to read.',
      },
      allTenants: { type: GraphQLBoolean, description: 'For keys bound to several tenants: all of them.' },
    },
  });

/** The query that an input asks; GraphQL has no type for a list or a word. */
export function readQueryInput(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const { allTenants, ...asked }: { allTenants?: unknown; compare?: unknown } = input;
  const query = allTenants === true ? { ...asked, tenants: 'all' } : asked;
  const [only, ...others]: unknown[] = Array.isArray(query.compare) ? query.compare : [];
  const isPlain = typeof only === 'object' && only !== null && !('as' in only) && others.length === 0;
  return isPlain ? { ...query, compare: 'range' in only ? only.range : only } : query;
}
