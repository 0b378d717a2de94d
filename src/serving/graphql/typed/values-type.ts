/** `values`: a field for each metric that somebody may ask for, with its own dimensions, rows and versions. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import { fieldName } from '../../../base/wire-name.ts';
import type { Catalog, Metric } from '../../../catalog/catalog.ts';
import type { MetricDescription } from '../../../engine/describe.ts';
import { describeDimensions, describeMetrics } from '../../../engine/describe-catalog.ts';
import { askedBy, describeAnswer } from '../answer-records.ts';
import type { GraphqlCaller, GraphqlContext } from '../graphql-context.ts';
import { type DimensionGroup, groupDimensions, sayText } from './dimension-groups.ts';
import { type GroupTypes, makeGroupTypes, ValueComparison } from './group-types.ts';
import { readArguments, type ValueArguments } from './read-arguments.ts';
import { refuseUngrouped } from './refuse-ungrouped.ts';
import { selectedFields } from './selected-fields.ts';
import { sayDeprecation, versionEnum, versionsIn } from './version-types.ts';

/** `null` where there is nothing to ask for. */
export function makeValuesType(view: Catalog, time: GraphQLInputObjectType): GraphQLObjectType | null {
  const metrics = describeMetrics(view).filter((metric) => !metric.private);
  if (metrics.length === 0) return null;
  const groups = groupDimensions(metrics, describeDimensions(view));
  const types = new Map([...new Set(groups.values())].map((group) => [group, makeGroupTypes(group)]));
  const versions = versionsIn(view);
  const fields = metrics.flatMap((metric) => {
    const group = groups.get(metric.name);
    const own = group && types.get(group);
    if (!own) return [];
    const before = versions.get(metric.name) ?? [];
    const version = versionEnum(metric, before);
    const args = argumentsOf({ group, types: own, time, version });
    return [[fieldName(metric.name), metricField({ metric, before, group, types: own, args })] as const];
  });
  return new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'Values',
    description: 'The metrics, each by its own dimensions. Each is a query of its own.',
    fields: Object.fromEntries(fields),
  });
}

interface TypedMetric {
  readonly metric: MetricDescription;
  /** Its versions that were released before. */
  readonly before: readonly Metric[];
  readonly group: DimensionGroup;
  readonly types: GroupTypes;
  readonly args: GraphQLFieldConfigArgumentMap;
}

function metricField({
  metric,
  before,
  group,
  types,
  args,
}: TypedMetric): GraphQLFieldConfig<unknown, GraphqlContext> {
  const current = metric.deprecated.find(({ version }) => version === metric.version);
  return {
    type: new GraphQLNonNull(types.answer([metric.type, ...before.map(({ type }) => type)])),
    description: describeMetric(metric),
    ...(current ? { deprecationReason: sayDeprecation(current) } : {}),
    args,
    resolve: async (_parent, given: ValueArguments, { caller }, info) => {
      refuseUngrouped(given, group, info);
      const query = readArguments(metric.name, given, selectedFields(info, []).has('totals'));
      const answer = await caller.engine.query(caller.principal, query, askedBy(caller));
      const { receipt, columns, ...told } = describeAnswer(answer);
      const column = columns.find((each) => each.kind === 'metric');
      const version = column?.kind === 'metric' ? column.version : metric.version;
      return { ...told, receipt: { ...receipt, ...(await sayOrigin(metric.name, version, caller)) } };
    },
  };
}

async function sayOrigin(metric: string, version: number, { engine, principal }: GraphqlCaller) {
  const { formula, owner } = await engine.describeMetric(principal, `${metric}@${version}`);
  return { metric, version, formula, owner };
}

/** What a metric of the group takes. */
function argumentsOf({
  group,
  types: { dimension, condition, having, top, order },
  time,
  version,
}: {
  readonly group: DimensionGroup;
  readonly types: GroupTypes;
  readonly time: GraphQLInputObjectType;
  readonly version: GraphQLEnumType | null;
}): GraphQLFieldConfigArgumentMap {
  const several = (type: GraphQLEnumType | typeof order) => ({
    type: new GraphQLList(new GraphQLNonNull(type)),
  });
  return {
    ...(dimension ? { by: several(dimension) } : {}),
    time: { type: time },
    ...(condition ? { where: { ...several(condition), description: 'All must hold.' } } : {}),
    having: { ...several(having), description: 'On rows of the answer; all must hold.' },
    ...(top ? { top: { type: top } } : {}),
    ...(group.hasTime ? { compare: { type: ValueComparison } } : {}),
    order: several(order),
    limit: { type: GraphQLInt },
    after: { type: GraphQLString, description: '`page.next` of the page before.' },
    currency: { type: GraphQLString, description: 'The currency to convert money to.' },
    definitions: {
      type: GraphQLString,
      description: 'A day: the version released last by the end of it.',
    },
    tenants: {
      type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
      description: 'For keys bound to several tenants: those to read.',
    },
    allTenants: { type: GraphQLBoolean, description: 'For keys bound to several tenants: all of them.' },
    ...(version ? { version: { type: version, description: 'The current one unless given.' } } : {}),
  };
}

function describeMetric({ title, description, unit, formula, owner, draft }: MetricDescription): string {
  const heading = title === null ? [] : [`**${sayText(title)}**`];
  const facts = [unit === null ? null : `in ${unit}`, `\`${formula}\``, owner, draft ? 'a draft' : null];
  return [...heading, sayText(description), facts.filter((fact) => fact !== null).join(' · ')].join('\n\n');
}
