/** What GraphQL answers. Fields read properties of the same name; nothing is computed here. */
import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql';
import { JsonScalar } from './scalars.ts';

const required = (type: GraphQLOutputType): GraphQLOutputType => new GraphQLNonNull(type);
const listOf = (type: GraphQLOutputType) => required(new GraphQLList(required(type)));

type Fields = Readonly<Record<string, GraphQLOutputType>>;

/** An object type whose fields have these types. */
function objectType(name: string, description: string, fields: Fields): GraphQLObjectType {
  return new GraphQLObjectType({
    name,
    description,
    fields: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }])),
  });
}

const Format = objectType('Format', 'How a number is meant to be shown.', {
  style: required(GraphQLString),
  decimals: GraphQLInt,
});

const column = (grain: GraphQLEnumType): GraphQLObjectType =>
  objectType('Column', 'One column of an answer: `kind` is time, dimension, others or metric.', {
    name: required(GraphQLString),
    kind: required(GraphQLString),
    type: GraphQLString,
    grain,
    part: GraphQLString,
    shown: GraphQLString,
    zone: GraphQLString,
    metric: GraphQLString,
    version: GraphQLInt,
    hash: GraphQLString,
    unit: GraphQLString,
    format: Format,
  });

export const RangeType = objectType('Range', 'Half-open; `null` where it has no bound.', {
  from: GraphQLString,
  to: GraphQLString,
});

export const PageType = objectType(
  'Page',
  '`more`: whether the limit cut rows off; `next` is then where to go on, as `after`.',
  {
    limit: required(GraphQLInt),
    next: GraphQLString,
    more: required(GraphQLBoolean),
  },
);

export const PartialType = objectType('Partial', 'A bucket that is not whole.', {
  time: required(GraphQLString),
  metric: required(GraphQLString),
  reason: required(GraphQLString),
});

export const queryAnswer = (grain: GraphQLEnumType): GraphQLObjectType =>
  objectType('QueryAnswer', 'The answer of a query.', {
    columns: listOf(column(grain)),
    rows: listOf(JsonScalar),
    totals: JsonScalar,
    range: required(RangeType),
    page: required(PageType),
    partial: listOf(PartialType),
    warnings: listOf(GraphQLString),
    receipt: required(
      objectType('Receipt', 'What the answer is made of, at `url`.', {
        id: required(GraphQLString),
        url: required(GraphQLString),
      }),
    ),
  });

const Refresh = objectType('Refresh', 'How often a source is loaded.', {
  every: required(GraphQLString),
  watermark: GraphQLString,
  late_after: GraphQLString,
});

const Source = objectType('Source', 'A model that a metric reads.', {
  model: required(GraphQLString),
  source: required(GraphQLString),
  refresh: Refresh,
  keys_proven_at: GraphQLString,
});

const MetricVersion = objectType('MetricVersion', 'A metric that a formula names.', {
  metric: required(GraphQLString),
  version: required(GraphQLInt),
});

const Deprecation = objectType('Deprecation', 'A version on its way out; days as ISO 8601.', {
  version: required(GraphQLInt),
  since: required(GraphQLString),
  sunset: GraphQLString,
  use: GraphQLString,
});

export const metricType = (grain: GraphQLEnumType): GraphQLObjectType =>
  objectType('Metric', 'What a metric means and where it comes from.', {
    name: required(GraphQLString),
    version: required(GraphQLInt),
    hash: required(GraphQLString),
    title: JsonScalar,
    description: required(JsonScalar),
    owner: required(GraphQLString),
    formula: required(GraphQLString),
    formula_in_words: required(GraphQLString),
    type: required(GraphQLString),
    unit: GraphQLString,
    format: Format,
    good: GraphQLString,
    target: JsonScalar,
    tags: listOf(GraphQLString),
    synonyms: listOf(GraphQLString),
    aliases: listOf(GraphQLString),
    examples: listOf(GraphQLString),
    private: required(GraphQLBoolean),
    draft: required(GraphQLBoolean),
    deprecated: listOf(Deprecation),
    drill: listOf(GraphQLString),
    inputs: listOf(MetricVersion),
    sources: listOf(Source),
    dimensions: listOf(GraphQLString),
    grains: listOf(grain),
  });

export const metricPage = (metric: GraphQLObjectType): GraphQLObjectType =>
  objectType('MetricPage', '`next` goes on behind the last item, as `after`.', {
    items: listOf(metric),
    next: GraphQLString,
  });

const Change = objectType('Change', 'A release of a metric, or what became of a model with one.', {
  metric: GraphQLString,
  version: GraphQLInt,
  model: GraphQLString,
  at: required(GraphQLString),
  by: required(GraphQLString),
  why: required(GraphQLString),
  changes: new GraphQLList(required(GraphQLString)),
  measured: JsonScalar,
});

export const ChangelogPage = objectType('ChangelogPage', '`next` goes on behind the last item, as `after`.', {
  items: listOf(Change),
  next: GraphQLString,
});

export const DimensionValuesType = new GraphQLObjectType({
  name: 'DimensionValues',
  description: '`next` goes on behind the last item, as `after`.',
  fields: {
    items: { type: required(new GraphQLList(JsonScalar)) },
    next: { type: GraphQLString },
  },
});
